import { type Arrays, cachedSession, input } from '../../../graph/index.ts';
import { iterate, type Precision, zeros } from '../../../unrolling/iterations.ts';
import { decided, decisions } from '../decision.ts';
import { decisionTraining } from '../decision-training.ts';
import type { Instance } from '../instance.ts';
import { type Groups, shrinkageStep } from '../shrinkage-step.ts';
import type { Solution } from '../solution.ts';
import type { MassiveAccessSolver } from '../solver.ts';
import { groupsOf } from '../trial-groups.ts';
import { type GroupLassoParameters, groupLassoParameters, proximalStep } from './group-lasso.ts';

/**
 * Iterative shrinkage-thresholding for the group LASSO (6) in the real form, eq. (7) of Shi et al.:
 *     X <- eta_{lambda / C}(X + S^T (Y - S X) / C), X = 0 at first,
 * with C the largest eigenvalue of S^T S. 16 L N M operations an iteration.
 */
export const istaGs: MassiveAccessSolver<GroupLassoParameters> = {
  name: 'ista-gs',
  summary: 'Iterative shrinkage-thresholding for the group LASSO, eq. (7)',
  parameters: groupLassoParameters,
  reports: 'every iteration',
  flops: ({ L, N, M }) => 16 * L * N * M,
  training: decisionTraining((...given) => istaGs.solve(...given)),
  async solve(instance, { lambda, iterations, precision, groups }, observer, weights) {
    const { N, M } = instance;
    const thresholds = weights?.[decisions].values;
    const constants = proximalStep(instance, lambda, precision);
    for (const { range, Y } of groupsOf(instance, precision)) {
      const session = await shrinkageSession(instance, range.count, precision, groups);
      const state = { X: zeros(precision, range.count * M * 2 * N) };
      const solution = (results: Arrays, iteration: number) =>
        decided(results["X'"] as Solution['X'], instance, range.count, thresholds?.[iteration - 1]);
      await iterate({ session, constants: { ...constants, Y }, state, solution }, iterations, range, observer);
    }
  },
};

function shrinkageSession({ L, N, M }: Instance, trials: number, precision: Precision, groups: Groups) {
  return cachedSession(`shrinkage ${L} ${N} ${M} ${trials} ${precision} ${groups}`, () => {
    const [X, Y] = [input('X', [trials * M, 2 * N], precision), input('Y', [trials * M, 2 * L], precision)];
    const [S, W] = [input('S', [2 * L, 2 * N], precision), input('W', [2 * L, 2 * N], precision)];
    return { "X'": shrinkageStep(X, Y, S, W, input('theta', [], precision), { M, groups }) };
  });
}
