import type { ForeignForm, Wanted } from '../../contracts/foreign.ts';
import { drawnArrays } from './drawn-arrays.ts';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/**
 * Solvers of the user's own. `solve` gets what is received, Y [trials, L, M]; the preambles S [L, N], the same for all trials; the sizes L, N
 * and M; the probability `activity` that a device is active; the noise variance sigma2. It returns the estimate X [trials, N, M], the
 * channel between device n and antenna m or zero; and where it decides on the activity by itself also `active` [trials, N] of zeros and ones.
 */
export const foreign: ForeignForm<Instance, Solution> = {
  steps: { solve: { inputs: ['Y', 'S', 'L', 'N', 'M', 'activity', 'sigma2'], output: 'X' } },
  async solve(instance, solver, observer) {
    const { L, N, M, activity, sigma2, range } = instance;
    const arrays = drawnArrays(instance).filter(({ name }) => name === 'Y' || name === 'S');
    const wanted: Wanted[] = [
      {
        name: 'X',
        axes: [
          ['N', N],
          ['M', M],
        ],
        complex: true,
      },
      { name: 'active', axes: [['N', N]], complex: false, optional: true },
    ];
    const given = { range, arrays, numbers: { L, N, M, activity, sigma2 } };
    for await (const { range: part, iterates } of solver.call('solve', given, wanted)) {
      iterates.forEach(({ X, active }, k) => {
        const decisions = active && { active: Uint8Array.from(active, (a) => (a === 0 ? 0 : 1)) };
        observer.solution(solver.iterates ? k + 1 : null, part, { X: realForm(X, part.count, N, M), ...decisions });
      });
    }
  },
};

/** Complex [trials, N, M] in the layout of the instance: for every trial and antenna the real parts of all devices, then the imaginary ones. */
function realForm(X: Float64Array, trials: number, N: number, M: number): Float64Array {
  const out = new Float64Array(X.length);
  for (let trial = 0; trial < trials; trial++) {
    for (let n = 0; n < N; n++) {
      for (let m = 0; m < M; m++) {
        const from = 2 * ((trial * N + n) * M + m);
        const to = (trial * M + m) * 2 * N + n;
        out[to] = X[from];
        out[to + N] = X[from + 1];
      }
    }
  }
  return out;
}
