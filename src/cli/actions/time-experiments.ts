import { dirname, join } from 'node:path';
import { exitCodes, messages, UserError } from '../../messages.ts';
import type { OutputPlaces } from '../../publish/places.ts';
import { writeTimesOf } from '../../publish/times-outputs.ts';
import type { Times } from '../../study/experiment/schema.ts';
import type { Executor } from '../../study/run/executor.ts';
import { takeLock } from '../../study/run/lock.ts';
import type { Study } from '../../study/study.ts';
import type { TrainingJob } from '../../study/training/train.ts';
import { formatTimes } from '../terminal/format-times.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { listenForSignals } from '../terminal/signals.ts';
import { awaitNetworks, provideStudy } from './provide-weights.ts';
import { placesOf } from './run-experiments.ts';

export interface TimeOptions {
  readonly out: string;
  readonly executor: Executor;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Measures the times that experiments ask for, one experiment after the other. Returns the exit code. */
export async function timeExperiments(
  studies: readonly Study[],
  patterns: readonly string[],
  { out, ...options }: TimeOptions,
): Promise<number> {
  const asking = studies.filter(({ plan }) => plan.experiment.times !== undefined);
  if (asking.length === 0) throw new UserError(messages.noTimes(patterns));
  const stop = listenForSignals();
  const reports: object[] = [];
  for (const opened of asking) {
    const { study, exitCode } = await awaitNetworks(opened, { ...options, stop });
    if (exitCode !== undefined) return exitCode;
    if (study.plan.experiment.times?.training) {
      const starts = await provideStudy(study, { ...options, stop }, startsOf(study));
      if (starts.exitCode !== undefined) return starts.exitCode;
    }
    const places = placesOf(study, out);
    const lock = join(out, '.reproduce', 'locks', `${dirname(study.plan.id)}-${places.name}.times.lock`);
    reports.push(await timeStudy(study, study.plan.experiment.times!, places, { ...options, lock }));
  }
  if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return exitCodes.done;
}

/** The networks that those of a study begin from, each once: a training can't be timed without. */
function startsOf({ networks }: Study): TrainingJob[] {
  const starts = networks.flatMap(({ start }) => start ?? []);
  return [...new Map(starts.map((job) => [job.key, job])).values()];
}

/** Measures the times of a study whose networks are there, writes and prints them. */
export async function timeStudy(
  study: Study,
  asked: Times,
  places: Pick<OutputPlaces, 'csv' | 'figures' | 'name'>,
  { lock, json, quiet }: Pick<TimeOptions, 'json' | 'quiet'> & { readonly lock: string },
): Promise<object> {
  const { id } = study.plan;
  const bar = new ProgressBar(`${id} times`, { quiet, unit: 'rounds' });
  const release = takeLock(lock);
  try {
    const { rows, files } = await writeTimesOf(study, asked, places, (stored) =>
      bar.update({ total: asked.rounds, stored }),
    );
    bar.end();
    if (!json && !quiet) process.stdout.write(`${formatTimes(study.plan, rows, files)}\n\n`);
    return { id, files, rows: rows.map(({ mean, stderr: _, ...row }) => ({ ...row, median: mean })) };
  } finally {
    bar.end();
    release();
  }
}
