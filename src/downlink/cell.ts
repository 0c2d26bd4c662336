import type { TrialRange } from '../contracts/scenario.ts';
import type { Group } from '../lanes/index.ts';
import type { Streams } from '../random/streams.ts';

/** Sizes: M transmit antennas, K users with N antennas and d streams each. */
export interface Shape {
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly d: number;
}

/** Trials of one cell: maximise the weighted sum rate, eq. (3), of every channel under the transmit power P. */
export interface Cell extends Shape {
  /** Transmit power. */
  readonly P: number;
  /** Noise power. */
  readonly sigma2: number;
  /** Priority of each user. */
  readonly alpha: Float64Array;
  readonly range: TrialRange;
  /** Channels trial by trial, each H_1 ... H_K stacked (K N x M), row by row, entries as re, im. */
  readonly H: Float64Array;
  /** For starts that are drawn. */
  readonly streams: Streams;
}

/** Trial numbers of a group: a group counts from the first trial of the cell. */
export function rangeOf({ range }: Cell, group: Group): TrialRange {
  return { first: range.first + group.first, count: group.count };
}
