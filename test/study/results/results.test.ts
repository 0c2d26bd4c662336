import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/messages.ts';
import { expand } from '../../../src/study/experiment/expand.ts';
import { provenanceOf } from '../../../src/study/results/provenance-of.ts';
import { hasResults, resultPaths } from '../../../src/study/results/result-paths.ts';
import { readResults, writeResults } from '../../../src/study/results/results.ts';
import { sha256 } from '../../../src/study/results/stored-file.ts';
import { loadedToy, toyCode, toyProblem } from '../toy.ts';

vi.mock('../../../src/study/results/environment.ts', async (original) => ({
  ...(await original<object>()),
  versions: () => ({ package: '0', node: '20.0.0', dependencies: {}, draws: 2 }),
}));

const loaded = loadedToy({
  solvers: [{ solver: 'plain' }, { solver: 'deep', label: 'unfolded', each: { L: [1, 2] } }],
  choices: [{ what: 'M', why: 'not stated' }],
});
const plan = await expand(loaded, toyProblem, { profile: 'quick' });
const table = {
  axes: toyProblem.axes,
  rows: plan.points.map(({ scenario }, i) => ({
    ...{ experiment: 'toy/fig1', solver: 'plain', metric: 'rate', scenario, iteration: null },
    ...{ n: 20, mean: i, stderr: 0.1, ci95Low: i - 0.2, ci95High: i + 0.2 },
  })),
};
const facts = {
  trials: [20, 40],
  device: 'cpu' as const,
  arithmetic: 'strict' as const,
  blockSeconds: 1.5,
  diagnostics: {},
  code: toyCode,
  failures: [],
  training: [],
  overrides: { snr: '0,10' },
  pairs: [],
};
const provenance = provenanceOf(loaded, plan, facts);

