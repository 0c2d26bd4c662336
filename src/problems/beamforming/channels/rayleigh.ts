import type { TrialRange } from '../../../contracts/scenario.ts';
import type { Shape } from '../../../downlink/downlink.ts';
import type { Streams } from '../../../random/streams.ts';

/** Rayleigh channels: i.i.d. CN(0, 1) entries, in the layout of an instance's H, written to `room` where that is given. */
export function rayleigh({ M, K, N }: Shape, range: TrialRange, streams: Streams, room?: Float64Array): Float64Array {
  const perTrial = 2 * K * N * M;
  const H = room ?? new Float64Array(range.count * perTrial);
  streams.complexNormals('channel', range.first, perTrial, H);
  return H;
}
