import { cosineAndSine, decimalLogarithm, tenTo } from '../../../random/elementary.ts';
import type { Streams } from '../../../random/streams.ts';

/** Where a user stands, and how his array is turned. */
export interface Place {
  /** Turns by which the phase grows from antenna to antenna of the base station towards the user: sin(phi) / 2, phi uniform in +-90 degrees. */
  readonly departure: number;
  /** The same of the user's own array. */
  readonly arrival: number;
  /** Share of the cell's area that is nearer to the base station: uniform in (0, 1). */
  readonly area: number;
}

/** The places of K users in a trial. */
export function placesOf(K: number, trial: number, streams: Streams): Place[] {
  const stream = streams.of('geometry', trial);
  const pair = new Float64Array(2);
  const phaseStep = () => {
    cosineAndSine(stream.uniform() / 2 - 0.25, pair);
    return pair[1] / 2;
  };
  return Array.from({ length: K }, () => ({ departure: phaseStep(), arrival: phaseStep(), area: stream.uniform() }));
}

/** Gain r^-exponent of a user whose distance r is between `nearest` and 1, uniform by area. */
export function pathGain({ area }: Place, exponent: number, nearest: number): number {
  const r = Math.sqrt(nearest * nearest + area * (1 - nearest * nearest));
  return tenTo(-exponent * decimalLogarithm(r));
}
