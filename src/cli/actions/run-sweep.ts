import { basename, dirname, join } from 'node:path';
import type { Scaling } from '../../contracts/recorded.ts';
import { threadsFor, withThreads } from '../../executors/threads.ts';
import { messages, UserError } from '../../messages.ts';
import { guardOutputs, type Output } from '../../publish/output-guard.ts';
import { writeOutputs } from '../../publish/outputs.ts';
import { parseAxes } from '../../study/experiment/axis-values.ts';
import type { Times } from '../../study/experiment/schema.ts';
import { parseLabels, parseSolver } from '../../study/experiment/solver-text.ts';
import { openSweep } from '../../study/experiment/sweep.ts';
import { isResultsCsv } from '../../study/results/csv.ts';
import { isPerTrialCsv, writePerTrial } from '../../study/results/per-trial.ts';
import { pathsBeside } from '../../study/results/result-paths.ts';
import { hasProvenance, isProvenance } from '../../study/results/results.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Study } from '../../study/study.ts';
import { isTimesProvenance, timesPathsBeside } from '../../study/times/results.ts';
import { findAllWeights } from '../../study/training/weights-of-study.ts';
import type { Options } from '../options.ts';
import { printCautions } from '../terminal/cautions.ts';
import { dryRun } from '../terminal/dry-run.ts';
import { printSummary } from '../terminal/run-summary.ts';
import { listenForSignals } from '../terminal/signals.ts';
import { execute, failureLine } from './execute.ts';
import { replay } from './replay-trial.ts';
import { reportedRows } from './reported-rows.ts';
import { hostingOf } from './request.ts';
import { timeStudy } from './time-experiments.ts';

/** Runs an experiment put together on the command line and writes CSV, provenance and figure side by side. */
export async function runSweep(problem: string, options: Partial<Options>): Promise<number> {
  const { csv = join('results', `sweep-${basename(problem)}.csv`), trial, json = false } = options;
  const study = await openSweep(requestOf(problem, options), dirname(csv));
  if (!options.quiet) printCautions([study]);
  if (trial !== undefined) return replay([study], trial, { json });
  const times = options.time === undefined ? undefined : timesAsked(study, options.time);
  guardOutputs([...outputsOf(csv, options.perTrial), ...(times ? timesOutputs(csv) : [])], {
    inputs: inputsOf(study),
    overwrite: options.overwrite ?? false,
  });
  if (options.dryRun) return dryRun([study], { json, jobs: options.jobs });
  const threads = threadsFor(options.device, options.jobs);
  return withThreads(threads, (executor) => compute(study, { ...options, csv, times, executor, problem }));
}

/** Times of up to a hundred trials, one by one and at once, over those of a solver. */
function timesAsked({ plan }: Study, reference: string | true): Times {
  const { series, profile } = plan;
  const found =
    reference === true ? series[0] : series.find((each) => [each.name, each.solver.name].includes(reference));
  if (found === undefined) {
    const names = series.map(({ name }) => name);
    throw new UserError(messages.at(`--time ${reference}`, messages.unknownName('solver', String(reference), names)));
  }
  const trials = Math.min(100, profile.trials);
  return { reference: found.name, together: [...new Set([1, trials])], trials, rounds: 11 };
}

function timesOutputs(csv: string): Output[] {
  const { csv: table, provenance } = timesPathsBeside(csv);
  return [
    { path: table, flag: '--time', extension: '.csv', isOurs: isResultsCsv },
    { path: provenance, flag: '--time', extension: '.json', isOurs: isTimesProvenance },
  ];
}

/** What the sweep writes or removes; figure and values are earlier ones of its own where results of this program are beside them. */
function outputsOf(csv: string, perTrial: string | undefined): Output[] {
  const { provenance, diagnostics, values } = pathsBeside(csv);
  const figure = csv.replace(/\.csv$/, '.svg');
  const isEarlier = () => hasProvenance(provenance);
  return [
    { path: csv, flag: '--out', extension: '.csv', isOurs: isResultsCsv },
    { path: diagnostics, flag: '--out', extension: '.csv', isOurs: isResultsCsv },
    { path: values, flag: '--out', extension: '.safetensors', isOurs: isEarlier },
    { path: provenance, flag: '--out', extension: '.json', isOurs: isProvenance },
    { path: figure, flag: '--out', extension: '.svg', isOurs: isEarlier },
    ...(perTrial === undefined
      ? []
      : [{ path: perTrial, flag: '--per-trial', extension: '.csv', isOurs: isPerTrialCsv }]),
  ];
}

