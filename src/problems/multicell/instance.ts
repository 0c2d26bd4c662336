import type { TrialRange } from '../../contracts/scenario.ts';
import type { Downlink } from '../../downlink/downlink.ts';
import { prioritiesOf } from '../../downlink/priorities.ts';
import type { Streams } from '../../random/streams.ts';
import { drawChannels } from './channels.ts';
import { asDrawn, type MulticellScenario } from './scenario.ts';

/**
 * Trials of one scenario: maximise the weighted sum rate, eq. (1) of Song et al., of every channel under the transmit power P of
 * each station. In that equation an interfering signal comes from the station that serves the other user, b~, over the channel from
 * that station to the user who is disturbed: H_{b~,(b,u)}, where it prints H_{b~,u}.
 *
 * A downlink of B stations with M = Nt antennas, K = B U users in all with N = d = Nr antennas and streams, and sigma^2 = 1, since
 * channels are in units of the noise.
 */
export interface Instance extends Downlink {
  /** Users of each station. */
  readonly U: number;
}

/** The instance of given channels. */
export function instanceOf(
  scenario: MulticellScenario,
  range: TrialRange,
  H: Float64Array,
  streams: Streams,
): Instance {
  const { B, U, Nt, Nr, P, alpha } = scenario;
  const K = B * U;
  return { B, U, M: Nt, K, N: Nr, d: Nr, P, sigma2: 1, alpha: prioritiesOf(alpha, K), range, H, streams };
}

/** The instance of drawn channels. */
export function drawInstance(scenario: MulticellScenario, range: TrialRange, streams: Streams): Instance {
  return instanceOf(scenario, range, drawChannels(asDrawn(scenario), range, streams), streams);
}
