import type { TrialRange } from '../../contracts/scenario.ts';
import type { Downlink } from '../../downlink/downlink.ts';
import { prioritiesOf } from '../../downlink/priorities.ts';
import { tenTo } from '../../random/elementary.ts';
import type { Streams } from '../../random/streams.ts';
import { type Channels, drawChannels } from './channels/draw-channels.ts';
import { type Estimate, estimateOf } from './channels/estimate.ts';
import type { BeamformingScenario } from './scenario.ts';

/**
 * Trials of one scenario: maximise the weighted sum rate, eq. (3), of every channel under the transmit power P. A downlink of one
 * station, B = 1, with channels H_1 ... H_K stacked (K N x M) and sigma^2 = 1. This is what solvers are given: where they know channels by
 * estimates, H are these.
 */
export interface Instance extends Downlink {
  /** E|e|^2 of the errors of a user's entries in H, trial by trial, user by user; absent where there are none. */
  readonly errorVariance?: Float64Array;
}

/** Trials as they are measured: H are the channels themselves, which solvers don't see where there is an estimate. */
export interface WholeInstance extends Downlink {
  readonly estimate?: Estimate;
}

/** What solvers are given of an instance. */
export function knownOf({ estimate, ...instance }: WholeInstance): Instance {
  return { ...instance, ...estimate };
}

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
    P: offset + tenTo(snr / 10),
    sigma2: 1,
    alpha: prioritiesOf(alpha, K),
    range,
    H,
    streams,
  };
}

/** The instance of drawn channels. */
export function drawInstance(scenario: BeamformingScenario, range: TrialRange, streams: Streams): WholeInstance {
  return wholeInstance(scenario, range, drawChannels(scenario, range, streams), streams);
}

/** The instance of given channels, with an estimate where the scenario says that solvers are given no more. */
export function wholeInstance(
  scenario: BeamformingScenario,
  range: TrialRange,
  channels: Channels,
  streams: Streams,
): WholeInstance {
  const estimate = estimateOf(scenario, channels, range, streams);
  return { ...instanceOf(scenario, range, channels.H, streams), ...(estimate && { estimate }) };
}
