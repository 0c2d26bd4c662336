import { z } from 'zod';
import { solveByGenie } from '../genie.ts';
import type { MassiveAccessSolver } from '../solver.ts';

/**
 * Minimum mean-squared error estimate by someone who knows which devices are active: no estimator has a smaller expected error.
 * With many devices its NMSE is the v that solves v = 1 / (1 + 1 / (sigma^2 + p N / L v)).
 */
export const genieMmse: MassiveAccessSolver = {
  name: 'genie-mmse',
  summary: 'MMSE estimate on the active devices, told which they are: the bound for every method',
  parameters: z.strictObject({}),
  reports: 'final',
  solve: (instance, _, observer) => solveByGenie(instance, instance.sigma2, observer),
};
