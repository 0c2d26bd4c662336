import type { Metric } from '../../../contracts/problem.ts';
import { decide, energyShares } from '../decision.ts';
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
  kind: 'share',
  measure({ N, M, active, threshold, range: all }, solution, range, out) {
    const own = threshold === undefined ? solution.active : undefined;
    const decided = own ?? decide(energyShares(solution.X, range.count, N, M), threshold ?? usualThreshold);
    for (let i = 0; i < range.count; i++) {
      const truth = (range.first - all.first + i) * N;
      let wrong = 0;
      for (let n = 0; n < N; n++) if (decided[i * N + n] !== active[truth + n]) wrong++;
      out[i] = wrong / N;
    }
  },
};
