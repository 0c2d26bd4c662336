/*
 * Networks of lane matrices: written once as a recording, run forward for inference and backward for training.
 *
 *     const tape = new RecordingTape(engine('f32', 8));
 *     const H = tape.complexInput(N, M), x = tape.complexInput(M, 1);
 *     const W = tape.complexParameter(N, N);
 *     const loss = squaredNorm(subtract(multiply(H, x), multiply(W, multiply(H, x))));
 *     const program = compile(tape, { loss });
 *     program.setParameters(flat);
 *     program.clearGradients();
 *     for (const group of lanes.groups(trials)) {
 *       load(program.value(H), channels, group);
 *       load(program.value(x), signals, group);
 *       program.weigh(group.count, 1 / trials);
 *       program.forward();
 *       program.backward();
 *     }
 *     program.readGradients(gradient);
 *
 * A complex gradient G of a loss f is that of its real and imaginary parts, G = df/dRe X + j df/dIm X: f changes by
 * Re Tr(G^H dX). compile(tape, { outputs }) makes a program that only goes forward, in little memory.
 */

export { extrapolate, type LineSearch, lineSearch, momentumStep } from '../fused/recorded-momentum.ts';
export { withoutDiagonal } from './blocks.ts';
export { compile, type TapeProgram, type Wanted } from './compile.ts';
export { add, addDiagonal, divideByDiagonal, scale, subtract } from './elementwise.ts';
export { hermitianPart, inverse, logDet, solve } from './hermitian.ts';
export { type LayerWeights, type LstmState, type LstmWeights, linear, lstmCell, weighted } from './layers.ts';
export { type Factor, gram, multiply } from './products.ts';
export { convolve, multiplyReal, type RealFactor, stackParts, transpose, unstackParts } from './real.ts';
export { innerProduct, spectralBound, squaredNorm, sum, trace } from './reductions.ts';
export { abs, divide, exp, gelu, log, minimum, negate, sigmoid, signedLog, sqrt, tanh, times } from './scalars.ts';
export { RecordingTape } from './tape.ts';
export { AdjointValue, type AnyValue, ComplexValue, RealValue, type Tape, TransposeValue } from './values.ts';
