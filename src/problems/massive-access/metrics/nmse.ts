import type { Metric, TrialRange, Violation } from '../../../contracts/problem.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';

/**
 * Normalized mean squared error, eq. (39): E||X^ - X||_F^2 / E||X||_F^2, a ratio of sums over trials, so that trials without
 * an active device need no exception.
 */
export const nmse: Metric<Instance, Solution> = {
  name: 'nmse',
  title: 'NMSE',
  unit: 'dB',
  kind: 'ratio-db',
  measure({ N, M, X, range: all }, solution, range, out) {
    const length = M * 2 * N;
    for (let i = 0; i < range.count; i++) {
      const from = (range.first - all.first + i) * length;
      let error = 0;
      let energy = 0;
      for (let j = 0; j < length; j++) {
        const x = X[from + j];
        error += (solution.X[i * length + j] - x) ** 2;
        energy += x * x;
      }
      out[2 * i] = error;
      out[2 * i + 1] = energy;
    }
  },
};

/** The first trial whose estimate holds NaN or an infinity. */
export function notFinite({ N, M }: Instance, { X }: Solution, range: TrialRange): Violation | undefined {
  for (let i = 0; i < X.length; i++) {
    if (Number.isFinite(X[i])) continue;
    return { trial: range.first + Math.floor(i / (M * 2 * N)), what: 'X holds NaN or an infinity' };
  }
  return undefined;
}
