import { z } from 'zod';
import { cachedSession, input } from '../../../graph/index.ts';
import type { Solver } from '../../problem.ts';
import type { Instance } from '../instance.ts';
import { largestSquaredSingularValue } from '../preambles/spectrum.ts';
import { shrinkageStep } from '../shrinkage-step.ts';
import type { Solution } from '../solution.ts';
import { arrayOf, groupsOf, iterate, iterationParameters, type Precision, zeros } from './iterations.ts';

const parameters = z.strictObject({
  lambda: z.number().min(0).default(0.1).describe('Weight of the sum of row norms in the group LASSO, eq. (6).'),
  ...iterationParameters('float32'),
});

type Parameters = z.output<typeof parameters>;

/**
 * Iterative shrinkage-thresholding for the group LASSO (6) in the real form, eq. (7) of Shi et al.:
 *     X <- eta_{lambda / C}(X + S^T (Y - S X) / C), X = 0 at first,
 * with C the largest eigenvalue of S^T S. 16 L N M operations an iteration.
 */
export const istaGs: Solver<Instance, Solution> = {
  name: 'ista-gs',
  summary: 'Iterative shrinkage-thresholding for the group LASSO, eq. (7)',
  parameters,
  reports: 'every iteration',
  flops: ({ L, N, M }) => 16 * Number(L) * Number(N) * Number(M),
  async solve(instance, given, observer) {
    const { lambda, iterations, precision } = given as Parameters;
    const { N, M, real } = instance;
    const C = largestSquaredSingularValue(real);
    const constants = {
      S: arrayOf(precision, real.data),
      W: arrayOf(
        precision,
        real.data.map((s) => s / C),
      ),
      theta: arrayOf(precision, [lambda / C]),
    };
    for (const { range, Y } of groupsOf(instance, precision)) {
      const session = await shrinkageSession(instance, range.count, precision);
      const state = { X: zeros(precision, range.count * M * 2 * N) };
      const solution = (results: Readonly<Record<string, unknown>>) => ({ X: results["X'"] as Solution['X'] });
      await iterate({ session, constants: { ...constants, Y }, state, solution }, iterations, range, observer);
    }
  },
};

function shrinkageSession({ L, N, M }: Instance, trials: number, precision: Precision) {
  return cachedSession(`shrinkage ${L} ${N} ${M} ${trials} ${precision}`, () => {
    const [X, Y] = [input('X', [trials * M, 2 * N], precision), input('Y', [trials * M, 2 * L], precision)];
    const [S, W] = [input('S', [2 * L, 2 * N], precision), input('W', [2 * L, 2 * N], precision)];
    return { "X'": shrinkageStep(X, Y, S, W, input('theta', [], precision), M) };
  });
}
