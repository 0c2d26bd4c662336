import { add, addScaled, copy, scale, zero } from '../elementwise.ts';
import { spectralBoundGradient } from '../pullbacks.ts';
import * as lanes from '../reductions.ts';
import { addDiagonal } from '../square.ts';
import type { ComplexMatrix, RealMatrix } from '../views.ts';
import type { AnyValue, ComplexValue, RealValue } from './values.ts';

type Matrix = ComplexMatrix | RealMatrix;

/** Re Tr X for square X, one for each block. */
export function trace(X: ComplexValue, into?: RealValue): RealValue {
  const s = into ?? X.tape.real(1, 1, X.count);
  X.tape.push({
    inputs: [X],
    outputs: [s],
    forward: (emitter) => lanes.trace(emitter.value(s), emitter.value(X)),
    backward: (emitter) => {
      emitter.contribute(X, (dX, added) => {
        if (!added) zero(dX);
        addDiagonal(dX, emitter.gradient(s));
      });
    },
  });
  return s;
}

/** ||X||_F^2, one for each block. */
export function squaredNorm(X: AnyValue): RealValue {
  return innerProduct(X, X);
}

/** Re Tr(X^H Y), one for each block. */
export function innerProduct<V extends AnyValue>(X: V, Y: V): RealValue {
  const { tape, count } = X;
  const s = tape.real(1, 1, count);
  tape.push({
    inputs: [X, Y],
    outputs: [s],
    forward: (emitter) => {
      lanes.innerProduct(emitter.value(s), emitter.value<Matrix>(X), emitter.value<Matrix>(Y));
    },
    backward: (emitter) => {
      const ds = emitter.gradient(s);
      const pull = (from: Matrix) => (G: Matrix, added: boolean) => (added ? addScaled : scale)(G, ds, from);
      emitter.contribute<Matrix>(X, pull(emitter.value<Matrix>(Y)));
      emitter.contribute<Matrix>(Y, pull(emitter.value<Matrix>(X)));
    },
  });
  return s;
}

/** The sum of `count` scalars. */
export function sum(x: RealValue): RealValue {
  const s = x.tape.real(1, 1);
  x.tape.push({
    inputs: [x],
    outputs: [s],
    forward: (emitter) => lanes.sum(emitter.value(s), emitter.value(x)),
    backward: (emitter) => {
      const ds = emitter.gradient(s);
      emitter.contribute(x, (dx, added) => (added ? add(dx, dx, ds) : copy(dx, ds)));
    },
  });
  return s;
}

/**
 * max_i sqrt(sum_j |X_ij| c_j), c_j = sum_i |X_ij|: a bound on the spectral radius, eq. (40) of Pellaco and Jalden. Where several
 * rows are largest, or an entry is 0, the gradient is one of the possible ones.
 */
export function spectralBound(X: ComplexValue): RealValue {
  const s = X.tape.real(1, 1, X.count);
  X.tape.push({
    inputs: [X],
    outputs: [s],
    forward: (emitter) => lanes.spectralBound(emitter.value(s), emitter.value(X)),
    backward: (emitter) => {
      emitter.contribute(X, (dX, added) => {
        spectralBoundGradient(dX, added, emitter.gradient(s), emitter.value(s), emitter.value(X));
      });
    },
  });
  return s;
}
