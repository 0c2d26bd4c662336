import { addScaled, zero } from '../elementwise.ts';
import * as lanes from '../real-products.ts';
import * as rearranged from '../rearrange.ts';
import { innerProduct } from '../reductions.ts';
import type { RealMatrix } from '../views.ts';
import { contributeBlocks, countOf } from './broadcast.ts';
import type { Emitter } from './emitter.ts';
import { type ComplexValue, type RealValue, TransposeValue } from './values.ts';

/** A real factor as it is, or its transpose. */
export type RealFactor = RealValue | TransposeValue;

/** A B for real values, where one of the factors may be a transpose. */
export function multiplyReal(A: RealFactor, B: RealFactor, into?: RealValue): RealValue {
  const first = factorOf(A);
  const second = factorOf(B);
  const count = countOf(first, second);
  const rows = A === first ? first.rows : first.cols;
  const cols = B === second ? second.cols : second.rows;
  const C = into ?? first.tape.real(rows, cols, count);
  first.tape.push({
    inputs: [first, second],
    outputs: [C],
    forward: (emitter) => lanes.multiplyReal(emitter.value(C), placed(emitter, A), placed(emitter, B)),
    backward: (emitter) => {
      const dC = emitter.gradient(C);
      contributeBlocks(emitter, first, count, (dA, added, pick) => {
        const other = pick(emitter.value(second));
        if (A !== first) product(dA, added, other, pick(dC).transpose);
        else product(dA, added, pick(dC), B === second ? other.transpose : other);
      });
      contributeBlocks(emitter, second, count, (dB, added, pick) => {
        const other = pick(emitter.value(first));
        if (B !== second) product(dB, added, pick(dC).transpose, other);
        else product(dB, added, A === first ? other.transpose : other, pick(dC));
      });
    },
  });
  return C;
}

const factorOf = (factor: RealFactor) => (factor instanceof TransposeValue ? factor.of : factor);

const placed = (emitter: Emitter, factor: RealFactor) =>
  factor instanceof TransposeValue ? emitter.value(factor.of).transpose : emitter.value(factor);

function product(C: RealMatrix, added: boolean, A: lanes.RealOperand, B: lanes.RealOperand): void {
  if (added) lanes.multiplyRealAdd(C, A, B);
  else lanes.multiplyReal(C, A, B);
}

/**
 * The cross-correlation that networks call convolution, with zeros around x: y_ij = sum_ab k_ab x_(i+a-p, j+b-q) for a kernel of
 * odd sizes 2p + 1, 2q + 1. Every lane has its own kernel. A 1-D convolution is one of rows.
 */
export function convolve(x: RealValue, kernel: RealValue): RealValue {
  const { tape, rows, cols } = x;
  if (kernel.rows % 2 === 0 || kernel.cols % 2 === 0 || countOf(x, kernel) > 1) {
    throw new RangeError('convolutions are of one matrix with one kernel of odd sizes');
  }
  const y = tape.real(rows, cols);
  const taps = tapsOf(x, kernel);
  tape.push({
    inputs: [x, kernel],
    outputs: [y],
    forward: (emitter) => {
      zero(emitter.value(y));
      for (const { to, from, weight } of taps) {
        addScaled(to(emitter.value(y)), weight(emitter.value(kernel)), from(emitter.value(x)));
      }
    },
    backward: (emitter) => {
      const dy = emitter.gradient(y);
      emitter.contribute(x, (dx, added) => {
        if (!added) zero(dx);
        for (const { to, from, weight } of taps) addScaled(from(dx), weight(emitter.value(kernel)), to(dy));
      });
      emitter.contribute(kernel, (dk, added) => {
        if (!added) zero(dk);
        const share = emitter.scalar();
        for (const { to, from, weight } of taps) {
          innerProduct(share, to(dy), from(emitter.value(x)));
          addScaled(weight(dk), emitter.lanes.constant(1), share);
        }
      });
    },
  });
  return y;
}

/** For each entry of the kernel: the part of y it contributes to, the part of x it takes that from, and itself. */
function tapsOf({ rows, cols }: RealValue, kernel: RealValue) {
  const taps = [];
  for (let a = 0; a < kernel.rows; a++) {
    for (let b = 0; b < kernel.cols; b++) {
      const [down, right] = [a - (kernel.rows - 1) / 2, b - (kernel.cols - 1) / 2];
      const [height, width] = [rows - Math.abs(down), cols - Math.abs(right)];
      if (height < 1 || width < 1) continue;
      const part = (row: number, col: number) => (matrix: RealMatrix) => matrix.block(row, col, height, width);
      taps.push({
        to: part(Math.max(0, -down), Math.max(0, -right)),
        from: part(Math.max(0, down), Math.max(0, right)),
        weight: (matrix: RealMatrix) => matrix.block(a, b, 1, 1),
      });
    }
  }
  return taps;
}

/** X^T. */
export function transpose(X: RealValue, into?: RealValue): RealValue {
  const Y = into ?? X.tape.real(X.cols, X.rows, X.count);
  X.tape.push({
    inputs: [X],
    outputs: [Y],
    forward: (emitter) => rearranged.transpose(emitter.value(Y), emitter.value(X)),
    backward: (emitter) => {
      emitter.contribute(X, (dX, added) => rearranged.transpose(dX, emitter.gradient(Y), added));
    },
  });
  return Y;
}

/** The real parts of Z (n x m) above its imaginary parts, 2n x m. */
export function stackParts(Z: ComplexValue, into?: RealValue): RealValue {
  const X = into ?? Z.tape.real(2 * Z.rows, Z.cols, Z.count);
  Z.tape.push({
    inputs: [Z],
    outputs: [X],
    forward: (emitter) => rearranged.stackParts(emitter.value(X), emitter.value(Z)),
    backward: (emitter) => {
      emitter.contribute(Z, (dZ, added) => rearranged.unstackParts(dZ, emitter.gradient(X), added));
    },
  });
  return X;
}

/** Back from {@link stackParts}. */
export function unstackParts(X: RealValue, into?: ComplexValue): ComplexValue {
  const Z = into ?? X.tape.complex(X.rows / 2, X.cols, X.count);
  X.tape.push({
    inputs: [X],
    outputs: [Z],
    forward: (emitter) => rearranged.unstackParts(emitter.value(Z), emitter.value(X)),
    backward: (emitter) => {
      emitter.contribute(X, (dX, added) => rearranged.stackParts(dX, emitter.gradient(Z), added));
    },
  });
  return Z;
}
