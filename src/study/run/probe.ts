import type { Study } from '../study.ts';
import { type Block, taskOf } from './blocks.ts';
import { drawTrials, solveTrials } from './compute.ts';

/** Trials that are tried of a block, and seconds after which no other block is. */
const triedTrials = 32;
const patience = 3;

/**
 * Seconds of one core that computing the blocks takes, from trying a few trials of one block of each solver in this thread;
 * null where none could be tried, because its weights are still to be trained or it fails.
 */
export async function probeSeconds(study: Study, blocks: readonly Block[]): Promise<number | null> {
  const byRun = new Map<string, Block[]>();
  for (const block of blocks) byRun.set(block.run.hash, [...(byRun.get(block.run.hash) ?? []), block]);
  const begun = performance.now();
  const rates: number[] = [];
  for (const own of byRun.values()) {
    if ((performance.now() - begun) / 1000 > patience) break;
    const rate = await secondsPerTrial(study, own[own.length >> 1]);
    if (rate !== null) rates.push(rate);
  }
  if (rates.length === 0) return null;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return mean * blocks.reduce((sum, { range }) => sum + range.count, 0);
}

async function secondsPerTrial(study: Study, block: Block): Promise<number | null> {
  if (block.weights === 'untrained') return null;
  const { first, count } = block.range;
  const range = { first, count: Math.min(count, triedTrials) };
  const task = taskOf(study, [{ ...block, range }]);
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
