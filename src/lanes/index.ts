export { type AdamMoments, adamMove, adamOperations } from './adam.ts';
export { Bundle } from './bundle.ts';
export { cholesky, inverse, logDet, solve, solveFromRight, solveTriangular, solveTriangularRight } from './cholesky.ts';
export { divideByDiagonal } from './diagonal.ts';
export {
  add,
  addScaled,
  copy,
  copyWhere,
  scale,
  subtract,
  zero,
} from './elementwise.ts';
export { engine, LanesEngine } from './engine.ts';
export { extrapolate, momentumPoint, momentumStep } from './fused/momentum.ts';
export { and, andNot, atMost, lessThan, or } from './masks.ts';
export type { Precision } from './module.ts';
export {
  gram,
  gramAdd,
  gramNegative,
  gramSubtract,
  multiply,
  multiplyAdd,
  multiplyLower,
  multiplyNegative,
  multiplySubtract,
  type Operand,
} from './products.ts';
export type { Program } from './program.ts';
export { multiplyReal, multiplyRealAdd, type RealOperand } from './real-products.ts';
export { stackParts, transpose, unstackParts } from './rearrange.ts';
export { innerProduct, spectralBound, squaredNorm, sum, trace } from './reductions.ts';
export {
  abs,
  divide,
  exp,
  gelu,
  log,
  maximum,
  minimum,
  negate,
  sigmoid,
  signedLog,
  sqrt,
  tanh,
  times,
} from './scalars.ts';
export { addAdjoint, addDiagonal, hermitianPart, mirror, scaledIdentity } from './square.ts';
export { load, loadLane, realsPerTrial, store, storeLane } from './transfer.ts';
export {
  Adjoint,
  AdjointFactor,
  ComplexMatrix,
  Factor,
  type Group,
  type Lanes,
  type Mark,
  Mask,
  RealMatrix,
  Transpose,
} from './views.ts';
