import { add, addScaled, scale } from '../elementwise.ts';
import * as lanes from '../momentum.ts';
import { innerProduct } from '../reductions.ts';
import { negate } from '../scalars.ts';
import type { ComplexMatrix, RealMatrix } from '../views.ts';
import { contributeBlocks, contributeScalars } from './broadcast.ts';
import type { Emitter } from './emitter.ts';
import type { ComplexValue, RealValue } from './values.ts';

/** X + theta (X - P) - gamma G: a step with momentum, eqs. (41), (42) of Pellaco and Jalden. */
export function momentumStep(
  X: ComplexValue,
  P: ComplexValue,
  theta: RealValue,
  gamma: RealValue,
  G: ComplexValue,
  into?: ComplexValue,
): ComplexValue {
  const { tape, rows, cols, count } = X;
  const Y = into ?? tape.complex(rows, cols, count);
  tape.push({
    inputs: [X, P, theta, gamma, G],
    outputs: [Y],
    forward: (emitter) => {
      const [y, x, p, g] = [Y, X, P, G].map((value) => emitter.value(value));
      lanes.momentumPoint(y, x, p, emitter.value(theta), emitter.value(gamma), g);
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      pullDifference(emitter, dY, X, P, theta);
      const minusGamma = emitter.scalar(gamma.count);
      negate(minusGamma, emitter.value(gamma));
      contributeBlocks(emitter, G, count, (dG, added, pick) => {
        (added ? addScaled : scale)(dG, pick(minusGamma), pick(dY));
      });
      contributeScalars(emitter, gamma, count, (shares) => {
        innerProduct(shares, dY, emitter.value(G));
        negate(shares, shares);
      });
    },
  });
  return Y;
}

/** X + xi (X - P). */
export function extrapolate(X: ComplexValue, P: ComplexValue, xi: RealValue, into?: ComplexValue): ComplexValue {
  const { tape, rows, cols, count } = X;
  const Y = into ?? tape.complex(rows, cols, count);
  tape.push({
    inputs: [X, P, xi],
    outputs: [Y],
    forward: (emitter) => {
      lanes.extrapolate(emitter.value(Y), emitter.value(X), emitter.value(P), emitter.value(xi));
    },
    backward: (emitter) => pullDifference(emitter, emitter.gradient(Y), X, P, xi),
  });
  return Y;
}

/** For Y = X + s (X - P): dX += (1 + s) dY, dP -= s dY, ds += Re <dY, X - P>. */
function pullDifference(emitter: Emitter, dY: ComplexMatrix, X: ComplexValue, P: ComplexValue, s: RealValue): void {
  const factor = emitter.value(s);
  const onePlus = emitter.scalar(factor.count);
  const minus = emitter.scalar(factor.count);
  add(onePlus, factor, emitter.lanes.constant(1));
  negate(minus, factor);
  const pull = (value: ComplexValue, by: RealMatrix) =>
    contributeBlocks(emitter, value, dY.count, (gradient, added, pick) => {
      (added ? addScaled : scale)(gradient, pick(by), pick(dY));
    });
  pull(X, onePlus);
  pull(P, minus);
  contributeScalars(emitter, s, dY.count, (shares) => {
    lanes.differenceDot(shares, dY, emitter.value(X), emitter.value(P));
  });
}
