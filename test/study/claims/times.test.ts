import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadClaims } from '../../../src/study/claims/load.ts';
import { verdictsOf } from '../../../src/study/claims/verdicts.ts';
import { resultPaths } from '../../../src/study/results/result-paths.ts';
import { openStudy } from '../../../src/study/study.ts';
import { timesPathsBeside, writeTimes } from '../../../src/study/times/results.ts';
import { written } from '../toy.ts';

const experiment = {
  ...{ ...written, problem: 'beamforming', metrics: ['wsr'] },
  solvers: [{ solver: 'mrt' }, { solver: 'zero-forcing' }],
  scenarios: [{ M: [4, 8], K: 2, N: 1, d: 1, snr: 10 }],
  figure: { encoding: { x: { field: 'M' } } },
  times: { reference: 'mrt', together: [1, 10], rounds: 6 },
};

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timed-claims-'));
  mkdirSync(join(folder, 'toy'));
  file = join(folder, 'toy/fig1.yaml');
  writeFileSync(join(folder, 'toy/paper.yaml'), JSON.stringify({ id: 'toy', title: 'Toys', authors: 'A', arxiv: '0' }));
  writeExperiment({});
});

afterEach(() => rmSync(folder, { recursive: true }));

function writeExperiment(changed: object): void {
  writeFileSync(file, JSON.stringify({ ...experiment, ...changed }));
}

const metric = 'running-time over mrt';

/** Stores times in which zero forcing takes so many times as long as MRT, one trial by itself, and as long for ten at once. */
async function store(ratios: Record<number, number>): Promise<void> {
  const study = await openStudy({ file, target: file }, { profile: 'paper' }, folder);
  const place = { experiment: 'toy/fig1', solver: 'zero-forcing', metric, iteration: null, stderr: null, n: 11 };
  const rows = study.plan.points.flatMap(({ scenario }) =>
    [1, 10].map((together) => {
      const mean = together === 1 ? ratios[Number(scenario.M)] : 1;
      return { ...place, scenario: { ...scenario, together }, mean, ci95Low: 0.9 * mean, ci95High: 1.1 * mean };
    }),
  );
  const { figure: _, ...timing } = { ...study.plan.experiment.times!, clock: 'processor' as const };
  writeTimes(timesPathsBeside(resultPaths(folder, 'toy/fig1', 'paper').csv), study, rows, timing);
}

async function judged(claim: object) {
  const about = {
    ...{ id: 'a', place: 'x', says: 'y', experiment: 'fig1', kind: 'value', metric, tolerance: 0 },
    ...claim,
  };
  writeFileSync(join(folder, 'toy/claims.yaml'), JSON.stringify({ paper: 'toy', claims: [about] }));
  return verdictsOf(loadClaims(file)!, { results: () => folder, out: folder });
}

const slower = { of: 'zero-forcing', where: { together: 1 }, value: 3, bound: 'at least' };

test('a claim is judged on stored medians and their intervals, at every point', async () => {
  await store({ 4: 5, 8: 5 });
  expect((await judged(slower)).verdicts).toMatchObject([
    { status: 'reproduced', why: '5 [4.5, 5.5] at M 4; accepted: at least 3' },
  ]);
  expect((await judged({ ...slower, where: {} })).verdicts[0].status).toBe('contradicted');
  await store({ 4: 5, 8: 3.1 });
  expect((await judged(slower)).verdicts).toMatchObject([
    { status: 'inconclusive', why: '3.1 [2.79, 3.41] at M 8; accepted: at least 3' },
  ]);
});

test('without times nothing is judged', async () => {
  expect((await judged(slower)).verdicts).toMatchObject([{ status: 'not attempted', why: 'there are no times' }]);
});

test('nor once what is timed has changed; titles, metrics and trials of the profile may', async () => {
  await store({ 4: 5, 8: 5 });
  const { times, profiles } = experiment;
  writeExperiment({ title: 'Other', profiles: { ...profiles, paper: { trials: 7 } }, metrics: ['wsr-nats'] });
  expect((await judged(slower)).verdicts[0].status).toBe('reproduced');
  writeExperiment({ times: { ...times, rounds: 7 } });
  const { verdicts, timesChanges } = await judged(slower);
  expect(verdicts).toMatchObject([
    { status: 'inconclusive', why: expect.stringContaining('changed since its times were measured (times)') },
  ]);
  expect(timesChanges.get('toy/fig1')).toMatchObject({ experiment: ['times'], code: [] });
});

test('code that has changed since is named, and that nothing was recorded of it', async () => {
  await store({ 4: 5, 8: 5 });
  const unchanged = { experiment: [], code: [], weights: [], unrecorded: [] };
  expect((await judged(slower)).timesChanges.get('toy/fig1')).toEqual(unchanged);
  const path = join(folder, 'toy/fig1.times.json');
  const { code, content, ...stored } = JSON.parse(readFileSync(path, 'utf8'));
  const other = { ...code, problem: { ...code.problem, sha256: '0'.repeat(64) } };
  writeFileSync(path, JSON.stringify({ ...stored, content, code: other }));
  const changed = await judged(slower);
  expect(changed.timesChanges.get('toy/fig1')).toMatchObject({ code: ['problem'] });
  expect(changed.verdicts[0].status).toBe('reproduced');
  writeFileSync(path, JSON.stringify(stored));
  expect((await judged(slower)).timesChanges.get('toy/fig1')).toMatchObject({ unrecorded: ['experiment', 'code'] });
});

test('a run judges none of them, and refuses what cannot be said of times', async () => {
  await judged(slower);
  const open = () => openStudy({ file, target: file }, { profile: 'paper' }, folder);
  expect((await open()).claims).toEqual([]);
  await judged({ ...slower, metric: 'running-time over wmmse' });
  await expect(open).rejects.toThrow('unknown metric "running-time over wmmse"; did you mean "running-time over mrt"?');
  await judged({ ...slower, kind: 'ratio', to: 'mrt' });
  await expect(open).rejects.toThrow('kind = "ratio"; accepted: "value" of what is timed');
  writeExperiment({ times: undefined });
  await judged(slower);
  await expect(open).rejects.toThrow('unknown metric "running-time over mrt"');
});
