export { compile, type TapeProgram, type Wanted } from './compile.ts';
export { add, addDiagonal, divideByDiagonal, scale, subtract } from './elementwise.ts';
export { hermitianPart, inverse, logDet, solve } from './hermitian.ts';
export { extrapolate, momentumStep } from './momentum.ts';
export { type Factor, gram, multiply } from './products.ts';
export { innerProduct, spectralBound, squaredNorm, sum, trace } from './reductions.ts';
export { abs, divide, exp, log, minimum, negate, sigmoid, sqrt, tanh, times } from './scalars.ts';
export { Tape } from './tape.ts';
export { AdjointValue, type AnyValue, ComplexValue, RealValue } from './values.ts';
