import type { TrialRange } from '../../contracts/scenario.ts';
import type { Shape } from '../../downlink/downlink.ts';
import type { Streams } from '../../random/streams.ts';

/** Rayleigh channels: i.i.d. CN(0, 1) entries, in the layout of an instance's H. */
export function rayleigh({ M, K, N }: Shape, range: TrialRange, streams: Streams): Float64Array {
  const perTrial = 2 * K * N * M;
  const H = new Float64Array(range.count * perTrial);
  for (let i = 0; i < range.count; i++) {
    streams.of('channel', range.first + i).complexNormal(H.subarray(i * perTrial, (i + 1) * perTrial));
  }
  return H;
}
