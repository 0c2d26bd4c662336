import { dirname, join, relative } from 'node:path';
import { exitCodes } from '../messages.ts';
import { provenanceOf } from '../study/provenance.ts';
import { resultPaths, writeResults } from '../study/results.ts';
import type { StudyResult } from '../study/runner.ts';
import type { Shard } from '../study/shard.ts';
import type { Study } from '../study/study.ts';
import { execute, failureLine } from './execute.ts';
import { drawFigure } from './figure.ts';
import { countsOf, printSummary } from './run-summary.ts';
import type { StopRequest } from './signals.ts';

export interface RunExperimentsOptions {
  readonly out: string;
  readonly compute: boolean;
  readonly stop: StopRequest;
  readonly jobs?: number | undefined;
  readonly shard?: Shard | undefined;
  readonly fresh?: boolean | undefined;
  readonly retrain?: boolean | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** What `--json` says of one experiment. */
interface Report {
  readonly id: string;
  readonly profile: string;
  readonly seed: number;
  readonly complete: boolean;
  readonly blocks: StudyResult['blocks'];
  readonly trials: readonly number[];
  readonly points: number;
  readonly failures: readonly string[];
  readonly files: readonly string[];
  readonly exitCode: number;
}

/** Runs experiments one after another, writes their files and prints a summary of each. Returns the exit code. */
export async function runExperiments(studies: readonly Study[], options: RunExperimentsOptions): Promise<number> {
  const reports: Report[] = [];
  for (const study of studies) {
    const report = await runExperiment(study, options);
    reports.push(report);
    if (options.stop.signal.aborted) break;
  }
  if (options.json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return worst(reports.map(({ exitCode }) => exitCode));
}

async function runExperiment(study: Study, options: RunExperimentsOptions): Promise<Report> {
  const { plan, custom } = study;
  const { out, json, quiet } = options;
  const id = custom ? `${plan.id}.custom` : plan.id;
  const paths = resultPaths(join(out, 'results'), id, plan.profileName);
  const command = `reproduce run ${study.target} --profile ${plan.profileName}`;
  const files: string[] = [];
  const { result, exitCode } = await execute(study, {
    ...options,
    command,
    lock: join(out, '.reproduce', 'locks', `${relative(join(out, 'results'), paths.csv).replaceAll('/', '-')}.lock`),
    async finish(done) {
      files.push(...(await writeFiles(study, done, paths, options)));
      if (!json && !quiet) printSummary(study, done, files);
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
    failures: result.failures.map((failure) => failureLine(failure, study, command)),
    files,
    exitCode,
  };
}

/** Writes CSV, provenance and figure; returns their paths. */
async function writeFiles(
  study: Study,
  result: StudyResult,
  paths: ReturnType<typeof resultPaths>,
  { out }: RunExperimentsOptions,
): Promise<string[]> {
  const { plan, loaded } = study;
  const { trials, seconds, rows } = result;
  const facts = { trials, blockSeconds: seconds, training: [], overrides: study.overrides, pairs: [] };
  writeResults(paths, { axes: plan.problem.axes, rows }, provenanceOf(loaded, plan, facts));
  const written = [paths.csv, paths.provenance];
  if (rows.length === 0) return written;
  const name = relative(join(out, 'results'), paths.csv).replace(/\.csv$/, '');
  const content = { plan, rows, samples: () => result.samples(), scale: countsOf(study, trials) };
  const figure = await drawFigure(content, join(out, 'figures', dirname(name)), name.split('/').at(-1)!);
  for (const note of figure.notes) process.stderr.write(`${note}\n`);
  return [...written, ...figure.files];
}

/** The exit code of several runs: a signal's, else what is wrong, else what is incomplete. */
function worst(codes: readonly number[]): number {
  const order = [exitCodes.interrupted, exitCodes.terminated, exitCodes.wrongUsage, exitCodes.failed];
  const ranked = [...order, exitCodes.incomplete, exitCodes.inconclusive, exitCodes.done];
  return ranked.find((code) => codes.includes(code)) ?? exitCodes.done;
}
