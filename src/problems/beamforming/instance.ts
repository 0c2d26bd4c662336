import type { TrialRange } from '../../contracts/scenario.ts';
import type { Cell } from '../../downlink/cell.ts';
import { rayleigh } from '../../downlink/channels.ts';
import type { Streams } from '../../random/streams.ts';
import { type BeamformingScenario, parsePriorities } from './scenario.ts';

/** A scenario's trials: P = offset + 10^(snr / 10), sigma^2 = 1. */
export type Instance = Cell;

/** The instance of given channels. */
export function instanceOf(
  scenario: BeamformingScenario,
  range: TrialRange,
  H: Float64Array,
  streams: Streams,
): Instance {
  const { M, K, N, d, snr, offset, alpha } = scenario;
  const priorities = parsePriorities(alpha);
  return {
    M,
    K,
    N,
    d,
    P: offset + 10 ** (snr / 10),
    sigma2: 1,
    alpha: Float64Array.from({ length: K }, (_, k) => priorities[k] ?? priorities[0]),
    range,
    H,
    streams,
  };
}

/** The instance of drawn channels. */
export function drawInstance(scenario: BeamformingScenario, range: TrialRange, streams: Streams): Instance {
  return instanceOf(scenario, range, rayleigh(scenario, range, streams), streams);
}
