import type { TrialRange } from '../../contracts/problem.ts';
import type { Group } from '../../lanes/index.ts';
import type { Streams } from '../../random/streams.ts';
import { type BeamformingScenario, parsePriorities } from './scenario.ts';

/** Sizes: M transmit antennas, K users with N antennas and d streams each. */
export interface Shape {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly d: number;
}

/** Trials of one scenario: maximise the weighted sum rate, eq. (3), of every channel under the transmit power P. */
export interface Instance extends Shape {
  /** Transmit power, offset + 10^(snr / 10). */
  readonly P: number;
  /** Noise power, 1. */
  readonly sigma2: number;
  /** Priority of each user. */
  readonly alpha: Float64Array;
  readonly range: TrialRange;
  /** Channels trial by trial, each H_1 ... H_K stacked (K N x M), row by row, entries as re, im. */
  readonly H: Float64Array;
  /** For starts that are drawn. */
  readonly streams: Streams;
}

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

/** Trial numbers of a group: a group counts from the first trial of the instance. */
export function rangeOf(instance: Instance, group: Group): TrialRange {
  return { first: instance.range.first + group.first, count: group.count };
}
