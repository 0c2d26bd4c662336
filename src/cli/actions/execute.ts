import { exitCodes, messages } from '../../messages.ts';
import type { Executor } from '../../study/run/executor.ts';
import { takeLock } from '../../study/run/lock.ts';
import type { Failure } from '../../study/run/losses.ts';
import { runStudy } from '../../study/run/runner.ts';
import type { Shard } from '../../study/run/shard.ts';
import type { StudyResult } from '../../study/run/study-result.ts';
import type { Study } from '../../study/study.ts';
import { ProgressBar } from '../terminal/progress.ts';
import { formatScenario, replayCommand } from '../terminal/replay-command.ts';
import type { StopRequest } from '../terminal/signals.ts';
import { awaitNetworks, provideStudy } from './provide-weights.ts';

export interface ExecuteOptions {
  /** Trains missing networks and computes missing blocks; without one, what is stored is merged. */
  readonly executor?: Executor | undefined;
  readonly shard?: Shard | undefined;
  readonly fresh?: boolean | undefined;
  /** Trains networks anew whose weights are there. */
  readonly retrain?: boolean | undefined;
  readonly quiet?: boolean;
  readonly stop: StopRequest;
  /** The command before its options, for replays: `reproduce run mif-wmmse/fig3`. */
  readonly command: string;
  /** Lock file of the results; none is taken for a shard, which writes none. */
  readonly lock: string;
  /** Writes results, figure and what else follows; called when every block is there, under the lock. */
  finish(result: StudyResult): Promise<void>;
}

/** Runs a study with progress on stderr and says there what went wrong. Returns its result and the exit code. */
export async function execute(
  study: Study,
  options: ExecuteOptions,
): Promise<{ result: StudyResult; exitCode: number }> {
  const { plan } = study;
  const { executor, shard, fresh = false, quiet = false } = options;
  const bar = new ProgressBar(plan.id, { quiet });
  const release = shard === undefined ? takeLock(options.lock) : () => {};
  process.once('exit', release);
  try {
    const provided = executor
      ? await awaitNetworks(study, { ...options, executor, quiet }, async (ready) => fresh || run(ready, options, bar))
      : { study, exitCode: undefined };
    const cutOff = provided.exitCode === undefined ? {} : { executor: undefined };
    const result = await run(provided.study, { ...options, ...cutOff }, bar);
    bar.end();
    for (const failure of result.failures) bar.say(failureLine(failure, study, options.command));
    for (const { solver, scenario, ...lost } of result.lost) {
      bar.say(messages.lostTrials(solver, formatScenario(scenario), lost));
    }
    if (result.complete && shard === undefined) await options.finish(result);
    return { result, exitCode: exitCodeOf(result, options, plan.id) };
  } finally {
    bar.end();
    release();
    process.off('exit', release);
  }
}

/**
 * Does for a shard what can be done at once, of all its studies: trains networks first, except those that other processes do, then
 * computes the blocks that need none of these. What is left may have to wait.
 */
export async function begin(studies: readonly Study[], options: BeginOptions): Promise<void> {
  const { executor, fresh = false, quiet = false, stop } = options;
  const provided = [];
  for (const study of studies) {
    provided.push(await provideStudy(study, { ...options, executor, quiet }));
    if (stop.signal.aborted) return;
  }
  if (fresh || provided.every(({ elsewhere }) => elsewhere.length === 0)) return;
  for (const { study } of provided) {
    const bar = new ProgressBar(study.plan.id, { quiet });
    try {
      await run(study, options, bar);
    } finally {
      bar.end();
    }
  }
}

type Running = Pick<ExecuteOptions, 'executor' | 'shard' | 'fresh' | 'quiet' | 'stop'>;
type BeginOptions = Running & { readonly executor: Executor };

/** What `runStudy` does with a study, shown by a bar. */
function run(study: Study, { executor, shard, fresh = false, stop }: Running, bar: ProgressBar): Promise<StudyResult> {
  return runStudy(study, {
    ...{ fresh, merge: shard === undefined, stop: stop.signal },
    ...(executor && { executor }),
    ...(shard && { shard }),
    onDamaged: (path) => bar.say(messages.damagedBlock(path)),
    onProgress: (progress) => bar.update(progress),
  });
}

function exitCodeOf(result: StudyResult, { stop }: ExecuteOptions, id: string): number {
  const { stored, missing, total } = result.blocks;
  const stopped = stop.exitCode();
  if (stopped !== undefined && !result.complete) {
    process.stderr.write(`${messages.stopped(id, stored, total)}\n`);
    return stopped;
  }
  if (!result.shareIsDone) {
    process.stderr.write(`${messages.incomplete(id, missing, total)}\n`);
    return exitCodes.incomplete;
  }
  return result.failures.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** One failed solver in one line, and how to replay it in another. */
export function failureLine(failure: Failure, study: Study, command: string): string {
  const { solver, scenario, trial, seed, what } = failure;
  const replay = replayCommand(command, failure, study.source);
  return messages.solverFailed(solver, formatScenario(scenario), trial, seed, what, replay);
}
