import { setTimeout as pause } from 'node:timers/promises';
import { exitCodes, messages, UserError } from '../../messages.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Shard } from '../../study/run/shard.ts';
import type { Study } from '../../study/study.ts';
import { type Elsewhere, provideWeights } from '../../study/training/provide.ts';
import type { TrainingJob } from '../../study/training/train.ts';
import { ProgressBar } from '../terminal/progress.ts';
import type { StopRequest } from '../terminal/signals.ts';

export interface ProvideStudyOptions {
  readonly executor: Executor;
  readonly shard?: Shard | undefined;
  readonly retrain?: boolean | undefined;
  readonly quiet: boolean;
  readonly stop: StopRequest;
  /** Which networks that others train are waited for: all, or only those that another one, of which nobody has care, begins from. */
  readonly waitsFor?: 'all' | 'starts';
}

/** A study with the weights that are there, how many networks were trained for it, and the exit code where a signal came first. */
export interface ProvidedStudy {
  readonly study: Study;
  readonly trained: number;
  /** Networks that other processes are training. */
  readonly elsewhere: readonly Elsewhere[];
  readonly exitCode: number | undefined;
}

/**
 * Finds the trained weights of a study, or trains them with progress on stderr, except where another process does.
 *
 * @param networks of the study, those to look for
 */
export async function provideStudy(
  study: Study,
  options: ProvideStudyOptions,
  networks: readonly TrainingJob[] = study.networks,
): Promise<ProvidedStudy> {
  const { executor, shard, retrain = false, quiet, stop } = options;
  const bar = new ProgressBar(`${study.plan.id} training`, { quiet, unit: 'steps' });
  try {
    const { paths, trained, elsewhere, stopped } = await provideWeights(networks, {
      ...{ trees: study.trees, paper: study.loaded.paper.id, executor, shard, retrain },
      signal: stop.signal,
      onWorse: ({ path, first, last }) => bar.say(messages.worseTraining(path, first, last)),
      onBegin: (count, steps) => quiet || bar.say(messages.trainsFirst(study.plan.id, count, steps)),
      onProgress: ({ steps, stepsDone }) => bar.update({ total: steps, stored: stepsDone }),
    });
    bar.end();
    const { id } = study.plan;
    if (retrain && elsewhere.length > 0) throw new UserError(messages.trainedElsewhere(id, ...whoTrains(elsewhere)));
    const weights = new Map([...study.weights, ...paths]);
    if (stopped) process.stderr.write(`${messages.trainingStopped(id, weights.size, study.networks.length)}\n`);
    const exitCode = stopped ? (stop.exitCode() ?? exitCodes.incomplete) : undefined;
    return { study: { ...study, weights }, trained, elsewhere, exitCode };
  } finally {
    bar.end();
  }
}

/** Milliseconds before the files are looked at again, at first and at most. */
const [shortestPause, longestPause] = [500, 10_000];

/**
 * As {@link provideStudy}, and waits for what other processes are training, or trains it where they die.
 *
 * @param meanwhile is done first where there is something to wait for, with the study as it is then
 */
export async function awaitNetworks(
  opened: Study,
  options: ProvideStudyOptions,
  meanwhile: (study: Study) => Promise<unknown> = async () => {},
): Promise<ProvidedStudy> {
  const { stop, quiet, waitsFor = 'all' } = options;
  let provided = await provideStudy(opened, options);
  let { trained } = provided;
  const awaited = waitsFor === 'all' ? () => true : isStart;
  const waits = () => provided.elsewhere.some(awaited) && provided.exitCode === undefined;
  if (waits()) await meanwhile(provided.study);
  if (waits() && !quiet) {
    process.stderr.write(`${messages.awaitsNetworks(opened.plan.id, ...whoTrains(provided.elsewhere))}\n`);
  }
  for (let wait = shortestPause; waits(); wait = Math.min(longestPause, 1.5 * wait)) {
    await pause(wait, undefined, { signal: stop.signal }).catch(() => {});
    const { study, elsewhere } = provided;
    provided = await provideStudy(
      study,
      options,
      elsewhere.map(({ job }) => job),
    );
    trained += provided.trained;
  }
  return { ...provided, trained };
}

/** Whether another of the networks begins from this one. */
function isStart({ job }: Elsewhere, _: number, all: readonly Elsewhere[]): boolean {
  return all.some((other) => other.job.start?.key === job.key);
}

/** How many networks others train, and who one of them is. */
function whoTrains(elsewhere: readonly Elsewhere[]): [count: number, owner: Elsewhere['owner']] {
  return [elsewhere.length, elsewhere.find(({ owner }) => owner !== undefined)?.owner];
}
