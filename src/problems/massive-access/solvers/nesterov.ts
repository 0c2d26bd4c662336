import { type Arrays, cachedSession, input } from '../../../graph/index.ts';
import { arrayOf, iterate, type Precision, zeros } from '../../../unrolling/iterations.ts';
import { decided, decisions } from '../decision.ts';
import { decisionTraining } from '../decision-training.ts';
import type { Instance } from '../instance.ts';
import { type Groups, shrinkageStep } from '../shrinkage-step.ts';
import type { Solution } from '../solution.ts';
import type { MassiveAccessSolver } from '../solver.ts';
import { groupsOf } from '../trial-groups.ts';
import { type GroupLassoParameters, groupLassoParameters, proximalStep } from './group-lasso.ts';

/**
 * Accelerated proximal gradient for the group LASSO (6), the method of Liu, Ji and Ye (2009) with constant step 1 / C:
 *     X_{k+1} = eta_{lambda / C}(V_k + S^T (Y - S V_k) / C),
 *     V_{k+1} = X_{k+1} + (t_k - 1) / t_{k+1} (X_{k+1} - X_k), t_1 = 1, t_{k+1} = (1 + sqrt(1 + 4 t_k^2)) / 2.
 * 16 L N M operations an iteration.
 */
export const nesterov: MassiveAccessSolver<GroupLassoParameters> = {
  name: 'nesterov',
  summary: 'Accelerated proximal gradient for the group LASSO, eq. (6), with step 1 / C',
  parameters: groupLassoParameters,
  reports: 'every iteration',
  flops: ({ L, N, M }) => 16 * L * N * M,
  training: decisionTraining((...given) => nesterov.solve(...given)),
  async solve(instance, { lambda, iterations, precision, groups }, observer, weights) {
    const { N, M } = instance;
    const thresholds = weights?.[decisions].values;
    const momentum = momenta(iterations);
    const constants = proximalStep(instance, lambda, precision);
    for (const { range, Y } of groupsOf(instance, precision)) {
      const session = await momentumSession(instance, range.count, precision, groups);
      const size = range.count * M * 2 * N;
      const iteration = {
        session,
        constants: { ...constants, Y },
        state: { X: zeros(precision, size), V: zeros(precision, size) },
        numbers: (k: number) => ({ momentum: arrayOf(precision, [momentum[k - 1]]) }),
        solution: (results: Arrays, iteration: number) =>
          decided(results["X'"] as Solution['X'], instance, range.count, thresholds?.[iteration - 1]),
      };
      await iterate(iteration, iterations, range, observer);
    }
  },
};

/** (t_k - 1) / t_{k+1} for k = 1, 2, ... */
function momenta(count: number): number[] {
  let t = 1;
  return Array.from({ length: count }, () => {
    const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / next;
    t = next;
    return momentum;
  });
}

function momentumSession({ L, N, M }: Instance, trials: number, precision: Precision, groups: Groups) {
  return cachedSession(`nesterov ${L} ${N} ${M} ${trials} ${precision} ${groups}`, () => {
    const [X, V] = ['X', 'V'].map((name) => input(name, [trials * M, 2 * N], precision));
    const [S, W] = ['S', 'W'].map((name) => input(name, [2 * L, 2 * N], precision));
    const Y = input('Y', [trials * M, 2 * L], precision);
    const next = shrinkageStep(V, Y, S, W, input('theta', [], precision), { M, groups });
    return { "X'": next, "V'": next.add(next.sub(X).mul(input('momentum', [], precision))) };
  });
}
