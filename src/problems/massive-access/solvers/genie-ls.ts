import { z } from 'zod';
import type { Solver } from '../../../contracts/problem.ts';
import { solveByGenie } from '../genie.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';

/**
 * Least squares by someone who knows which devices are active: the best that any method without knowledge of the channel's
 * distribution can hope for.
 */
export const genieLs: Solver<Instance, Solution> = {
  name: 'genie-ls',
  summary: 'Least squares on the active devices, told which they are: a bound, not a method',
  parameters: z.strictObject({}),
  reports: 'final',
  solve: (instance, _, observer) => solveByGenie(instance, 0, observer),
};
