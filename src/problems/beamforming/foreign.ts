import type { ForeignForm } from '../../contracts/foreign.ts';
import { beamformers, solveForeign } from '../../downlink/foreign-form.ts';
import type { Solution } from '../../downlink/solution.ts';
import type { Instance } from './instance.ts';

/**
 * Solvers of the user's own. `solve` gets channels H [trials, K, N, M], entry n, m from transmit antenna m to antenna n of user k; the transmit
 * power P; the noise power sigma2; errorVariance [trials, K], E|e|^2 of the errors of each user's entries where H is an estimate and 0 where it is not; priorities alpha [K]; the sizes M, K, N and d. It returns beamformers V [trials, K, M, d] with
 * sum_k ||V_k||_F^2 <= P. In JavaScript it is called once a trial, in Python with many.
 */
export const foreign: ForeignForm<Instance, Solution> = {
  steps: { solve: { inputs: ['H', 'errorVariance', 'P', 'sigma2', 'alpha', 'd', 'M', 'K', 'N'], output: 'V' } },
  solve(instance, solver, observer) {
    const { H, M, K, N, d, P, sigma2, alpha, range } = instance;
    const errorVariance = instance.errorVariance ?? new Float64Array(range.count * K);
    const arrays = [
      { name: 'H', shape: [range.count, K, N, M], complex: true, values: H, perTrial: true },
      { name: 'errorVariance', shape: [range.count, K], complex: false, values: errorVariance, perTrial: true },
    ];
    const numbers = { P, sigma2, alpha: [...alpha], d, M, K, N };
    return solveForeign(instance, solver, observer, { range, arrays, numbers }, beamformers(instance, ['K', 'M', 'd']));
  },
};
