import type { TrialRange } from '../contracts/scenario.ts';
import type { Group } from '../lanes/index.ts';
import type { Streams } from '../random/streams.ts';

/** Sizes: M antennas of a station; K users, those of all stations together, with N antennas and d streams each. */
export interface Shape {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly d: number;
}

/**
 * Trials of one downlink: B stations, each with its own transmit power P, and K / B users of each. User k = b K / B + u is user u of
 * station b, whom no other station serves and all others disturb.
 */
export interface Downlink extends Shape {
  readonly B: number;
  /** Transmit power of each station. */
  readonly P: number;
  /** Noise power of every receive antenna. */
  readonly sigma2: number;
  /** Priority of each user. */
  readonly alpha: Float64Array;
  readonly range: TrialRange;
  /** Channels trial by trial, those from station 0 to users 1 ... K stacked (K N x M), then those from station 1 ..., row by row, entries as re, im. */
  readonly H: Float64Array;
  /** For starts that are drawn. */
  readonly streams: Streams;
}

/** A downlink as it is measured. */
export interface MeasuredDownlink extends Downlink {
  /** What solvers are given in place of H, where they know the channels only so. */
  readonly estimate?: { readonly H: Float64Array };
}

/** Trial numbers of a group: a group counts from the first trial of the downlink. */
export function rangeOf({ range }: Downlink, group: Group): TrialRange {
  return { first: range.first + group.first, count: group.count };
}
