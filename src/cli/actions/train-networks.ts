import { exitCodes } from '../../messages.ts';
import { drawTraining } from '../../publish/training-figure.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Study } from '../../study/study.ts';
import { listenForSignals } from '../terminal/signals.ts';
import { awaitNetworks } from './provide-weights.ts';
import { placesOf } from './run-experiments.ts';

export interface TrainNetworksOptions {
  readonly out: string;
  readonly executor: Executor;
  readonly retrain?: boolean | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Trains the networks of experiments and draws their training curves; nothing else is computed. Returns the exit code. */
export async function trainNetworks(studies: readonly Study[], options: TrainNetworksOptions): Promise<number> {
  const { out, json, quiet } = options;
  const stop = listenForSignals();
  const reports: object[] = [];
  for (const opened of studies) {
    const { study, trained, exitCode } = await awaitNetworks(opened, { ...options, stop });
    const { id } = study.plan;
    const networks = study.networks.length;
    const { figures, name } = placesOf(study, out);
    const drawn = await drawTraining(study, figures, `${name}.training`);
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
