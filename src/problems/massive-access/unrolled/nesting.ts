import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import type { Weights } from '../../../contracts/training.ts';
import { layerArrays } from '../../../unrolling/layout.ts';
import type { LayerArrays, Nested, Sizes } from './network.ts';

/**
 * The layers of a network as the weights of its nested one make them.
 * @param S real form of the preambles that the network is for
 */
export function widened({ network, widen }: Nested, weights: Weights, S: RealMatrix, sizes: Sizes): LayerArrays[] {
  const [layers] = Object.values(weights)[0].shape;
  const initial = network.initial(S);
  return Array.from({ length: layers }, (_, layer) => widen(layerArrays(initial, weights, layer), S, sizes));
}
