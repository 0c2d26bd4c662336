import type { TrialRange } from '../../contracts/scenario.ts';
import type { Downlink } from '../../downlink/downlink.ts';
import { prioritiesOf } from '../../downlink/priorities.ts';
import type { Streams } from '../../random/streams.ts';
import { rayleigh } from './channels.ts';
import type { BeamformingScenario } from './scenario.ts';

/**
 * Trials of one scenario: maximise the weighted sum rate, eq. (3), of every channel under the transmit power P. A downlink of one
 * station, B = 1, with channels H_1 ... H_K stacked (K N x M) and sigma^2 = 1.
 */
export type Instance = Downlink;

/** The instance of given channels: P = offset + 10^(snr / 10). */
export function instanceOf(
  scenario: BeamformingScenario,
  range: TrialRange,
  H: Float64Array,
  streams: Streams,
): Instance {
  const { M, K, N, d, snr, offset, alpha } = scenario;
  return {
    B: 1,
    M,
    K,
    N,
    d,
    P: offset + 10 ** (snr / 10),
    sigma2: 1,
    alpha: prioritiesOf(alpha, K),
    range,
    H,
    streams,
  };
}

/** The instance of drawn channels. */
export function drawInstance(scenario: BeamformingScenario, range: TrialRange, streams: Streams): Instance {
  return instanceOf(scenario, range, rayleigh(scenario, range, streams), streams);
}
