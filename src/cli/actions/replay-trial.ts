import { threadsFor, withThreads } from '../../executors/threads.ts';
import { exitCodes, UserError } from '../../messages.ts';
import type { Executor } from '../../study/run/executor.ts';
import { type Replayed, replayTrial } from '../../study/run/replay.ts';
import type { Study } from '../../study/study.ts';
import { formatScenario } from '../terminal/replay-command.ts';
import { listenForSignals } from '../terminal/signals.ts';
import { formatTable } from '../terminal/table.ts';
import { awaitNetworks } from './provide-weights.ts';

/** Computes one trial of every point and solver and prints all values. A solver's error ends it and is shown with its stack. */
export async function replay(studies: readonly Study[], trial: number, { json }: { json: boolean }): Promise<number> {
  const threads = threadsFor(studies[0].source.device, undefined);
  try {
    return await withThreads(threads, (executor) => replayAll(studies, trial, { executor, json }));
  } catch (error) {
    if (error instanceof UserError) throw error;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

async function replayAll(
  studies: readonly Study[],
  trial: number,
  { executor, json }: { executor: Executor; json: boolean },
) {
  const stop = listenForSignals();
  for (const opened of studies) {
    const { study, exitCode } = await awaitNetworks(opened, { executor, quiet: json, stop });
    if (exitCode !== undefined) return exitCode;
    for await (const replayed of replayTrial(study, trial)) {
      process.stdout.write(json ? `${JSON.stringify(replayed)}\n` : `${format(replayed)}\n\n`);
    }
  }
  return exitCodes.done;
}

function format({ scenario, series, parameters, trial, values }: Replayed): string {
  const heading = `${series} at ${formatScenario(scenario)}, trial ${trial}`;
  const rows = values.map(({ name, iteration, columns }) => [name, String(iteration ?? '-'), columns.join(' / ')]);
  return `${heading}\n${JSON.stringify(parameters)}\n${formatTable(['name', 'iteration', 'value'], rows)}`;
}
