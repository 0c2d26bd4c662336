import type { Study } from '../study.ts';
import { type Block, workOf } from './blocks.ts';
import { drawTrials, solveTrials } from './compute.ts';
import type { MissingOfRun } from './survey.ts';

/** Trials that are tried of a block, and seconds after which no other block is. */
const triedTrials = 32;
const patience = 3;

/**
 * Seconds of one core that computing the missing blocks takes, from trying a few trials of one block of each run in this thread;
 * null where none could be tried, because its weights are still to be trained or it fails.
 */
export async function probeSeconds(study: Study, missing: readonly MissingOfRun[]): Promise<number | null> {
  const begun = performance.now();
  const rates: number[] = [];
  for (const { example } of missing) {
    if ((performance.now() - begun) / 1000 > patience) break;
    const rate = await secondsPerTrial(study, example);
    if (rate !== null) rates.push(rate);
  }
  if (rates.length === 0) return null;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return mean * missing.reduce((sum, { trials }) => sum + trials, 0);
}

async function secondsPerTrial(study: Study, block: Block): Promise<number | null> {
  if (block.weights === 'untrained') return null;
  const { first, count } = block.range;
  const range = { first, count: Math.min(count, triedTrials) };
  const task = workOf(study, [{ ...block, range }]);
  const { problem } = study.plan;
  try {
    const instance = await drawTrials(problem, task);
    await solveTrials(problem, instance, task, task.jobs[0]);
    const begun = performance.now();
    await solveTrials(problem, await drawTrials(problem, task), task, task.jobs[0]);
    return (performance.now() - begun) / 1000 / range.count;
  } catch {
    return null;
  }
}