let folder: string;
let paths: ReturnType<typeof resultPaths>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
  paths = resultPaths(folder, 'toy/fig1', 'quick');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('results', () => {
  it('of different profiles are different files; only those of the paper have its name', () => {
    expect(resultPaths('r', 'toy/fig1', 'paper')).toEqual({
      csv: 'r/toy/fig1.csv',
      diagnostics: 'r/toy/fig1.diagnostics.csv',
      values: 'r/toy/fig1.values.safetensors',
      provenance: 'r/toy/fig1.json',
    });
    expect(resultPaths('r', 'toy/fig1', 'smoke').csv).toBe('r/toy/fig1.smoke.csv');
  });

  it('are read as they were written', () => {
    expect(hasResults(paths)).toBe(false);
    writeResults(paths, table, provenance);
    expect(hasResults(paths)).toBe(true);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    const { axes, rows, text, provenance: read } = readResults(paths);
    expect({ axes, rows }).toEqual(table);
    expect(text).toBe(readFileSync(paths.csv, 'utf8'));
    expect(read).toEqual({ ...provenance, csv: { sha256: digest, rows: 2 }, checksum: digest });
  });

  it('keep text that looks like a number: priorities are a text, also where they are "1"', () => {
    const scenarios = [
      { snr: 10, alpha: '1', own: true },
      { snr: 10, alpha: '1 2', own: true },
    ];
    const rows = scenarios.map((scenario) => ({ ...table.rows[0], scenario }));
    const counts = scenarios.map((scenario) => ({ scenario, trials: 20 }));
    writeResults(paths, { axes: ['snr', 'alpha', 'own'], rows }, { ...provenance, counts });
    expect(readResults(paths).rows.map(({ scenario }) => scenario)).toEqual(scenarios);
  });

  it('keep what solvers report of themselves in a table of its own, with the units that are known', () => {
    const [row] = table.rows;
    const reported = ['steps', 'capped', 'unsolved'].map((metric) => ({ ...row, metric }));
    const whole = { axes: table.axes, rows: [row, ...reported.slice(2), ...reported.slice(0, 2)] };
    const diagnostics = { steps: 'mean', capped: 'proportion', unsolved: 'proportion' } as const;
    expect(writeResults(paths, whole, { ...provenance, diagnostics })).toEqual([
      ...[paths.csv, paths.diagnostics, paths.provenance],
    ]);
    const unitOf = (path: string) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(2, 4));
    expect(unitOf(paths.csv)).toEqual([
      ['rate', 'bit/s/Hz'],
      ['unsolved', '1'],
    ]);
    expect(unitOf(paths.diagnostics)).toEqual([
      ['steps', ''],
      ['capped', '1'],
    ]);
    expect(readResults(paths).rows).toEqual(whole.rows);
    writeFileSync(paths.diagnostics, readFileSync(paths.diagnostics, 'utf8').replace('0.1', '0.2'));
    expect(() => readResults(paths)).toThrow(`${paths.diagnostics} is damaged`);
    expect(writeResults(paths, table, provenance)).not.toContain(paths.diagnostics);
    expect(existsSync(paths.diagnostics)).toBe(false);
  });

  it('of a version that knew no units of diagnostics are read with the text that they would have now', () => {
    const [row] = table.rows;
    const reported = ['iterations', 'capped', 'own'].map((metric) => ({ ...row, metric }));
    const diagnostics = { iterations: 'mean', capped: 'proportion', own: 'mean' } as const;
    writeResults(
      paths,
      { axes: table.axes, rows: [row, ...reported] },
      { ...provenance, problem: 'multicell', diagnostics },
    );
    const now = readResults(paths);
    expect(now.text).toMatch(/plain,iterations,iterations,.*\n.*plain,capped,1,.*\n.*plain,own,,/);
    const { checksum: _, ...stored } = JSON.parse(readFileSync(paths.provenance, 'utf8'));
    const old = readFileSync(paths.diagnostics, 'utf8').replace('iterations,iterations', 'iterations,');
    writeFileSync(paths.diagnostics, old);
    writeFileSync(paths.provenance, JSON.stringify({ ...stored, diagnosticsCsv: { sha256: sha256(old), rows: 3 } }));
    expect(readResults(paths)).toMatchObject({ text: now.text, rows: now.rows });
  });

  it('have equal bytes when their rows are equal, whatever the time and the machine', () => {
    writeResults(paths, table, provenance);
    const first = readFileSync(paths.csv, 'utf8');
    writeResults(paths, table, { ...provenance, cost: { ...provenance.cost, finished: 'later' } });
    expect(readFileSync(paths.csv, 'utf8')).toBe(first);
  });

  it('are refused where their provenance is not as it was written: one sign changed, one number added', () => {
    for (const change of [
      (content: Record<string, unknown>) => ({ ...content, seed: -(content.seed as number) }),
      (content: Record<string, unknown>) => ({ ...content, note: 1 }),
    ]) {
      writeResults(paths, table, provenance);
      const content = JSON.parse(readFileSync(paths.provenance, 'utf8'));
      writeFileSync(paths.provenance, JSON.stringify(content));
      expect(readResults(paths).provenance.seed).toBe(content.seed);
      writeFileSync(paths.provenance, JSON.stringify(change(content)));
      expect(() => readResults(paths)).toThrow(`${paths.provenance} is damaged: its checksum does not fit`);
    }
  });

  it('are refused, with the name of the file, where they are damaged', () => {
    writeResults(paths, table, provenance);
    const text = readFileSync(paths.csv, 'utf8');
    writeFileSync(paths.csv, text.replace('0.1', '0.2'));
    expect(() => readResults(paths)).toThrow(`${paths.csv} is damaged`);
    writeFileSync(paths.csv, text);
    expect(() => readResults(paths)).not.toThrow();
    for (const wrong of ['', '{', '{}', '{"format":2}']) {
      writeFileSync(paths.provenance, wrong);
      expect(() => readResults(paths)).toThrow(`${paths.provenance} does not describe results of this program`);
    }
    rmSync(paths.provenance);
    expect(() => readResults(paths)).toThrow(UserError);
  });
});

describe('the provenance', () => {
  it('says what was run: file, paper, seed, profile, true counts, parameters, units, choices', () => {
    expect(provenance).toMatchObject({
      experiment: { id: 'toy/fig1', place: 'Fig. 1', sha256: '0'.repeat(64) },
      paper: { arxiv: '0000.00000' },
      profile: 'quick',
      seed: 1,
      blockSize: 10,
      overrides: { snr: '0,10' },
      metrics: { rate: { unit: 'bit/s/Hz', kind: 'mean', title: 'Rate' } },
      choices: [{ what: 'M', why: 'not stated' }],
    });
    expect(provenance.counts).toEqual([
      { scenario: { M: 4, d: 1, snr: 0, preamble: 'gaussian' }, trials: 20 },
      { scenario: { M: 4, d: 1, snr: 10, preamble: 'gaussian' }, trials: 40 },
    ]);
    expect(provenance.series[1]).toMatchObject({ name: 'deep', label: 'unfolded', solver: 'deep' });
    expect(provenance.series[1].runs.map(({ L }) => L)).toEqual([1, 2]);
  });

  it('has the counted operations of every solver, scenario and run', () => {
    expect(provenance.flops.filter(({ solver }) => solver === 'deep')).toHaveLength(4);
    expect(provenance.flops[0]).toMatchObject({ solver: 'plain', flops: 16 });
  });
});
