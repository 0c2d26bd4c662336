import type { Study } from '../study.ts';
import { timesOf } from '../times/alternate.ts';
import { clockOf } from '../times/measure.ts';
import { type Block, workOf } from './blocks.ts';
import { drawTrials, solveTrials } from './compute.ts';
import type { MissingOfRun } from './survey.ts';

/** Trials that are tried of a block. */
const triedTrials = 32;

/** Seconds for which all blocks together are tried: each for its share, the first time whatever it takes. */
const patience = 3;

/**
 * Seconds of one core that computing the missing blocks takes, from trying a few trials of one block of each run in this thread;
 * null where none could be tried, because its weights are still to be trained or it fails.
 */
export async function probeSeconds(study: Study, missing: readonly MissingOfRun[]): Promise<number | null> {
  const begun = performance.now();
  const rates: number[] = [];
  for (const { example } of missing) {
    if (secondsSince(begun) > patience) break;
    const rate = await secondsPerTrial(study, example, patience / missing.length);
    if (rate !== null) rates.push(rate);
  }
  if (rates.length === 0) return null;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return mean * missing.reduce((sum, { trials }) => sum + trials, 0);
}

/** The least of several times: the first ones are those of code that has not been compiled yet. */
async function secondsPerTrial(study: Study, block: Block, share: number): Promise<number | null> {
  if (block.weights === 'untrained') return null;
  const { first, count } = block.range;
  const range = { first, count: Math.min(count, triedTrials) };
  const task = workOf(study, [{ ...block, range }]);
  const { problem } = study.plan;
  const begun = performance.now();
  let least = Number.POSITIVE_INFINITY;
  try {
    do {
      const times = await timesOf(async () =>
        solveTrials(problem, await drawTrials(problem, task), task, task.jobs[0]),
      );
      least = Math.min(least, times[clockOf(study)] / 1000);
    } while (secondsSince(begun) < share);
  } catch {
    return null;
  }
  return least / range.count;
}

const secondsSince = (moment: number) => (performance.now() - moment) / 1000;
