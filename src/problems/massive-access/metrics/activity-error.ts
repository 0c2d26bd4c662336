import type { Metric } from '../../../contracts/problem.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** Share of the expected energy M of an active device where the scenario names none: half the amplitude. */
const usualThreshold = 0.25;

/**
 * Share of devices whose activity is decided wrongly: missed ones and false alarms alike. A device counts as active when the two
 * rows of its estimate together have more than the scenario's share of the energy M that is expected of an active one. Where the
 * scenario names no share, a solver that decides by itself is taken at its word, and for others it is a quarter.
 */
export const activityError: Metric<Instance, Solution> = {
  name: 'activity-error',
  title: 'Activity error probability',
  unit: '1',
  kind: 'mean',
  measure({ N, M, active, threshold, range: all }, solution, range, out) {
    const own = threshold === undefined ? solution.active : undefined;
    const decided = own ?? decisions(solution.X, range.count, N, M, (threshold ?? usualThreshold) * M);
    for (let i = 0; i < range.count; i++) {
      const truth = (range.first - all.first + i) * N;
      let wrong = 0;
      for (let n = 0; n < N; n++) if (decided[i * N + n] !== active[truth + n]) wrong++;
      out[i] = wrong / N;
    }
  },
};

function decisions(X: Solution['X'], trials: number, N: number, M: number, least: number): Uint8Array {
  const energies = new Float64Array(trials * N);
  for (let i = 0; i < trials; i++) {
    for (let m = 0; m < M; m++) {
      const row = (i * M + m) * 2 * N;
      for (let n = 0; n < N; n++) energies[i * N + n] += X[row + n] ** 2 + X[row + N + n] ** 2;
    }
  }
  return Uint8Array.from(energies, (energy) => (energy > least ? 1 : 0));
}
