import type { ForeignForm } from '../../contracts/foreign.ts';
import { beamformers, solveForeign } from '../../downlink/foreign-form.ts';
import type { Solution } from '../../downlink/solution.ts';
import type { Instance } from './instance.ts';

/**
 * Solvers of the user's own. `solve` gets channels H [trials, B, B U, Nr, Nt], entry b, k, n, m from transmit antenna m of station b to
 * antenna n of user k, where station b serves users b U ... b U + U - 1; the transmit power P of each station; the noise power sigma2;
 * priorities alpha [B U]; the sizes B, U, Nt and Nr. It returns beamformers V [trials, B U, Nt, Nr]: for user k those of its own station.
 */
export const foreign: ForeignForm<Instance, Solution> = {
  steps: { solve: { inputs: ['H', 'P', 'sigma2', 'alpha', 'B', 'U', 'Nt', 'Nr'], output: 'V' } },
  solve(instance, solver, observer) {
    const { H, B, U, M, K, N, P, sigma2, alpha, range } = instance;
    const arrays = [{ name: 'H', shape: [range.count, B, K, N, M], complex: true, values: H, perTrial: true }];
    const numbers = { P, sigma2, alpha: [...alpha], B, U, Nt: M, Nr: N };
    const wanted = beamformers(instance, ['B U', 'Nt', 'Nr']);
    return solveForeign(instance, solver, observer, { range, arrays, numbers }, wanted);
  },
};
