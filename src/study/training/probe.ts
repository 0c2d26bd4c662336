import type { Study } from '../study.ts';
import { openRun } from './open-run.ts';
import type { NetworkState } from './progress.ts';
import { SummedRun } from './summed.ts';
import type { TrainingJob } from './train.ts';

/** Seconds for which the steps at one place of a training are tried, and after which no other network is. */
const tried = 0.25;
const patience = 5;

/**
 * Seconds of one core that the networks which are not trained still take, from a few steps at the beginning and at the end of one network of each
 * solver; null where none of a solver could be tried, because it begins from one that is not there or fails.
 */
export async function trainingSeconds(study: Study, states: readonly NetworkState[]): Promise<number | null> {
  const begun = performance.now();
  const missing = states.filter(({ isTrained }) => !isTrained);
  let seconds = 0;
  for (const solver of new Set(missing.map(({ job }) => job.solver))) {
    const own = missing.filter(({ job }) => job.solver === solver);
    if ((performance.now() - begun) / 1000 > patience) return null;
    const perStep = await secondsPerStep(study, own[Math.floor(own.length / 2)].job);
    if (perStep === null) return null;
    seconds += perStep * own.reduce((steps, { job, stepsDone }) => steps + job.plan.steps - stepsDone, 0);
  }
  return seconds;
}

async function secondsPerStep(study: Study, job: TrainingJob): Promise<number | null> {
  try {
    const run = await openRun(study, job);
    if (!(run instanceof SummedRun)) {
      let step = 0;
      const seconds = await timed(() => run.advance(step++));
      await run.release();
      return seconds;
    }
    const ends = [0, job.plan.steps - 1];
    let sum = 0;
    for (const step of ends) sum += await timed(() => run.advance(step));
    return sum / ends.length;
  } catch {
    return null;
  }
}

/** Seconds that `work` takes, the first time left out. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  await work();
  const begun = performance.now();
  let times = 0;
  do {
    await work();
    times += 1;
  } while ((performance.now() - begun) / 1000 < tried);
  return (performance.now() - begun) / 1000 / times;
}
