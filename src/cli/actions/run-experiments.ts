import { basename, dirname, join, relative } from 'node:path';
import { duration } from '../../duration.ts';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { type Outputs, writeOutputs } from '../../publish/outputs.ts';
import { allFigures, type OutputPlaces } from '../../publish/places.ts';
import { paperVerdicts } from '../../publish/verdicts.ts';
import { resultPaths } from '../../study/results/result-paths.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Shard } from '../../study/run/shard.ts';
import type { StudyResult } from '../../study/run/study-result.ts';
import type { Study } from '../../study/study.ts';
import { printSummary } from '../terminal/run-summary.ts';
import type { StopRequest } from '../terminal/signals.ts';
import { begin, execute, failureLine } from './execute.ts';
import { type ReportedRows, reportedRows } from './reported-rows.ts';

export interface RunExperimentsOptions {
  readonly out: string;
  /** Without one, what is stored is merged. */
  readonly executor?: Executor;
  readonly stop: StopRequest;
  readonly shard?: Shard | undefined;
  readonly fresh?: boolean | undefined;
  readonly retrain?: boolean | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What `--json` says of one experiment. */
interface Report extends ReportedRows {
  readonly id: string;
  readonly profile: string;
  readonly seed: number;
  readonly complete: boolean;
  readonly blocks: StudyResult['blocks'];
  readonly trials: readonly number[];
  readonly points: number;
  readonly failures: readonly string[];
  readonly files: readonly string[];
  /** What the run says about the paper's claims. */
  readonly verdicts: Outputs['verdicts'];
  readonly exitCode: number;
}

/** Runs experiments one after another, writes their files and prints a summary of each. Returns the exit code. */
export async function runExperiments(studies: readonly Study[], options: RunExperimentsOptions): Promise<number> {
  const { executor, shard, retrain } = options;
  if (shard && retrain) throw new UserError(messages.retrainInShards());
  const start = performance.now();
  if (shard && executor) await begin(studies, { ...options, executor });
  const reports: Report[] = [];
  for (const study of studies) {
    const report = await runExperiment(study, options);
    reports.push(report);
    if (options.stop.signal.aborted) break;
  }
  if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  else if (!options.quiet && reports.length > 1) printTotal(reports.length, (performance.now() - start) / 1000);
  return worst(reports.map(({ exitCode }) => exitCode));
}

/** What all experiments of this run took together, networks that were trained included, what earlier runs stored not. */
function printTotal(experiments: number, seconds: number): void {
  const { user, system } = process.cpuUsage();
  const processor = duration((user + system) / 1e6);
  process.stdout.write(`${experiments} experiments in ${duration(seconds)}, ${processor} of one core\n`);
}

async function runExperiment(study: Study, options: RunExperimentsOptions): Promise<Report> {
  const { plan } = study;
  const { out, json, quiet } = options;
  const places = placesOf(study, out);
  const command = `reproduce run ${study.target} --profile ${plan.profileName}`;
  let outputs: Outputs = { files: [], verdicts: [] };
  const { result, exitCode } = await execute(study, {
    ...options,
    command,
    lock: join(out, '.reproduce', 'locks', `${dirname(plan.id)}-${places.name}.lock`),
    async finish(done) {
      outputs = await writeOutputs(study, done, places);
      if (json || quiet) return;
      const isSmaller = plan.profileName !== 'paper' && outputs.verdicts.length > 0;
      printSummary(study, done, outputs, isSmaller ? await paperVerdicts(study, out) : undefined);
    },
  });
  return {
    id: plan.id,
    profile: plan.profileName,
    seed: plan.seed,
    complete: result.complete,
    blocks: result.blocks,
    trials: result.trials,
    points: result.rows.length,
    ...reportedRows(plan, result),
    failures: result.failures.map((failure) => failureLine(failure, study, command)),
    ...outputs,
    exitCode,
  };
}

/** Where the files of a study go below `out`; changes on the command line give it names of its own. */
export function placesOf({ plan, custom }: Study, out: string): OutputPlaces {
  const results = join(out, 'results');
  const paths = resultPaths(results, custom ? `${plan.id}.custom` : plan.id, plan.profileName);
  const stem = relative(results, paths.csv).replace(/\.csv$/, '');
  return { ...paths, figures: join(out, 'figures', dirname(stem)), name: basename(stem), own: allFigures };
}

/** The exit code of several runs: a signal's, else what is wrong, else what is incomplete. */
function worst(codes: readonly number[]): number {
  const order = [exitCodes.interrupted, exitCodes.terminated, exitCodes.wrongUsage, exitCodes.failed];
  const ranked = [...order, exitCodes.incomplete, exitCodes.inconclusive, exitCodes.done];
  return ranked.find((code) => codes.includes(code)) ?? exitCodes.done;
}
