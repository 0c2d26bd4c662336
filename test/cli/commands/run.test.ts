import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src/study/results/csv.ts';
import { storedBlocks } from '../../study/store/stored-blocks.ts';
import { finished, Workspace } from '../../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

const smoke = 'results/toy/fig1.smoke.csv';
const blocks = '.reproduce/blocks';

/** Slow enough that a run of `custom` can be caught half-way: 12 blocks of 100 ms. */
const slowRun = ['toy/fig1', '--set', 'N=4', '--solvers', 'slow:milliseconds=100', '--trials', '1200', '--quiet'];
const custom = 'results/toy/fig1.custom.quick.csv';

describe('reproduce run', () => {
  it('is the default command and writes CSV, provenance and figure', async () => {
    const { code, stdout, stderr } = await workspace.run('toy/fig1', '--profile', 'smoke');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('smoke profile, n = 250 trials, seed 1');
    for (const file of [smoke, 'results/toy/fig1.smoke.json', 'figures/toy/fig1.smoke.svg']) {
      expect(stdout).toContain(`wrote ${file}`);
      expect(workspace.read(file).length).toBeGreaterThan(100);
    }
    const provenance = JSON.parse(workspace.read('results/toy/fig1.smoke.json'));
    expect(provenance).toMatchObject({
      profile: 'smoke',
      seed: 1,
      blockSize: 100,
      versions: { node: process.versions.node },
    });
    expect(provenance.counts.map(({ trials }: { trials: number }) => trials)).toEqual([250, 250]);
  });

  it('gives values that theory knows: the mean of N normal observations errs by 1 / N', async () => {
    await workspace.run('toy/fig1', '--profile', 'paper', '--solvers', 'average:rate=1:iterations=1,first', '--quiet');
    const { rows } = parseCsv(workspace.read('results/toy/fig1.custom.csv'));
    const error = (solver: string, N: number) =>
      rows.find((row) => row.solver === solver && row.metric === 'error' && row.scenario.N === N)!;
    for (const N of [2, 4]) {
      const average = error('average', N);
      expect(average.n).toBe(2000);
      expect(Math.abs(average.mean - 1 / N)).toBeLessThan(5 * average.stderr!);
      expect(Math.abs(error('first', N).mean - 1)).toBeLessThan(5 * error('first', N).stderr!);
    }
    // The first observation of a trial is the same for both N: common random numbers would be broken otherwise.
    expect(
      rows.filter(({ solver, metric }) => solver === 'first' && metric === 'nmse').every((row) => row.mean === 0),
    ).toBe(true);
  });

  it('keeps the names of the paper profile for it: a change on the command line has its own', async () => {
    await workspace.run('toy/fig1', '--profile', 'paper', '--quiet');
    const before = workspace.read('results/toy/fig1.csv');
    await workspace.run('toy/fig1', '--profile', 'paper', '--trials', '300', '--quiet');
    expect(workspace.read('results/toy/fig1.csv')).toBe(before);
    expect(parseCsv(before).rows.every(({ n }) => n === 2000)).toBe(true);
    expect(parseCsv(workspace.read('results/toy/fig1.custom.csv')).rows.every(({ n }) => n === 300)).toBe(true);
  });

  it('moves results, figures and blocks with --out', async () => {
    expect((await workspace.run('toy/fig1', '--profile', 'smoke', '--out', 'else/where', '--quiet')).code).toBe(0);
    expect(workspace.read(`else/where/${smoke}`)).toContain('toy/fig1,average,error');
    expect(storedBlocks(workspace.path('else/where/.reproduce/blocks'))).toBe(12);
    expect(() => workspace.files('results')).toThrow();
  });

  it('prints data and nothing else with --json, and nothing at all with --quiet', async () => {
    const { stdout, stderr } = await workspace.run('toy/fig1', '--profile', 'smoke', '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 'toy/fig1', complete: true, blocks: { total: 12, stored: 12, computed: 12 }, failures: [], exitCode: 0 },
    ]);
    expect(await workspace.run('toy/fig1', '--profile', 'smoke', '--quiet')).toMatchObject({
      stdout: '',
      stderr: '',
      code: 0,
    });
  });
});

describe('a killed run', () => {
  it('keeps finished blocks and resumes to the same bytes', async () => {
    expect((await workspace.run(...slowRun, '--jobs', '2')).code).toBe(0);
    const whole = workspace.read(custom);
    const { code, stored } = await killHalfWay('SIGKILL');
    expect(code).toBe(null);
    const resumed = await workspace.run(...slowRun, '--json');
    expect(JSON.parse(resumed.stdout)[0].blocks.computed).toBe(12 - stored);
    expect(workspace.read(custom)).toBe(whole);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('says after %s how to resume and exits with %i', async (signal, expected) => {
    const { code, stored, stderr } = await killHalfWay(signal);
    expect(code).toBe(expected);
    expect(stderr).toContain('stopping: blocks at work end first');
    expect(stderr).toContain(`toy/fig1: stopped with ${stored} of 12 blocks stored; the same command resumes`);
  });

  /** Starts the slow run anew and kills it once some of its blocks are there, but not all. */
  async function killHalfWay(signal: NodeJS.Signals) {
    rmSync(workspace.path('.reproduce'), { recursive: true, force: true });
    rmSync(workspace.path('results'), { recursive: true, force: true });
    const child = workspace.start([...slowRun, '--jobs', '1']);
    const ended = finished(child);
    await expect.poll(countBlocks, { interval: 20, timeout: 20_000 }).toBeGreaterThanOrEqual(3);
    child.kill(signal);
    const end = await ended;
    const stored = countBlocks();
    expect(stored).toBeLessThan(12);
    return { ...end, stored };
  }

  function countBlocks(): number {
    return storedBlocks(workspace.path(blocks));
  }
});

describe('merge and status', () => {
  it('say what is missing and which shards lack it, with exit code 4', async () => {
    await workspace.run('toy/fig1', '--profile', 'smoke', '--shard', '2/3', '--quiet');
    const merged = await workspace.run('merge', 'toy/fig1', '--profile', 'smoke');
    expect(merged.code).toBe(4);
    expect(merged.stderr).toContain('8 of 12 blocks are missing');
    const status = await workspace.run('status', 'toy/fig1', '--profile', 'smoke', '--shards', '3', '--json');
    expect(status.code).toBe(4);
    expect(JSON.parse(status.stdout)).toMatchObject([{ total: 12, stored: 4, missing: 8, lacking: [1, 3] }]);
  });

  it('plot refuses a CSV that was changed', async () => {
    await workspace.run('toy/fig1', '--profile', 'smoke', '--quiet');
    expect((await workspace.run('plot', 'toy/fig1')).stdout).toContain('wrote figures/toy/fig1.smoke.svg');
    workspace.write(smoke, workspace.read(smoke).replace('250', '251'));
    const { code, stderr } = await workspace.run('plot', 'toy/fig1');
    expect(code).toBe(2);
    expect(stderr).toContain('fig1.smoke.csv');
  });
});

describe('--dry-run', () => {
  it('prints the grid and the blocks done and to do, and computes nothing', async () => {
    const { stdout } = await workspace.run('toy/fig1', '--profile', 'smoke', '--dry-run', '--json');
    expect(JSON.parse(stdout)).toMatchObject([
      {
        scenarios: [
          { N: 2, mu: 1 },
          { N: 4, mu: 1 },
        ],
        solvers: ['average', 'first'],
        blocks: { total: 12, stored: 0, missing: 12 },
      },
    ]);
    expect(() => workspace.files('.reproduce')).toThrow();
  });
});
