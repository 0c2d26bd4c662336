import { exitCodes, messages } from '../../messages.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Study } from '../../study/study.ts';
import { provideWeights } from '../../study/training/provide.ts';
import { ProgressBar } from '../terminal/progress.ts';
import type { StopRequest } from '../terminal/signals.ts';

export interface ProvideStudyOptions {
  readonly executor: Executor;
  readonly retrain?: boolean | undefined;
  readonly quiet: boolean;
  readonly stop: StopRequest;
}

/** A study whose weights are all there, how many networks were trained for it, and the exit code where a signal came first. */
export interface ProvidedStudy {
  readonly study: Study;
  readonly networks: number;
  readonly trained: number;
  readonly exitCode: number | undefined;
}

/** Finds the trained weights of a study, or trains them with progress on stderr. */
export async function provideStudy(
  study: Study,
  { executor, retrain = false, quiet, stop }: ProvideStudyOptions,
): Promise<ProvidedStudy> {
  const needed = study.networks;
  const bar = new ProgressBar(`${study.plan.id} training`, { quiet, unit: 'steps' });
  try {
    const { paths, trained, stopped } = await provideWeights(needed, {
      trees: study.trees,
      paper: study.loaded.paper.id,
      executor,
      retrain,
      signal: stop.signal,
      onWorse: ({ path, first, last }) => bar.say(messages.worseTraining(path, first, last)),
      onProgress: ({ steps, stepsDone }) => bar.update({ total: steps, stored: stepsDone }),
    });
    bar.end();
    if (stopped) process.stderr.write(`${messages.trainingStopped(study.plan.id, paths.size, needed.length)}\n`);
    const exitCode = stopped ? (stop.exitCode() ?? exitCodes.incomplete) : undefined;
    return { study: { ...study, weights: paths }, networks: needed.length, trained, exitCode };
  } finally {
    bar.end();
  }
}
