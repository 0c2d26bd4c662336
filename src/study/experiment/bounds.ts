import { messages, UserError } from '../../messages.ts';
import { maxBlocks } from './limits.ts';
import type { Plan } from './plan.ts';

/**
 * Throws a UserError for a plan that could never be computed: before anything runs, a dry run too.
 * @param place of the number of trials: file:line:column, or the flag
 */
export function requireFeasible({ points, profile, series, blockSize }: Plan, place: string): void {
  const runs = series.reduce((sum, { runs: own }) => sum + own.length, 0);
  const blocks = points.length * runs * Math.ceil(profile.trials / blockSize);
  if (blocks <= maxBlocks) return;
  throw new UserError(messages.at(place, messages.tooManyBlocks(profile.trials, blocks, maxBlocks)));
}
