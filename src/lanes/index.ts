export { cholesky, inverse, logDet, solve, solveFromRight, solveTriangular, solveTriangularRight } from './cholesky.ts';
export {
  add,
  addDiagonal,
  addScaled,
  copy,
  copyWhere,
  hermitianPart,
  momentumStep,
  scale,
  scaledIdentity,
  subtract,
  zero,
} from './elementwise.ts';
export { engine, type Group, Lanes, type Mark, type Precision } from './engine.ts';
export {
  gram,
  gramAdd,
  gramSubtract,
  mirror,
  multiply,
  multiplyAdd,
  multiplyLower,
  multiplySubtract,
  type Operand,
} from './products.ts';
export { innerProduct, spectralBound, squaredNorm, sum, trace } from './reductions.ts';
export {
  abs,
  and,
  andNot,
  atMost,
  divide,
  exp,
  lessThan,
  log,
  maximum,
  minimum,
  negate,
  or,
  sqrt,
  times,
} from './scalars.ts';
export { load, realsPerTrial, store } from './transfer.ts';
export { Adjoint, AdjointFactor, ComplexMatrix, Factor, Mask, RealMatrix } from './views.ts';
