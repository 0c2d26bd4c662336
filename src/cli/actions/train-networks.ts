import { exitCodes, messages, UserError } from '../../messages.ts';
import { tellChanges } from '../../publish/changes.ts';
import { drawTraining } from '../../publish/training-figure.ts';
import { changesSince } from '../../study/results/changes.ts';
import type { Row } from '../../study/results/row.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Shard } from '../../study/run/shard.ts';
import type { Study } from '../../study/study.ts';
import { readTimes, timedContent, timesPathsBeside } from '../../study/times/results.ts';
import { listenForSignals } from '../terminal/signals.ts';
import { awaitNetworks } from './provide-weights.ts';
import { placesOf } from './run-experiments.ts';

export interface TrainNetworksOptions {
  readonly out: string;
  readonly executor: Executor;
  /** One of several processes: begins with other networks, and leaves those alone that others train. */
  readonly shard?: Shard | undefined;
  readonly retrain?: boolean | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/**
 * Trains the networks of experiments and draws their training curves, which a shard leaves to a later call; nothing else is computed.
 * Returns the exit code.
 */
export async function trainNetworks(studies: readonly Study[], options: TrainNetworksOptions): Promise<number> {
  const { out, shard, retrain, json, quiet } = options;
  if (shard && retrain) throw new UserError(messages.retrainInShards());
  const stop = listenForSignals();
  const reports: object[] = [];
  for (const opened of studies) {
    const { study, trained, exitCode } = await awaitNetworks(opened, {
      ...{ ...options, stop },
      waitsFor: shard === undefined ? 'all' : 'starts',
    });
    const { id } = study.plan;
    const networks = study.networks.length;
    const { csv, figures, name } = placesOf(study, out);
    const draw = async () => drawTraining(study, figures, `${name}.training`, await presentTimes(study, csv, out));
    const drawn = shard !== undefined ? [] : await draw();
    reports.push({ id, networks, trained, weights: [...study.weights.values()], figures: drawn });
    if (!json && !quiet) {
      process.stdout.write(`${id}: ${networks} networks, ${trained} of them trained now\n`);
      for (const file of drawn) process.stdout.write(`wrote ${file}\n`);
    }
    if (exitCode !== undefined) return exitCode;
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return exitCodes.done;
}

/** The rows of the times beside a CSV; none where the experiment has changed since, which is said, as it is of code that has. */
async function presentTimes({ loaded, plan }: Study, csv: string, out: string): Promise<readonly Row[]> {
  const times = readTimes(timesPathsBeside(csv), plan.profileName);
  if (times === undefined) return [];
  const since = await changesSince(times.madeFrom, loaded.file, out, timedContent);
  tellChanges(new Map(), new Map([[plan.id, since]]));
  return since.experiment.length > 0 ? [] : times.rows;
}
