import { z } from 'zod';
import { solveByGenie } from '../genie.ts';
import type { MassiveAccessSolver } from '../solver.ts';

/**
 * Least squares by someone who knows which devices are active: the best that any method without knowledge of the channel's
 * distribution can hope for.
 */
export const genieLs: MassiveAccessSolver = {
  name: 'genie-ls',
  summary: 'Least squares on the active devices, told which they are: a bound, not a method',
  parameters: z.strictObject({}),
  reports: 'final',
  solve: (instance, _, observer) => solveByGenie(instance, 0, observer),
};
