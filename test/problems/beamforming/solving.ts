import type { Solver } from '../../../src/contracts/problem.ts';
import type { Solution } from '../../../src/downlink/solution.ts';
import type { Instance } from '../../../src/problems/beamforming/instance.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { solvingOf } from '../../downlink/solving.ts';
import { type Complex, complex } from './oracle.ts';

export { beamsOf, type Report } from '../../downlink/solving.ts';

export const { draw, run } = solvingOf(beamforming);

export async function solverNamed(name: string): Promise<Solver<Instance, Solution>> {
  return beamforming.solvers[name]();
}

/** Blocks X_1 ... X_K of a stacked matrix (rows x d each) of one trial. */
export function stackedOf({ K, d }: Instance, X: Float64Array, rows: number, trial: number): Complex[] {
  return Array.from({ length: K }, (_, k) =>
    complex(rows, d, (row, col) => {
      const at = 2 * (((trial * K + k) * rows + row) * d + col);
      return [X[at], X[at + 1]];
    }),
  );
}
