import type { TrialRange, Violation } from '../../../contracts/problem.ts';
import { type Instance, sampleLength } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** The first trial whose reconstruction holds NaN or an infinity, or is not there. */
export function notFinite(instance: Instance, { X }: Solution, range: TrialRange): Violation | undefined {
  const length = sampleLength(instance);
  for (let i = 0; i < range.count * length; i++) {
    if (Number.isFinite(X[i])) continue;
    return { trial: range.first + Math.floor(i / length), what: 'X holds NaN or an infinity' };
  }
  return undefined;
}
