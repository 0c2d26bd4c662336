import { beamforming } from '../../../../build/src/problems/beamforming/problem.js';

/** Beamforming with another way to run WMMSE with bisection: `solve(solver, instance, parameters, observer)`. */
export function withSolver(solve) {
  const name = 'wmmse-bisection';
  const load = async () => {
    const solver = await beamforming.solvers[name]();
    return { ...solver, solve: (...given) => solve(solver, ...given) };
  };
  return { ...beamforming, solvers: { ...beamforming.solvers, [name]: load } };
}
