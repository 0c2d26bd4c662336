import { inDecibels, type MetricKind } from '../../contracts/problem.ts';
import type { Estimate } from '../results/row.ts';
import { spread } from './difference.ts';

/** How much a result may change before it matters, and how rarely a suite without changes may raise an alarm. */
export interface Agreement {
  /** Largest change of a stored estimate that does not matter, in the unit of its metric. */
  readonly tolerance: (kind: MetricKind, stored: Estimate) => number;
  /** Probability of any false alarm over all points. */
  readonly alpha: number;
}

export const defaultShare = 0.005;

/** Probability of a false alarm over everything that one `check` compares. */
export const alarmProbability = 0.001;

/** Spreads of a trial, and decibels, that weigh as much as the whole of a mean. */
const perMean = 20;

/**
 * The practical tolerance that follows from one number: `share` of a mean, `share` of a proportion's scale from 0 to 1, 20
 * `share` in dB (0.1 dB for 0.005); and where it is more, 20 `share` standard deviations of a single trial: means near zero and
 * quantities that scatter widely cannot be held to a share of their mean.
 */
export function toleranceOf(share: number): Agreement['tolerance'] {
  return (kind, stored) => {
    const whole = inDecibels(kind) ? perMean : kind === 'proportion' || kind === 'share' ? 1 : Math.abs(stored.mean);
    return share * Math.max(whole, perMean * spread(kind, stored));
  };
}
