import { z } from 'zod';
import { solveByGenie } from '../genie.ts';
import type { MassiveAccessSolver } from '../solver.ts';

/**
 * Least squares by someone who knows which devices are active: the unbiased estimate of the smallest error. No bound: estimates that
 * are shrunk towards zero err less, at low SNR by far.
 */
export const genieLs: MassiveAccessSolver = {
  name: 'genie-ls',
  summary:
    'Least squares on the active devices, told which they are: no method, and no bound either, since shrinking lowers its error',
  parameters: z.strictObject({}),
  reports: 'final',
  solve: (instance, _, observer) => solveByGenie(instance, 0, observer),
};
