import type { TrialRange } from '../../../contracts/scenario.ts';
import type { Shape } from '../../../downlink/downlink.ts';
import { tenTo } from '../../../random/elementary.ts';
import type { Streams } from '../../../random/streams.ts';
import type { BeamformingScenario } from '../scenario.ts';
import type { Channels } from './draw-channels.ts';

/** What solvers know of channels that they don't know exactly. */
export interface Estimate {
  /** Estimated channels, in the layout of H. */
  readonly H: Float64Array;
  /** E|e|^2 of the error of every entry of a user, trial by trial, user by user. */
  readonly errorVariance: Float64Array;
}

/**
 * Estimates of channels with entries of mean power g: (1 - v) H + sqrt(g v (1 - v)) W, W of CN(0, 1). Estimate and error are uncorrelated and
 * have powers g (1 - v) and g v, entry by entry, as linear MMSE estimates of single entries from H + noise have; correlation
 * between entries is not made use of. Undefined where the scenario says that solvers know the channels.
 */
export function estimateOf(
  scenario: BeamformingScenario,
  { H, gains }: Channels,
  range: TrialRange,
  streams: Streams,
): Estimate | undefined {
  const share = errorShare(scenario);
  if (share === undefined) return undefined;
  const W = errors(scenario, range, streams);
  const errorVariance = new Float64Array(range.count * scenario.K);
  const perUser = H.length / errorVariance.length;
  for (let user = 0; user < errorVariance.length; user++) {
    const gain = gains?.[user] ?? 1;
    const v = share(gain);
    errorVariance[user] = gain * v;
    const spread = Math.sqrt(gain * v * (1 - v));
    for (let i = user * perUser; i < (user + 1) * perUser; i++) W[i] = (1 - v) * H[i] + spread * W[i];
  }
  return { H: W, errorVariance };
}

function errors({ M, K, N }: Shape, range: TrialRange, streams: Streams): Float64Array {
  const W = new Float64Array(range.count * 2 * K * N * M);
  streams.complexNormals('noise', range.first, W.length / range.count, W);
  return W;
}

/** The part v of an entry's mean power that is error, as a function of that power; undefined where there is none. */
function errorShare({
  errorVariance,
  pilots,
  pilotSnr,
  snr,
}: BeamformingScenario): ((gain: number) => number) | undefined {
  if (pilots !== undefined) {
    const energy = pilots * tenTo((pilotSnr ?? snr) / 10);
    return (gain) => 1 / (1 + energy * gain);
  }
  return errorVariance ? () => errorVariance : undefined;
}
