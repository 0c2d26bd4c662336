import { describe, test } from 'vitest';
import * as tape from '../../../src/lanes/tape/index.ts';
import { expectGradients } from './differences.ts';

type C = tape.ComplexValue;
type R = tape.RealValue;

const square = { rows: 3, cols: 3 };
const users = { rows: 3, cols: 3, count: 2 };
const scalar = { rows: 1, cols: 1, real: true };
const scalars = { ...scalar, count: 2 };
const positive = { ...scalars, range: [0.5, 2] as const };

/** X X^H + I: Hermitian positive definite, whatever X. */
const positiveDefinite = (X: C, recording: tape.Tape) => tape.addDiagonal(tape.gram(X), recording.constant(1));

describe('gradients against central differences', () => {
  test('products', () => {
    const wide = { rows: 2, cols: 3 };
    expectGradients([wide, { rows: 3, cols: 4 }], ([A, B]: C[]) => tape.multiply(A, B));
    expectGradients([wide, { rows: 2, cols: 4 }], ([A, B]: C[]) => tape.multiply(A.adjoint, B));
    expectGradients([wide, { rows: 4, cols: 3 }], ([A, B]: C[]) => tape.multiply(A, B.adjoint));
    expectGradients([square], ([A]: C[]) => tape.multiply(A, A));
    expectGradients([square], ([A]: C[]) => tape.multiply(A, A.adjoint));
  });

  test('products of blocks, where a single block serves all', () => {
    const one = { rows: 3, cols: 3 };
    for (const shapes of [
      [users, users],
      [one, users],
      [users, one],
    ]) {
      expectGradients(shapes, ([A, B]: C[]) => tape.multiply(A, B));
      expectGradients(shapes, ([A, B]: C[]) => tape.multiply(A.adjoint, B));
      expectGradients(shapes, ([A, B]: C[]) => tape.multiply(A, B.adjoint));
    }
  });

  test('Hermitian products', () => {
    expectGradients([{ rows: 2, cols: 4, count: 2 }], ([A]: C[]) => tape.gram(A));
    expectGradients([{ rows: 2, cols: 4 }], ([A]: C[]) => tape.gram(A.adjoint));
  });

  test('views of a value, and results written side by side', () => {
    expectGradients([{ rows: 4, cols: 6 }], ([T]: C[]) => {
      const own = T.diagonalBlocks(2, 3);
      return tape.multiply(own.adjoint, T.rowBlocks(2));
    });
    expectGradients([{ rows: 4, cols: 6 }], ([T]: C[]) =>
      tape.multiply(T.block(1, 1, 2, 3), T.columnBlocks(3).at(1).rowRange(0, 3)),
    );
    expectGradients([square, square], ([A, B]: C[], recording) => {
      const stacked = recording.complex(6, 3);
      tape.multiply(A, B, stacked.rowRange(0, 3));
      tape.add(A, B, stacked.rowRange(3, 3));
      return tape.multiply(stacked.adjoint, stacked);
    });
  });

  test('sums, differences, scaling, diagonals', () => {
    for (const shapes of [
      [users, users],
      [square, users],
      [users, square],
    ]) {
      expectGradients(shapes, ([X, Y]: C[]) => tape.add(X, Y));
      expectGradients(shapes, ([X, Y]: C[]) => tape.subtract(X, Y));
    }
    for (const shapes of [
      [scalars, users],
      [scalar, users],
      [scalars, square],
    ]) {
      expectGradients(shapes, ([s, X]: [R, C]) => tape.scale(s, X));
      expectGradients(shapes, ([s, X]: [R, C]) => tape.addDiagonal(X, s));
    }
    expectGradients([users], ([X]: C[]) => tape.hermitianPart(X));
  });

  test('rows divided by a diagonal', () => {
    for (const shapes of [
      [{ rows: 3, cols: 2, count: 2 }, users],
      [{ rows: 3, cols: 2 }, users],
      [{ rows: 3, cols: 2, count: 2 }, square],
    ]) {
      expectGradients(shapes, ([X, A]: C[], recording) =>
        tape.divideByDiagonal(X, tape.addDiagonal(A, recording.constant(2))),
      );
    }
    const far = { range: [1, 2] as const };
    for (const shapes of [
      [
        { rows: 3, cols: 2, count: 2 },
        { rows: 3, cols: 1, count: 2, ...far },
      ],
      [
        { rows: 3, cols: 2, count: 2 },
        { rows: 3, cols: 1, ...far },
      ],
    ]) {
      expectGradients(shapes, ([X, a]: C[]) => tape.divideByDiagonal(X, a));
    }
  });

  test('log-determinants, inverses and solutions of positive definite systems', () => {
    expectGradients([users], ([X]: C[], recording) => tape.logDet(positiveDefinite(X, recording)));
    expectGradients([users], ([X]: C[], recording) => tape.inverse(positiveDefinite(X, recording)));
    const right = { rows: 3, cols: 2 };
    for (const shapes of [
      [users, { ...right, count: 2 }],
      [users, right],
      [square, { ...right, count: 2 }],
    ]) {
      expectGradients(shapes, ([X, B]: C[], recording) => tape.solve(positiveDefinite(X, recording), B));
    }
  });

  test('traces, norms, inner products, sums', () => {
    expectGradients([users], ([X]: C[]) => tape.trace(X));
    expectGradients([users], ([X]: C[]) => tape.squaredNorm(X));
    expectGradients([users, users], ([X, Y]: C[]) => tape.innerProduct(X, Y));
    expectGradients([scalars], ([x]: R[]) => tape.sum(x));
    expectGradients([{ rows: 2, cols: 3, real: true }], ([x]: R[]) => tape.squaredNorm(x));
  });

  test('the bound on the spectral radius', () => {
    expectGradients([users], ([X]: C[]) => tape.spectralBound(X));
  });

  test('arithmetic on scalars', () => {
    for (const shapes of [
      [scalars, positive],
      [scalar, positive],
      [scalars, { ...positive, count: 1 }],
    ]) {
      expectGradients(shapes, ([x, y]: R[]) => tape.times(x, y));
      expectGradients(shapes, ([x, y]: R[]) => tape.divide(x, y));
      expectGradients(shapes, ([x, y]: R[]) => tape.minimum(x, y));
      expectGradients(shapes, ([x, y]: R[]) => tape.minimum(y, x));
    }
    for (const operation of [
      tape.sqrt,
      tape.abs,
      tape.negate,
      tape.log,
      tape.exp,
      tape.sigmoid,
      tape.tanh,
      tape.gelu,
    ]) {
      expectGradients([positive], ([x]: R[]) => operation(x));
    }
    for (const operation of [tape.abs, tape.sigmoid, tape.tanh, tape.gelu, tape.signedLog]) {
      expectGradients([{ ...scalars, range: [-3, -0.1] }], ([x]: R[]) => operation(x));
    }
  });

  test('steps with momentum', () => {
    for (const s of [scalar, scalars]) {
      expectGradients([users, users, s], ([X, P, xi]: [C, C, R]) => tape.extrapolate(X, P, xi));
      expectGradients([users, users, s, s, users], ([X, P, theta, gamma, G]: [C, C, R, R, C]) =>
        tape.momentumStep(X, P, theta, gamma, G),
      );
      expectGradients([users, s, s], ([X, theta, gamma]: [C, R, R]) => tape.momentumStep(X, X, theta, gamma, X));
      expectGradients([users, users, s, s, users], ([X, P, theta, gamma, G]: [C, C, R, R, C]) => {
        const first = tape.momentumStep(X, P, theta, gamma, G);
        const second = tape.momentumStep(first, X, theta, gamma, tape.extrapolate(first, X, theta));
        return tape.momentumStep(second, first, gamma, theta, tape.extrapolate(second, first, theta));
      });
      expectGradients([users, users, users, s, s], ([D, R, P, theta, phi]: [C, C, C, R, R], recording) =>
        tape.lineSearch({
          direction: D,
          residual: R,
          residualBefore: P,
          change: tape.scale(recording.constant(2), D),
          theta,
          phi,
          guard: recording.constant(0.5),
        }),
      );
    }
  });

  test('what lies beside the diagonal, and traces written side by side', () => {
    expectGradients([{ rows: 4, cols: 6 }], ([X]: C[]) => tape.withoutDiagonal(X, 2, 3));
    expectGradients([users], ([X]: C[], recording) => {
      const traces = recording.real(2, 2);
      tape.trace(X, traces.rowRange(0, 1).columnBlocks(1));
      tape.trace(X.block(1, 1, 2, 2), traces.rowRange(1, 1).columnBlocks(1));
      return traces;
    });
  });

  test('products of real matrices, either factor transposed', () => {
    const A = { rows: 2, cols: 3, real: true };
    expectGradients([A, { rows: 3, cols: 4, real: true }], ([a, b]: R[]) => tape.multiplyReal(a, b));
    expectGradients([A, { rows: 2, cols: 4, real: true }], ([a, b]: R[]) => tape.multiplyReal(a.transpose, b));
    expectGradients([A, { rows: 4, cols: 3, real: true }], ([a, b]: R[]) => tape.multiplyReal(a, b.transpose));
    expectGradients([A, { rows: 3, cols: 4, count: 2, real: true }], ([a, b]: R[]) => tape.multiplyReal(a, b));
  });

  test('rearranged values', () => {
    expectGradients([{ rows: 2, cols: 3 }], ([Z]: C[]) => tape.stackParts(Z));
    expectGradients([{ rows: 4, cols: 3, real: true }], ([X]: R[]) => tape.unstackParts(X));
    expectGradients([{ rows: 4, cols: 3, real: true }], ([X]: R[]) => tape.transpose(X));
  });

  test('convolutions in one and two dimensions', () => {
    const image = { rows: 4, cols: 5, real: true };
    expectGradients([image, { rows: 3, cols: 3, real: true }], ([x, k]: R[]) => tape.convolve(x, k));
    expectGradients(
      [
        { ...image, rows: 1 },
        { rows: 1, cols: 3, real: true },
      ],
      ([x, k]: R[]) => tape.convolve(x, k),
    );
    expectGradients(
      [
        { ...image, rows: 1 },
        { rows: 3, cols: 1, real: true },
      ],
      ([x, k]: R[]) => tape.convolve(x, k),
    );
  });

  test('linear layers and LSTM cells, with weights cut out of one vector', () => {
    const samples = 3;
    const [inputs, units] = [4, 2];
    const X = { rows: inputs, cols: samples, real: true };
    expectGradients([X, { rows: 1, cols: 15, real: true }], ([x, w]: R[]) =>
      tape.tanh(tape.linear(w.segment(0, 3, inputs), w.segment(12, 3, 1), x)),
    );
    const state = { rows: units, cols: samples, real: true };
    const gates = 4 * units;
    const weights = { rows: 1, cols: gates * (inputs + units + 1), real: true };
    expectGradients([X, state, state, weights], ([x, h, c, w]: R[]) => {
      const cell = {
        input: w.segment(0, gates, inputs),
        recurrent: w.segment(gates * inputs, gates, units),
        bias: w.segment(gates * (inputs + units), gates, 1),
      };
      const first = tape.lstmCell(cell, x, { h, c });
      const second = tape.lstmCell(cell, x, first);
      return tape.add(second.h, second.c);
    });
  });
});
