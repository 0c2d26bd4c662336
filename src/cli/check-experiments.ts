import { basename, dirname, join } from 'node:path';
import { exitCodes, messages } from '../messages.ts';
import { type ComparedPoint, type Comparison, compareResults, type Outcome } from '../study/compare.ts';
import { provenanceOfRun } from '../study/finished-run.ts';
import { hasResults, resultPaths, resultsFolder } from '../study/result-paths.ts';
import { readResults, type StoredResults, sealResults } from '../study/results.ts';
import type { StudyResult } from '../study/runner.ts';
import type { Study } from '../study/study.ts';
import { drawComparison } from './draw-comparison.ts';
import { execute } from './execute.ts';
import { openMatching } from './open-matching.ts';
import type { Options } from './options.ts';
import { formatScenario } from './replay.ts';
import { requestOf } from './request.ts';
import { listenForSignals, type StopRequest } from './signals.ts';
import { formatTable } from './table.ts';

type CheckOptions = Partial<
  Pick<Options, 'profile' | 'trials' | 'seed' | 'tolerance' | 'jobs' | 'fresh' | 'out' | 'json' | 'quiet'>
>;

/** What `check` says of one experiment. */
interface Report {
  readonly id: string;
  readonly outcome: Outcome;
  readonly why: string;
  readonly mode?: Comparison['mode'];
  readonly points: readonly ComparedPoint[];
  readonly files: readonly string[];
}

/** Probability of a false alarm over everything that one `check` compares. */
const alpha = 0.001;

/** Largest difference that does not matter: a share of a mean, as many decibels as that share is of 10 dB, and of proportions. */
const defaultTolerance = 0.02;

/** Runs experiments small, compares them with stored results and says which curves moved. Returns the exit code. */
export async function checkExperiments(patterns: readonly string[], options: CheckOptions): Promise<number> {
  const { profile = 'smoke', out = '.', trials, seed, json = false, quiet = false } = options;
  const request = requestOf({ profile, ...(trials !== undefined && { trials }), ...(seed !== undefined && { seed }) });
  const studies = await openMatching(patterns, request, out);
  const stop = listenForSignals();
  const reports: Report[] = [];
  for (const study of studies) {
    const report = await checkOne(study, { ...options, out, alpha: alpha / studies.length, stop });
    if (typeof report === 'number') return report;
    reports.push(report);
    if (!json && !quiet) process.stdout.write(`${format(report)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  if (reports.some(({ outcome }) => outcome === 'fail')) return exitCodes.failed;
  return reports.some(({ outcome }) => outcome === 'inconclusive') ? exitCodes.inconclusive : exitCodes.done;
}

interface CheckOneOptions extends CheckOptions {
  readonly out: string;
  readonly alpha: number;
  readonly stop: StopRequest;
}

/** The comparison of one experiment; the exit code where a signal stopped it. */
async function checkOne(study: Study, options: CheckOneOptions): Promise<Report | number> {
  const { id } = study.plan;
  const { out, stop, jobs, fresh, quiet = false } = options;
  const paths = resultPaths(resultsFolder(id, out), id, 'paper');
  if (!hasResults(paths)) {
    return { id, outcome: 'inconclusive', why: messages.nothingToCompare(paths.csv), points: [], files: [] };
  }
  const stored = readResults(paths);
  let now: StoredResults | undefined;
  const { exitCode, result } = await execute(study, {
    ...{ jobs, fresh, quiet, stop, compute: true },
    command: `reproduce run ${study.target} --profile ${study.plan.profileName}`,
    lock: join(out, '.reproduce', 'locks', `${id.replace('/', '-')}.check.lock`),
    async finish(done) {
      const table = { axes: study.plan.problem.axes, rows: done.rows };
      now = sealResults(table, provenanceOfRun(study, done, []));
    },
  });
  if (now === undefined) return exitCode;
  const comparison = compareResults(stored, now, agreementOf(study, options));
  const moved = comparison.points.filter(({ outcome }) => outcome === 'fail');
  const place = { folder: join(out, 'figures', dirname(id)), name: `${basename(id)}.check` };
  const files = moved.length === 0 ? [] : await drawComparison(study.plan, stored.rows, now.rows, moved, place);
  const outcome = result.failures.length > 0 ? 'fail' : comparison.outcome;
  return { id, outcome, why: summarize(comparison, result), mode: comparison.mode, points: comparison.points, files };
}

function agreementOf({ plan }: Study, { tolerance = defaultTolerance, alpha: level }: CheckOneOptions) {
  return {
    alpha: level,
    tolerance: (metric: string, storedMean: number) => {
      const kind = plan.problem.metrics[metric]?.kind ?? 'mean';
      if (kind === 'mean') return tolerance * Math.abs(storedMean);
      return kind === 'ratio-db' ? 10 * tolerance : tolerance;
    },
  };
}

function summarize({ mode, points }: Comparison, { failures }: StudyResult): string {
  const count = (outcome: Outcome) => points.filter((point) => point.outcome === outcome).length;
  const compared = `${count('pass')} of ${points.length} points agree${mode === 'bytes' ? ', byte by byte' : ''}`;
  const rest = [
    [count('fail'), 'moved'],
    [count('inconclusive'), 'undecided'],
    [failures.length, 'solvers failed'],
  ] as const;
  return [compared, ...rest.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`)].join(', ');
}

/** Most points shown of one experiment. */
const mostShown = 10;

function format({ id, outcome, why, points, files }: Report): string {
  const wrong = [...points.filter((p) => p.outcome === 'fail'), ...points.filter((p) => p.outcome === 'inconclusive')];
  const lines = [`${outcome.toUpperCase()}  ${id}: ${why}`];
  if (wrong.length > 0) {
    const rows = wrong
      .slice(0, mostShown)
      .map(({ point, outcome: own, stored, fresh, why: reason }) => [
        `  ${own}`,
        ...[point.solver, point.metric, formatScenario(point.scenario), String(point.iteration ?? '-')],
        ...[stored, fresh].map((estimate) => (estimate === undefined ? '-' : estimate.mean.toPrecision(6))),
        reason,
      ]);
    lines.push(formatTable(['  outcome', 'solver', 'metric', 'scenario', 'iteration', 'stored', 'now', 'why'], rows));
  }
  if (wrong.length > mostShown) lines.push(`  and ${wrong.length - mostShown} more; --json has all`);
  return [...lines, ...files.map((file) => `  wrote ${file}`)].join('\n');
}
