// How often `check` raises an alarm: runs an experiment again and again with other seeds and compares each run with the stored
// results, or with one run of the paper profile where nothing is stored. With --problem, a module takes the place of the
// experiment's problem: the share of alarms is then the power against what is wrong in it.
//
//   node scripts/alarm-rate.js mif-wmmse/fig3 [--solvers a,b] [--repetitions 200] [--problem module.js] [--profile smoke]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultThreads, Threads } from '../build/src/executors/threads.js';
import { compareResults } from '../build/src/study/check/compare.js';
import { rerunOf } from '../build/src/study/check/rerun.js';
import { alarmProbability, defaultShare, toleranceOf } from '../build/src/study/check/tolerance.js';
import { listExperiments, matchExperiments } from '../build/src/study/experiment/catalog.js';
import { parseSolver } from '../build/src/study/experiment/solver-text.js';
import { provenanceOfRun } from '../build/src/study/results/finished-run.js';
import { hasResults, resultPaths } from '../build/src/study/results/result-paths.js';
import { readResults, sealResults } from '../build/src/study/results/results.js';
import { runStudy } from '../build/src/study/run/runner.js';
import { openStudy } from '../build/src/study/study.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    solvers: { type: 'string' },
    repetitions: { type: 'string', default: '200' },
    problem: { type: 'string' },
    profile: { type: 'string', default: 'smoke' },
  },
});
const [{ id, file }] = matchExperiments(positionals, listExperiments());
const agreement = { tolerance: toleranceOf(defaultShare), alpha: alarmProbability };
const executor = new Threads(defaultThreads());
const folder = mkdtempSync(join(tmpdir(), 'alarm-rate-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The experiment, with another problem where one is given, its blocks in a folder that does not last. */
function open(path) {
  const solvers = values.solvers?.split(',').map(parseSolver);
  return openStudy({ file: path, target: id }, { profile: 'paper', ...(solvers && { solvers }) }, folder);
}

async function resultsOf(study) {
  const silent = { onDamaged: () => {}, onProgress: () => {} };
  const result = await runStudy(study, { executor, fresh: false, merge: true, ...silent });
  rmSync(study.store, { recursive: true, force: true });
  const table = { axes: study.plan.problem.axes, rows: result.rows };
  return sealResults(table, provenanceOfRun(study, result, []));
}

function withProblem(module) {
  cpSync(dirname(file), join(folder, dirname(id)), { recursive: true });
  const copy = join(folder, `${id}.yaml`);
  writeFileSync(copy, readFileSync(file, 'utf8').replace(/^problem: .*$/m, `problem: ${resolve(module)}`));
  return copy;
}

const paths = resultPaths('results', id, 'paper');
const stored = hasResults(paths) ? readResults(paths) : await resultsOf(await open(file));
const study = await open(values.problem === undefined ? file : withProblem(values.problem));
const counts = { pass: 0, fail: 0, inconclusive: 0 };
const moved = new Map();
for (let i = 1; i <= Number(values.repetitions); i++) {
  const rerun = rerunOf(study, stored, { profile: values.profile, seed: stored.provenance.seed + i }, agreement);
  const { outcome, points } = compareResults(stored, await resultsOf(rerun), agreement);
  counts[outcome] += 1;
  for (const { point } of points.filter((compared) => compared.outcome === 'fail')) {
    const curve = `${point.solver} ${point.metric}`;
    moved.set(curve, (moved.get(curve) ?? 0) + 1);
  }
  if (i === 1) console.log(`${id}: ${points.length} points, ${rerun.plan.profile.trials} trials a repetition`);
}
const what = values.problem === undefined ? 'honest' : basename(values.problem);
console.log(`${what}: ${counts.fail} alarms, ${counts.inconclusive} inconclusive, ${counts.pass} passes`);
for (const [curve, times] of moved) console.log(`  ${curve}: ${times} points`);
await executor.end();
