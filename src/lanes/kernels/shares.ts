import { put } from './lanes';

/**
 * A scalar's share of a gradient, for one vector of lanes: stored (mode 0) or added (1). A scalar that serves all blocks gets the
 * sum over them.
 */
export function shareScalar(mode: usize, block: usize, blockStride: usize, to: usize, share: v128): void {
  put(mode !== 0 || (block !== 0 && blockStride === 0), to, share);
}
