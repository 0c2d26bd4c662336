import { fileURLToPath } from 'node:url';
import { withThreads } from '../../../src/executors/threads.ts';
import { type Comparison, compareResults } from '../../../src/study/check/compare.ts';
import { type Asked, rerunOf } from '../../../src/study/check/rerun.ts';
import { type Agreement, defaultShare, toleranceOf } from '../../../src/study/check/tolerance.ts';
import { provenanceOfRun } from '../../../src/study/results/finished-run.ts';
import { type StoredResults, sealResults } from '../../../src/study/results/results.ts';
import { runStudy } from '../../../src/study/run/runner.ts';
import { openStudy, type Study } from '../../../src/study/study.ts';
import type { Workspace } from '../../toy/workspace.ts';

/** What `check` takes without options. */
export const agreement: Agreement = { tolerance: toleranceOf(defaultShare), alpha: 0.001 };

/** WMMSE in the lightly loaded cell: its first seven iterations, and the end of twelve or of convergence. */
export const rates = `
scenarios: [{ M: 8, K: 2, N: 2, d: 2, snr: 10 }]
solvers:
  - { solver: wmmse-bisection, parameters: { iterations: 7, maxIterations: 12 } }
  - { solver: wmmse-bisection, parameters: { iterations: converged, maxIterations: 12 }, mark: rule }
metrics: [wsr]
profiles: { smoke: { trials: 200 }, quick: { trials: 2000 }, paper: { trials: 10000 } }
figure: { encoding: { x: { field: iteration }, y: { metric: wsr } } }
`;

/** The estimator of massive access that knows who is active: its error is that of the noise. */
export const errors = `
scenarios: [{ L: 20, N: 40, M: 8, snr: 10 }]
solvers: [{ solver: genie-mmse }]
metrics: [nmse]
profiles: { smoke: { trials: 64 }, quick: { trials: 640 }, paper: { trials: 6400, blockSize: 1600 } }
figure: { encoding: { x: { field: snr }, y: { metric: nmse } } }
`;

/** Writes the experiment toy/<name> with a problem of this package or a module of `mutants/` and opens its paper profile. */
export function openExperiment(workspace: Workspace, name: string, body: string, problem: string): Promise<Study> {
  const module = fileURLToPath(new URL(`./mutants/${problem}`, import.meta.url));
  const head = `id: toy/${name}\ntitle: T\npaper: toy\nplace: Fig. 1\nproblem: ${problem.endsWith('.js') ? module : problem}`;
  workspace.write(`experiments/toy/${name}.yaml`, `${head}${body}`);
  const file = workspace.path('experiments/toy', `${name}.yaml`);
  return openStudy({ file, target: file }, { profile: 'paper' }, workspace.folder);
}

/** Runs a study to its end. */
export async function resultsOf(study: Study): Promise<StoredResults> {
  const silent = { onDamaged: () => {}, onProgress: () => {} };
  const result = await withThreads(1, (executor) =>
    runStudy(study, { executor, fresh: false, merge: true, ...silent }),
  );
  const table = { axes: study.plan.problem.axes, rows: result.rows };
  return sealResults(table, provenanceOfRun(study, result, []));
}

/** What `check` does: computes the study again and compares it with stored results. */
export async function check(study: Study, stored: StoredResults, asked: Partial<Asked> = {}): Promise<Comparison> {
  const rerun = rerunOf(study, stored, { profile: 'smoke', ...asked }, agreement);
  return compareResults(stored, await resultsOf(rerun), agreement);
}
