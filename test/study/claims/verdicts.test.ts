import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadClaims } from '../../../src/study/claims/load.ts';
import { verdictsOf } from '../../../src/study/claims/verdicts.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import type { ProfileName } from '../../../src/study/experiment/profile-names.ts';
import { provenanceOf } from '../../../src/study/results/provenance-of.ts';
import { resultPaths } from '../../../src/study/results/result-paths.ts';
import { writeResults } from '../../../src/study/results/results.ts';
import { tInterval } from '../../../src/study/statistics/estimate.ts';
import { loadedToy, toyCode, toyProblem, written } from '../toy.ts';

vi.mock('../../../src/study/results/environment.ts', async (original) => ({
  ...(await original<object>()),
  versions: () => ({ package: '0', node: '20.0.0', dependencies: {} }),
}));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
  mkdirSync(join(folder, 'toy'));
  writeFileSync(join(folder, 'toy/paper.yaml'), JSON.stringify({ id: 'toy', title: 'Toys', authors: 'A', arxiv: '0' }));
  writeExperiment({});
});
afterEach(() => rmSync(folder, { recursive: true }));

/** One of the package, so that its code is known; nothing of it is computed. */
const problem = { problem: 'beamforming' };

function writeExperiment(changed: Record<string, unknown>): void {
  writeFileSync(join(folder, 'toy/fig1.yaml'), JSON.stringify({ ...written, ...problem, ...changed }));
}

/** Stores results of the toy experiment in which `plain` has this rate everywhere. */
async function store(profile: ProfileName, rate: number): Promise<void> {
  const loaded = loadedToy(problem);
  const plan = await expand(loaded, toyProblem, { profile });
  const point = { experiment: 'toy/fig1', solver: 'plain', metric: 'rate', iteration: null };
  const rows = plan.points.map(({ scenario }) => ({ ...point, scenario, ...tInterval(50, rate, 0.01) }));
  const facts = {
    trials: [50, 50],
    device: 'cpu' as const,
    arithmetic: 'strict' as const,
    blockSeconds: 1,
    diagnostics: {},
    code: toyCode,
    failures: [],
    training: [],
    overrides: {},
    pairs: [],
  };
  writeResults(
    resultPaths(folder, 'toy/fig1', profile),
    { axes: toyProblem.axes, rows },
    provenanceOf(loaded, plan, facts),
  );
}

async function verdicts(solver = 'plain') {
  const claim = (id: string, experiment: string) =>
    `  - { id: ${id}, place: x, says: y, kind: value, experiment: ${experiment}, metric: rate, of: ${solver}, value: 5, tolerance: 0.1 }\n`;
  const known = '  - { id: c, place: x, says: y, kind: not-attempted, reason: no data }\n';
  writeFileSync(
    join(folder, 'toy/claims.yaml'),
    `paper: toy\nclaims:\n${claim('a', 'fig1')}${claim('b', 'fig2')}${known}`,
  );
  const claims = loadClaims(join(folder, 'toy/fig1.yaml'))!;
  const { verdicts: judged } = await verdictsOf(claims, { results: () => folder, out: folder });
  return judged.map(({ status }) => status);
}

it('claims are judged on the stored results of their experiment', async () => {
  await store('paper', 5);
  expect(await verdicts()).toEqual(['reproduced', 'not attempted', 'not attempted']);
  await store('paper', 6);
  expect(await verdicts()).toEqual(['contradicted', 'not attempted', 'not attempted']);
});

it('those of the largest profile count', async () => {
  await store('quick', 6);
  expect((await verdicts())[0]).toBe('inconclusive');
  await store('paper', 5);
  expect((await verdicts())[0]).toBe('reproduced');
});

it('names that the results do not have are refused', async () => {
  await store('paper', 5);
  await expect(verdicts('plane')).rejects.toThrow('claims.yaml:3:82: unknown curve "plane"; did you mean "plain"?');
});

it('nothing is judged where the experiment has changed since, also where claims name what only the new one has', async () => {
  await store('paper', 5);
  writeExperiment({ scenarios: [{ snr: [0, 12] }] });
  expect((await verdicts())[0]).toBe('inconclusive');
  expect((await verdicts('new-curve'))[0]).toBe('inconclusive');
  writeExperiment({ title: 'Another title' });
  expect((await verdicts())[0]).toBe('reproduced');
});
