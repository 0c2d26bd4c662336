export { cholesky, inverse, logDet } from './cholesky';
export { binary, copyWhere, unary, zero } from './elementwise';
export { heapBase } from './lanes';
export { combine, compare } from './masks';
export { product } from './product';
export { innerProduct, spectralBound, sum, trace } from './reductions';
export { addScaled, momentumStep, scale } from './scaled';
export { addDiagonal, hermitianPart, mirror } from './square';
export { solveLeft, solveRight } from './triangular';
