import * as diagonal from '../diagonal.ts';
import * as lanes from '../elementwise.ts';
import { innerProduct, trace } from '../reductions.ts';
import { addDiagonal as addToDiagonal } from '../square.ts';
import type { ComplexMatrix, RealMatrix } from '../views.ts';
import { accumulate, contributeBlocks, contributeScalars, countOf, resultLike } from './broadcast.ts';
import type { Emitter, Placed } from './emitter.ts';
import type { AnyValue, ComplexValue, RealValue } from './values.ts';

type Matrix = ComplexMatrix | RealMatrix;

/** X + Y. */
export function add<V extends AnyValue>(X: V, Y: V, into?: V): V {
  return combination(X, Y, lanes.add, accumulate, into);
}

/** X - Y. */
export function subtract<V extends AnyValue>(X: V, Y: V, into?: V): V {
  return combination(X, Y, lanes.subtract, takeOff, into);
}

/** Stores -X in G, or subtracts X from it. */
function takeOff<M extends Matrix>(G: M, added: boolean, X: M): void {
  if (added) lanes.subtract(G, G, X);
  else lanes.scale(G, G.lanes.constant(-1), X);
}

/** X op Y, where Y's share of the gradient is passed on as `pullSecond` says. */
function combination<V extends AnyValue>(
  X: V,
  Y: V,
  operate: <M extends Matrix>(Z: M, X: M, Y: M) => void,
  pullSecond: <M extends Matrix>(G: M, added: boolean, dZ: M) => void,
  into: V | undefined,
): V {
  const count = countOf(X, Y);
  const Z = (into ?? resultLike(X, count)) as V;
  X.tape.push({
    inputs: [X, Y],
    outputs: [Z],
    forward: (emitter) => operate(value(emitter, Z), value(emitter, X), value(emitter, Y)),
    backward: (emitter) => {
      const dZ = emitter.gradient<Matrix>(Z);
      contributeBlocks<Matrix>(emitter, X, count, (dX, added, pick) => accumulate(dX, added, pick(dZ)));
      contributeBlocks<Matrix>(emitter, Y, count, (dY, added, pick) => pullSecond(dY, added, pick(dZ)));
    },
  });
  return Z;
}

const value = (emitter: Emitter, of: Placed<Matrix>) => emitter.value<Matrix>(of);

/** s X for scalars s, one for all blocks or one for each. */
export function scale<V extends AnyValue>(s: RealValue, X: V, into?: V): V {
  const count = countOf(s, X);
  const Y = (into ?? resultLike(X, count)) as V;
  X.tape.push({
    inputs: [s, X],
    outputs: [Y],
    forward: (emitter) => lanes.scale(value(emitter, Y), emitter.value(s), value(emitter, X)),
    backward: (emitter) => {
      const dY = emitter.gradient<Matrix>(Y);
      const factor = emitter.value(s);
      contributeBlocks<Matrix>(emitter, X, count, (dX, added, pick) => {
        (added ? lanes.addScaled : lanes.scale)(dX, pick(factor), pick(dY));
      });
      contributeScalars(emitter, s, count, (shares) => innerProduct(shares, dY, value(emitter, X)));
    },
  });
  return Y;
}

/** X + s I for square X. */
export function addDiagonal(X: ComplexValue, s: RealValue, into?: ComplexValue): ComplexValue {
  const count = countOf(s, X);
  const Y = into ?? resultLike(X, count);
  X.tape.push({
    inputs: [s, X],
    outputs: [Y],
    forward: (emitter) => {
      lanes.copy(emitter.value(Y), emitter.value(X));
      addToDiagonal(emitter.value(Y), emitter.value(s));
    },
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      contributeBlocks(emitter, X, count, (dX, added, pick) => accumulate(dX, added, pick(dY)));
      contributeScalars(emitter, s, count, (shares) => trace(shares, dY));
    },
  });
  return Y;
}

/** X_ij / A_ii: the rows of X divided by the diagonal entries of A, diag(A)^-1 X; A square, or its diagonal as a column. */
export function divideByDiagonal(X: ComplexValue, A: ComplexValue, into?: ComplexValue): ComplexValue {
  const count = countOf(X, A);
  const Y = into ?? resultLike(X, count);
  X.tape.push({
    inputs: [X, A],
    outputs: [Y],
    forward: (emitter) => diagonal.divideByDiagonal(emitter.value(Y), emitter.value(X), emitter.value(A)),
    backward: (emitter) => {
      const dY = emitter.gradient(Y);
      contributeBlocks(emitter, X, count, (dX, added, pick) => {
        diagonal.pullDividend(dX, added, pick(dY), pick(emitter.value(A)));
      });
      contributeBlocks(emitter, A, count, (dA, added, pick) => {
        if (!added) lanes.zero(dA);
        diagonal.pullDivisor(dA, pick(dY), pick(emitter.value(Y)), pick(emitter.value(A)));
      });
    },
  });
  return Y;
}
