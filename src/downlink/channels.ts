import type { TrialRange } from '../contracts/problem.ts';
import type { Streams } from '../random/streams.ts';
import type { Shape } from './cell.ts';

/** Rayleigh channels: i.i.d. CN(0, 1) entries, in the layout of a cell's H. */
export function rayleigh({ M, K, N }: Shape, range: TrialRange, streams: Streams): Float64Array {
  const perTrial = 2 * K * N * M;
  const H = new Float64Array(range.count * perTrial);
  for (let i = 0; i < range.count; i++) {
    streams.of('channel', range.first + i).complexNormal(H.subarray(i * perTrial, (i + 1) * perTrial));
  }
  return H;
}
