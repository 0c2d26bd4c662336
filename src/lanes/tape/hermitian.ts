import * as lanes from '../cholesky.ts';
import { addScaled, copy, scale } from '../elementwise.ts';
import { multiply, multiplyNegative, multiplySubtract } from '../products.ts';
import { hermitianPart as hermitianPartOf } from '../square.ts';
import { type ComplexMatrix, Factor } from '../views.ts';
import { accumulate, contributeBlocks, countOf } from './broadcast.ts';
import type { ComplexValue, RealValue } from './values.ts';

/*
 * Hermitian positive definite matrices through their Cholesky factors. Gradients with respect to A are Hermitian, as for an
 * A that stays Hermitian when its sources change. A lane whose A is not positive definite gives NaN.
 */

/** log det A in nats, one for each block. */
export function logDet(A: ComplexValue): RealValue {
  const { tape, rows, count } = A;
  const L = tape.complex(rows, rows, count);
  const s = tape.real(1, 1, count);
  tape.push({
    inputs: [A],
    outputs: [s, L],
    forward: (emitter) => {
      const factor = new Factor(emitter.value(L));
      lanes.cholesky(factor, emitter.value(A));
      lanes.logDet(emitter.value(s), factor);
    },
    backward: (emitter) => {
      const X = emitter.complex(rows, rows, count);
      lanes.inverse(X, new Factor(emitter.value(L)));
      emitter.contribute(A, (dA, added) => (added ? addScaled : scale)(dA, emitter.gradient(s), X));
    },
  });
  return s;
}

/** A^-1. */
export function inverse(A: ComplexValue, into?: ComplexValue): ComplexValue {
  const { tape, rows, count } = A;
  const X = into ?? tape.complex(rows, rows, count);
  tape.push({
    inputs: [A],
    outputs: [X],
    forward: (emitter) => {
      const factor = new Factor(emitter.complex(rows, rows, count));
      lanes.cholesky(factor, emitter.value(A));
      lanes.inverse(emitter.value(X), factor);
    },
    // dA = -X dX X
    backward: (emitter) => {
      const inverted = emitter.value(X);
      const XdX = emitter.complex(rows, rows, count);
      multiply(XdX, inverted, emitter.gradient(X));
      emitter.contribute(A, (dA, added) => productNegative(dA, added, XdX, inverted));
    },
  });
  return X;
}

/** A^-1 B. */
export function solve(A: ComplexValue, B: ComplexValue, into?: ComplexValue): ComplexValue {
  const { tape, rows } = A;
  const count = countOf(A, B);
  const L = tape.complex(rows, rows, A.count);
  const X = into ?? tape.complex(rows, B.cols, count);
  tape.push({
    inputs: [A, B],
    outputs: [X, L],
    forward: (emitter) => {
      const factor = new Factor(emitter.value(L));
      lanes.cholesky(factor, emitter.value(A));
      lanes.solve(emitter.value(X), factor, emitter.value(B));
    },
    // dB = A^-1 dX, dA = -dB X^H
    backward: (emitter) => {
      const dX = emitter.gradient(X);
      lanes.solve(dX, new Factor(emitter.value(L)), dX);
      contributeBlocks(emitter, B, count, (dB, added, pick) => accumulate(dB, added, pick(dX)));
      contributeBlocks(emitter, A, count, (dA, added, pick) => {
        const XH = pick(emitter.value(X)).adjoint;
        if (added) multiplySubtract(dA, pick(dX), XH);
        else multiplyNegative(dA, pick(dX), XH);
      });
    },
  });
  return X;
}

function productNegative(C: ComplexMatrix, added: boolean, A: ComplexMatrix, B: ComplexMatrix): void {
  if (added) multiplySubtract(C, A, B);
  else multiplyNegative(C, A, B);
}

/** (X + X^H) / 2. */
export function hermitianPart(X: ComplexValue, into?: ComplexValue): ComplexValue {
  const { tape, rows, count } = X;
  const Y = into ?? tape.complex(rows, rows, count);
  tape.push({
    inputs: [X],
    outputs: [Y],
    forward: (emitter) => {
      copy(emitter.value(Y), emitter.value(X));
      hermitianPartOf(emitter.value(Y));
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      hermitianPartOf(dY);
      emitter.contribute(X, (dX, added) => accumulate(dX, added, dY));
    },
  });
  return Y;
}
