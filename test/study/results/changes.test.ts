import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentOf } from '../../../src/study/experiment/content.ts';
import { loadExperiment } from '../../../src/study/experiment/load.ts';
import { codeOfSource } from '../../../src/study/identity/source-code.ts';
import { changesSince } from '../../../src/study/results/changes.ts';
import type { Provenance } from '../../../src/study/results/provenance.ts';
import { weightsFileName, weightsKey, writeWeights } from '../../../src/study/training/weights-file.ts';
import { checksumOf } from '../../../src/study/training/weights-of-study.ts';
import { written } from '../toy.ts';

let folder: string;
let file: string;
let provenance: Provenance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  file = join(folder, 'toy/fig1.yaml');
  mkdirSync(join(folder, 'toy'));
  writeFileSync(join(folder, 'toy/paper.yaml'), JSON.stringify({ id: 'toy', title: 'Toys', authors: 'A', arxiv: '0' }));
  write({});
  const code = codeOfSource({ problem: 'beamforming', solvers: [] }, ['mrt']);
  const content = contentOf(loadExperiment(file), 'smoke');
  provenance = { profile: 'smoke', experiment: { content }, code, training: [] } as unknown as Provenance;
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(changed: Record<string, unknown>): void {
  const experiment = { ...written, problem: 'beamforming', solvers: [{ solver: 'mrt' }], ...changed };
  writeFileSync(file, JSON.stringify(experiment));
}

const since = (changed: Partial<Provenance> = {}) => changesSince({ ...provenance, ...changed }, file, folder);
const nothing = { experiment: [], code: [], weights: [], unrecorded: [] };

describe('what has changed since results were made', () => {
  it('is nothing as long as nothing has', async () => {
    expect(await since()).toEqual(nothing);
    write({ title: 'Better words' });
    expect(await since()).toEqual(nothing);
  });

  it('is told by the parts of the experiment', async () => {
    write({ scenarios: [{ snr: [0, 12] }], seed: 2 });
    expect(await since()).toEqual({ ...nothing, experiment: ['scenarios', 'seed'] });
  });

  it('is the file where that is gone or no experiment any more', async () => {
    writeFileSync(file, 'title: 3');
    expect((await since()).experiment).toEqual(['file']);
    rmSync(file);
    expect((await since()).experiment).toEqual(['file']);
  });

  it('is told by the pieces of code', async () => {
    const { runner, problem, solvers } = provenance.code!;
    const other = { ...solvers[0], sha256: '0'.repeat(64) };
    expect(await since({ code: { runner, problem, solvers: [other] } })).toEqual({ ...nothing, code: ['solver mrt'] });
    const packages = { ...problem.packages, zod: '0.0.1' };
    expect((await since({ code: { runner, problem: { ...problem, packages }, solvers } })).code).toEqual(['problem']);
  });

  it('is told by weights that are others', async () => {
    const plan = { steps: 1, batch: 1 };
    const key = weightsKey('lagd', 1, plan);
    const path = join(folder, 'results/toy/weights', weightsFileName('lagd', key));
    writeWeights(path, {
      solver: 'lagd',
      version: 1,
      plan,
      curve: [],
      validatedOn: undefined,
      draws: 1,
      weights: { w: { shape: [1], values: Float64Array.of(1) } },
    });
    const training = (sha256: string) => [{ solver: 'lagd', key, settings: {}, sha256 }];
    expect(await since({ training: training(checksumOf(path)) })).toEqual(nothing);
    expect(await since({ training: training('0'.repeat(64)) })).toEqual({ ...nothing, weights: ['lagd'] });
  });

  it('is not known where it was not recorded', async () => {
    const old = { ...provenance, experiment: {}, code: undefined } as unknown as Provenance;
    write({ seed: 2 });
    expect(await changesSince(old, file, folder)).toEqual({ ...nothing, unrecorded: ['experiment', 'code'] });
  });
});
