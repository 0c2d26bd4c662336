import { basename, dirname, join } from 'node:path';
import { threadsFor, withThreads } from '../../executors/threads.ts';
import { messages, UserError } from '../../messages.ts';
import { packageRoot } from '../../package-root.ts';
import { shownTrials } from '../../publish/counts.ts';
import { drawComparison } from '../../publish/draw-comparison.ts';
import { compareResults } from '../../study/check/compare.ts';
import { rerunOf } from '../../study/check/rerun.ts';
import { type Agreement, alarmProbability, defaultShare, toleranceOf } from '../../study/check/tolerance.ts';
import type { Series } from '../../study/experiment/plan.ts';
import { type Changes, changesSince } from '../../study/results/changes.ts';
import { provenanceOfRun } from '../../study/results/finished-run.ts';
import { hasResults, type ResultPaths, resultPaths } from '../../study/results/result-paths.ts';
import { readResults, type StoredResults, sealResults } from '../../study/results/results.ts';
import type { Executor } from '../../study/run/executor.ts';
import type { Study } from '../../study/study.ts';
import { weightsReference } from '../../study/training/weights-of-study.ts';
import type { Options } from '../options.ts';
import { type CheckReport, exitCodeOf, formatReport, outcomeText, undecided } from '../terminal/check-report.ts';
import { listenForSignals, type StopRequest } from '../terminal/signals.ts';
import { execute } from './execute.ts';
import { openMatching } from './open-matching.ts';
import { requestOf } from './request.ts';

type CheckOptions = Partial<
  Pick<
    Options,
    'profile' | 'solvers' | 'trials' | 'seed' | 'tolerance' | 'jobs' | 'device' | 'fresh' | 'out' | 'json' | 'quiet'
  >
>;

/** Runs experiments small, compares them with stored results and says which curves moved. Returns the exit code. */
export async function checkExperiments(patterns: readonly string[], options: CheckOptions): Promise<number> {
  const { solvers, device, jobs, out = '.' } = options;
  const request = requestOf({ profile: 'paper', ...(solvers !== undefined && { solvers }), ...(device && { device }) });
  const studies = await openMatching(patterns, request, out);
  return withThreads(threadsFor(device, jobs), (executor) => checkAll(studies, { ...options, out, executor }));
}

async function checkAll(studies: readonly Study[], options: CheckAllOptions): Promise<number> {
  const { tolerance = defaultShare, json = false, quiet = false } = options;
  const agreement = { tolerance: toleranceOf(tolerance), alpha: alarmProbability / studies.length };
  const stop = listenForSignals();
  const reports: CheckReport[] = [];
  for (const study of studies) {
    const report = await checkOne(study, { ...options, agreement, stop });
    if (typeof report === 'number') return report;
    reports.push(report);
    if (!json && !quiet) process.stdout.write(`${formatReport(report)}\n`);
  }
  if (json) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return exitCodeOf(reports);
}

interface CheckAllOptions extends CheckOptions {
  readonly out: string;
  readonly executor: Executor;
}

interface CheckOneOptions extends CheckAllOptions {
  readonly agreement: Agreement;
  readonly stop: StopRequest;
}

/** The comparison of one experiment; the exit code where a signal stopped it. */
async function checkOne(study: Study, options: CheckOneOptions): Promise<CheckReport | number> {
  const { id } = study.plan;
  const paths = storedPaths(id, options.out);
  if (!hasResults(paths)) return undecided(id, messages.nothingToCompare(paths.csv));
  const { ready, notCompared } = trainedPart(study);
  if (ready.plan.series.length === 0) return undecided(id, notCompared);
  const stored = readResults(paths);
  if (stored.provenance.arithmetic === 'fast') throw new UserError(messages.fastMathStored(paths.csv));
  const changes = await changesSince(stored.provenance, study.loaded.file, options.out);
  if (changes.experiment.length > 0)
    return { ...undecided(id, messages.experimentChanged(changes.experiment)), outcome: 'fail' };
  const { profile = 'smoke', trials, seed, agreement } = options;
  const rerun = rerunOf(ready, stored, { profile, trials, seed }, agreement);
  const { exitCode, result, fresh } = await compute(rerun, options);
  if (fresh === undefined) return exitCode;
  const comparison = compareResults(stored, fresh, agreement);
  const { mode, points } = comparison;
  const moved = points.filter((point) => point.outcome === 'fail');
  const place = { folder: join(options.out, 'figures', dirname(id)), name: `${basename(id)}.check` };
  const files = moved.length === 0 ? [] : await drawComparison(study.plan, stored.rows, fresh.rows, moved, place);
  const compared = result.failures.length > 0 ? 'fail' : comparison.outcome;
  const outcome = compared === 'pass' && notCompared !== '' ? 'inconclusive' : compared;
  const text = outcomeText(comparison, result.failures.length);
  const ran = { trials: result.trials, seed: rerun.plan.seed };
  return {
    id,
    outcome,
    why: `${text} (${shownTrials(result.trials)}, seed ${ran.seed})${since(changes)}${notCompared && `; ${notCompared}`}`,
    mode,
    ...ran,
    points,
    files,
  };
}

/** The study without the curves that need a network which is not trained, and what is said of these; nothing where there are none. */
function trainedPart(study: Study): { readonly ready: Study; readonly notCompared: string } {
  const { plan, weights } = study;
  const isTrained = ({ solver, runs }: Series) =>
    plan.points.every(({ scenario }) =>
      runs.every(
        ({ parameters }) => weightsReference(weights, solver, scenario, parameters, plan.data) !== 'untrained',
      ),
    );
  const series = plan.series.filter(isTrained);
  const networks = study.networks.filter(({ key }) => weights.has(key));
  const leftOut = plan.series.filter((own) => !series.includes(own)).map(({ label }) => label);
  return {
    ready: { ...study, plan: { ...plan, series }, networks },
    notCompared:
      leftOut.length === 0 ? '' : messages.notCompared(leftOut, study.networks.length - networks.length, study.target),
  };
}

/** What else than chance the numbers may differ by. */
function since({ code, weights }: Changes): string {
  const pieces = [...code, ...weights.map((solver) => `weights of ${solver}`)];
  return pieces.length === 0 ? '' : `; changed since: ${pieces.join(', ')}`;
}

/** The stored results of an experiment: below `out`, or else those that come with the package. */
export function storedPaths(id: string, out: string): ResultPaths {
  const [own, shipped] = [out, packageRoot].map((folder) => resultPaths(join(folder, 'results'), id, 'paper'));
  return hasResults(shipped) && !hasResults(own) ? shipped : own;
}

/** Computes a study without writing results; `fresh` is undefined where a signal stopped it. */
async function compute(study: Study, { out, stop, executor, fresh: anew, quiet = false }: CheckOneOptions) {
  const { id } = study.plan;
  let fresh: StoredResults | undefined;
  const ran = await execute(study, {
    ...{ executor, fresh: anew, quiet, stop },
    command: `reproduce run ${study.target} --profile ${study.plan.profileName}`,
    lock: join(out, '.reproduce', 'locks', `${id.replace('/', '-')}.check.lock`),
    async finish(done) {
      const table = { axes: study.plan.problem.axes, rows: done.rows };
      fresh = sealResults(table, provenanceOfRun(study, done, []));
    },
  });
  return { ...ran, fresh };
}
