import type { Tensor } from '../../graph/index.ts';

/** Slope of CsiNet's leaky rectifier below its bend. */
export const leak = 0.3;

/** The leaky rectifier with its bend at `bend`. */
export function rectified(x: Tensor, bend: number): Tensor {
  return bend === 0 ? x.leakyRelu(leak) : x.sub(bend).leakyRelu(leak).add(bend);
}
