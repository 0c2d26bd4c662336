import * as lanes from '../shared-products.ts';
import type { Emitter } from './emitter.ts';
import type { RealValue, SharedValue } from './values.ts';

/** W X for weights W that all lanes share. */
export function multiplyShared(W: SharedValue, X: RealValue): RealValue {
  const C = X.tape.real(W.rows, X.cols);
  X.tape.push({
    inputs: [W.packed, X],
    outputs: [C],
    forward: (emitter) => lanes.multiplyShared(emitter.value(C), placed(emitter, W), emitter.value(X)),
    backward: (emitter) => {
      const dC = emitter.gradient(C);
      emitter.contribute(W.packed, (packed, added) => {
        if (!added) throw new Error('gradients of weights that lanes share are added up');
        lanes.addSharedGradient({ rows: W.rows, cols: W.cols, packed }, dC, emitter.value(X));
      });
      emitter.contribute(X, (dX, added) => lanes.multiplySharedTranspose(dX, placed(emitter, W), dC, added));
    },
  });
  return C;
}

const placed = (emitter: Emitter, { rows, cols, packed }: SharedValue): lanes.SharedMatrix => ({
  rows,
  cols,
  packed: emitter.value(packed),
});
