import { add, copyWhere, zero } from '../elementwise.ts';
import { unaries, unary } from '../entries.ts';
import { andNot, atMost } from '../masks.ts';
import { unaryGradient } from '../pullbacks.ts';
import * as lanes from '../scalars.ts';
import { Mask, type RealMatrix } from '../views.ts';
import { contributeBlocks, countOf, type Pick, resultLike } from './broadcast.ts';
import type { Emitter } from './emitter.ts';
import type { RealValue } from './values.ts';

/*
 * Arithmetic entry by entry on real values of one shape: scalars mostly. Sums and differences are `add` and `subtract`.
 */

/** x y. */
export function times(x: RealValue, y: RealValue): RealValue {
  return binary(x, y, {
    forward: lanes.times,
    first: (share, dz, pick, emitter) => lanes.times(share, dz, pick(emitter.value(y))),
    second: (share, dz, pick, emitter) => lanes.times(share, dz, pick(emitter.value(x))),
  });
}

/** x / y. */
export function divide(x: RealValue, y: RealValue): RealValue {
  const z = binary(x, y, {
    forward: lanes.divide,
    first: (share, dz, pick, emitter) => lanes.divide(share, dz, pick(emitter.value(y))),
    // -dz z / y
    second: (share, dz, pick, emitter) => {
      lanes.times(share, dz, pick(emitter.value(z)));
      lanes.divide(share, share, pick(emitter.value(y)));
      lanes.negate(share, share);
    },
  });
  return z;
}

/** min(x, y) of scalars; the gradient goes to the smaller one, to x where they are equal. */
export function minimum(x: RealValue, y: RealValue): RealValue {
  /** Hands dz on in the lanes where y is not smaller (to x), or where it is (to y). */
  const select = (toSecond: boolean) => (share: RealMatrix, dz: RealMatrix, pick: Pick, emitter: Emitter) => {
    const [first, second] = [pick(emitter.value(x)), pick(emitter.value(y))];
    const chosen = new Mask(emitter.lanes, emitter.scalar().address);
    const all = new Mask(emitter.lanes, emitter.scalar().address);
    zero(share);
    for (let block = 0; block < share.count; block++) {
      const at = (scalars: RealMatrix) => (scalars.count === 1 ? scalars : scalars.at(block));
      atMost(chosen, at(first), at(second));
      if (toSecond) {
        atMost(all, at(second), at(second));
        andNot(chosen, all, chosen);
      }
      copyWhere(chosen, at(share), at(dz));
    }
  };
  return binary(x, y, { forward: lanes.minimum, first: select(false), second: select(true) });
}

/** sqrt(x). */
export function sqrt(x: RealValue): RealValue {
  return mapped(unaries.sqrt, x);
}

/** |x|. */
export function abs(x: RealValue): RealValue {
  return mapped(unaries.abs, x);
}

/** -x. */
export function negate(x: RealValue): RealValue {
  return mapped(unaries.negate, x);
}

/** ln x. */
export function log(x: RealValue): RealValue {
  return mapped(unaries.log, x);
}

/** e^x. */
export function exp(x: RealValue): RealValue {
  return mapped(unaries.exp, x);
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: RealValue): RealValue {
  return mapped(unaries.sigmoid, x);
}

/** x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)). */
export function gelu(x: RealValue): RealValue {
  return mapped(unaries.gelu, x);
}

/** ln(1 + |x|) with the sign of x. */
export function signedLog(x: RealValue): RealValue {
  return mapped(unaries.signedLog, x);
}

/** tanh x. */
export function tanh(x: RealValue): RealValue {
  return mapped(unaries.tanh, x);
}

/** How an operation on two operands is computed, and what dz gives to each of them. */
interface Rule {
  forward(z: RealMatrix, x: RealMatrix, y: RealMatrix): void;
  first(share: RealMatrix, dz: RealMatrix, pick: Pick, emitter: Emitter): void;
  second(share: RealMatrix, dz: RealMatrix, pick: Pick, emitter: Emitter): void;
}

function binary(x: RealValue, y: RealValue, rule: Rule): RealValue {
  const count = countOf(x, y);
  const z = resultLike(x, count);
  x.tape.push({
    inputs: [x, y],
    outputs: [z],
    forward: (emitter) => rule.forward(emitter.value(z), emitter.value(x), emitter.value(y)),
    backward: (emitter) => {
      const pull = (operand: RealValue, write: Rule['first']) => {
        contributeBlocks(emitter, operand, count, (gradient, added, pick) => {
          const share = added ? emitter.real(gradient.rows, gradient.cols, gradient.count) : gradient;
          write(share, pick(emitter.gradient(z)), pick, emitter);
          if (added) add(gradient, gradient, share);
        });
      };
      pull(x, rule.first);
      pull(y, rule.second);
    },
  });
  return z;
}

/** Functions whose derivative is had from their argument, not from their value. */
const ofArgument = new Set<number>([unaries.abs, unaries.log, unaries.gelu, unaries.signedLog]);

function mapped(kind: number, x: RealValue): RealValue {
  const z = resultLike(x, x.count);
  const fromArgument = ofArgument.has(kind);
  x.tape.push({
    inputs: [x],
    outputs: [z],
    forward: (emitter) => unary(kind, emitter.value(z), emitter.value(x)),
    backward: (emitter) => {
      emitter.contribute(x, (dx, added) => {
        unaryGradient(kind, dx, added, emitter.gradient(z), emitter.value(fromArgument ? x : z));
      });
    },
  });
  return z;
}