/** The files that the user's own code and data are in. */
function inputsOf({ source, recorded }: Study): string[] {
  const { problem, solvers } = source;
  const own = [...solvers, ...(typeof problem === 'object' ? [problem] : []), ...(recorded ? [recorded] : [])];
  return own.map(({ path }) => path);
}

/** A sweep with who computes it. */
interface Sweep extends Partial<Options> {
  readonly problem: string;
  readonly csv: string;
  readonly times: Times | undefined;
  readonly executor: Executor;
}

async function compute(
  study: Study,
  { problem, csv, times, perTrial, json = false, ...options }: Sweep,
): Promise<number> {
  const { preambles } = options;
  const given = {
    channels: options.channels,
    preambles,
    normalize: options.normalize,
    'noise-power': options.noisePower,
  };
  const flags = Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : ` --${flag} ${value}`));
  const command = `reproduce sweep ${problem}${flags.join('')}`;
  const name = basename(csv, '.csv');
  const places = { ...pathsBeside(csv), figures: dirname(csv), name, own: ['.svg'] };
  const files: string[] = [];
  const { result, exitCode } = await execute(study, {
    ...options,
    stop: listenForSignals(),
    command,
    lock: join(dirname(csv), '.reproduce', 'locks', `${name}.lock`),
    async finish(done) {
      files.push(...(await writeOutputs(study, done, places)).files);
      if (perTrial !== undefined) {
        writePerTrial(perTrial, study.plan, done.samples());
        files.push(perTrial);
      }
      if (!json && !options.quiet) printSummary(study, done, { files, verdicts: [] });
    },
  });
  const timed =
    times && result.complete
      ? await timeStudy({ ...study, weights: findAllWeights(study.networks, study.trees) }, times, places, {
          ...{ json, quiet: options.quiet ?? false },
          lock: join(dirname(csv), '.reproduce', 'locks', `${name}.times.lock`),
        })
      : undefined;
  if (json) {
    const { complete, blocks, trials, rows } = result;
    const failures = result.failures.map((failure) => failureLine(failure, study, command));
    const report = {
      id: study.plan.id,
      complete,
      blocks,
      trials,
      points: rows.length,
      failures,
      files,
      exitCode,
      times: timed,
    };
    process.stdout.write(`${JSON.stringify({ ...report, ...reportedRows(study.plan, result) }, null, 2)}\n`);
  }
  return exitCode;
}

function requestOf(
  problem: string,
  {
    set,
    solvers,
    label,
    metric,
    trials,
    ciWidth,
    seed,
    device,
    fastMath,
    channels,
    preambles,
    python,
    timeout,
    ...scaling
  }: Partial<Options>,
) {
  return {
    problem,
    set: parseAxes(set ?? []),
    ...(solvers !== undefined && { solvers: solvers.map(parseSolver) }),
    ...(label !== undefined && { labels: parseLabels(label) }),
    ...(metric !== undefined && { metrics: metric }),
    ...(trials !== undefined && { trials }),
    ...(ciWidth !== undefined && { ciWidth }),
    ...(seed !== undefined && { seed }),
    ...(device !== undefined && { device }),
    ...(fastMath && ({ arithmetic: 'fast' } as const)),
    ...(channels !== undefined && { channels }),
    ...(preambles !== undefined && { preambles }),
    ...scalingOf(scaling),
    hosting: hostingOf({ python, timeout }),
  };
}

function scalingOf({ normalize, noisePower }: Pick<Partial<Options>, 'normalize' | 'noisePower'>): {
  scaling?: Scaling;
} {
  if (normalize !== undefined && noisePower !== undefined) throw new UserError(messages.scaledTwice());
  if (normalize !== undefined) return { scaling: { normalize } };
  return noisePower === undefined ? {} : { scaling: { noisePower } };
}
