import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Threads } from '../../../src/executors/threads.ts';
import { parseSolver } from '../../../src/study/experiment/solver-text.ts';
import { formatCsv } from '../../../src/study/results/csv.ts';
import { type RunOptions, runStudy } from '../../../src/study/run/runner.ts';
import type { StudyResult } from '../../../src/study/run/study-result.ts';
import type { Task } from '../../../src/study/run/task.ts';
import { openStudy, type Request, type Study } from '../../../src/study/study.ts';
import { Workspace } from '../../toy/workspace.ts';

let workspace: Workspace;

beforeEach(() => {
  workspace = new Workspace();
});

afterEach(() => workspace.remove());

function open(request: Partial<Request> & { names?: string[] } = {}, out = '.'): Promise<Study> {
  const { names, ...rest } = request;
  const asked = { profile: 'smoke', ...rest, ...(names && { solvers: names.map(parseSolver) }) } as const;
  const target = workspace.path('experiments/toy/fig1.yaml');
  return openStudy({ file: target, target }, asked, workspace.path(out));
}

const [one, two] = [new Threads(1), new Threads(2)];
afterAll(() => Promise.all([one.end(), two.end()]));

function run(study: Study, options: Partial<RunOptions> = {}): Promise<StudyResult> {
  return look(study, { executor: two, ...options });
}

function look(study: Study, options: Partial<RunOptions> = {}): Promise<StudyResult> {
  return runStudy(study, { fresh: false, merge: true, onDamaged: () => {}, onProgress: () => {}, ...options });
}

const csv = ({ rows }: StudyResult) => formatCsv({ axes: ['N', 'mu', 'shift'], units: {}, rows });

describe('equal bytes', () => {
  it('with 1 worker, 2 workers, shards in any order, and everything computed anew', async () => {
    const single = await run(await open({}, 'one'), { executor: one });
    expect(single.blocks).toMatchObject({ total: 12, stored: 12, computed: 12 });
    const double = await open({}, 'two');
    expect(csv(await run(double))).toBe(csv(single));
    expect(csv(await run(double, { fresh: true }))).toBe(csv(single));
    const shards = await open({}, 'shards');
    for (const index of [3, 1, 2]) {
      const share = await run(shards, { executor: one, shard: { index, count: 3 } });
      expect(share).toMatchObject({ shareIsDone: true, blocks: { computed: 4 }, complete: index === 2 });
    }
    const merged = await look(shards);
    expect(merged).toMatchObject({ complete: true, blocks: { computed: 0 } });
    expect(csv(merged)).toBe(csv(single));
  });

  it('when intervals decide when to stop: only after whole rounds, also in shards', async () => {
    const request = { names: ['first'], set: { N: 4 }, ciWidth: 0.3 };
    const single = await run(await open(request, 'one'), { executor: one });
    const row = single.rows.find(({ metric }) => metric === 'error')!;
    expect(row.n % 250).toBe(0);
    expect(row.n).toBeGreaterThan(250);
    expect(row.ci95High! - row.ci95Low!).toBeLessThanOrEqual(0.3);
    const shards = await open(request, 'shards');
    const share = (index: number) => run(shards, { shard: { index, count: 2 } });
    expect(await share(1)).toMatchObject({ complete: false, shareIsDone: false });
    while (!(await share(2)).complete) await share(1);
    expect(csv(await look(shards))).toBe(csv(single));
  });

  it('when a stopped run is resumed', async () => {
    const request = { names: ['slow:milliseconds=20'], trials: 600 };
    const whole = await run(await open(request, 'whole'));
    const stop = new AbortController();
    const study = await open(request, 'stopped');
    const onProgress = ({ stored }: { stored: number }) => stored >= 3 && stop.abort();
    const stopped = await run(study, { executor: one, stop: stop.signal, onProgress });
    expect(stopped).toMatchObject({ complete: false, rows: [], blocks: { total: 12, stored: 3 } });
    const resumed = await run(study);
    expect(resumed.blocks).toMatchObject({ total: 12, stored: 12, computed: 9 });
    expect(csv(resumed)).toBe(csv(whole));
  });
});

describe('what is computed', () => {
  it('is only what is new when a solver is added', async () => {
    await run(await open());
    const more = await run(await open({ names: ['all', 'average:rate=1'] }));
    expect(more.blocks).toMatchObject({ total: 18, stored: 18, computed: 6 });
  });

  it('is every run of a series, of which the curve shows the last iteration', async () => {
    workspace.write(
      'experiments/toy/fig1.yaml',
      workspace
        .read('experiments/toy/fig1.yaml')
        .replace('  - solver: average\n', '  - { solver: average, each: { iterations: [1, 2, 4] } }\n'),
    );
    const { rows, blocks } = await run(await open({ set: { N: 4 } }));
    expect(blocks.total).toBe(3 * 4);
    const layers = rows.filter(({ solver, metric }) => solver === 'average' && metric === 'error');
    expect(layers.map(({ iteration }) => iteration)).toEqual([1, 2, 4]);
    const used = rows.filter(({ metric }) => metric === 'iterations');
    expect(used.map(({ iteration, mean }) => [iteration, mean])).toEqual([1, 2, 4].map((L) => [L, L]));
  });

  it('all solvers see the same draws, and axes that share draws do too', async () => {
    const { samples, rows } = await run(await open({ names: ['first', 'average:rate=1:iterations=1'], set: { N: 1 } }));
    const values = [...samples()].filter(({ name }) => name === 'error').map((sample) => [...sample.values]);
    expect(values[0]).toEqual(values[1]);
    expect(rows.filter(({ metric }) => metric === 'error').map(({ mean }) => mean)).toHaveLength(2);
    const shifted = await run(await open({ names: ['first'], set: { shift: [0, 5], N: 1 } }));
    const [a, b] = [...shifted.samples()].filter(({ name }) => name === 'error');
    expect([...a.values]).toEqual([...b.values]);
  });

  it('notices a damaged block, names its file and computes it again', async () => {
    const study = await open();
    const before = await run(study);
    const files = (end: string) => workspace.files('.reproduce/blocks').filter((path) => path.endsWith(end));
    const indexed = () => files('.index').reduce((sum, path) => sum + statSync(path).size / 64, 0);
    await expect.poll(indexed).toBe(before.blocks.total);
    const [file] = files('.pack');
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(file, bytes);
    const damaged: string[] = [];
    const again = await run(study, { onDamaged: (path) => damaged.push(path) });
    expect(damaged).toHaveLength(1);
    expect(damaged[0]).toMatch(/^.*\.pack \(byte \d+\)$/);
    expect(damaged[0].startsWith(file)).toBe(true);
    expect(again.blocks.computed).toBe(1);
    expect(csv(again)).toBe(csv(before));
  });
});

describe('a solver that fails', () => {
  const failures: [string, number, RegExp][] = [
    ['nan', 130, /^the estimate is NaN$/],
    ['infeasible', 130, /^the estimate 1000000000 exceeds 1000000$/],
    ['throw', 100, /^it broke$/],
    ['partial', 101, /^reports no "error"$/],
    ['silent', 100, /^reports no solution$/],
    ['exit', 100, /^its worker died twice/],
    ['late', 100, /^its worker died twice \(too late\)$/],
  ];

  it.each(failures)('fails alone: %s', async (how, trial, what) => {
    const names = ['average', `broken:how=${how}:trial=130`, 'first'];
    const study = await open({ names, set: { N: [2, 4] }, trials: 200 });
    const result = await run(study, { executor: one });
    expect(result.complete).toBe(true);
    expect(result.failures).toHaveLength(2);
    expect(result.failures[0]).toMatchObject({ solver: 'broken', scenario: { N: 2 }, seed: 1, trial });
    expect(result.failures[0].what).toMatch(what);
    expect(new Set(result.rows.map(({ solver }) => solver))).toEqual(new Set(['average', 'first']));
    expect(result.rows.every(({ n }) => n === 200)).toBe(true);
    // A later look knows what failed; a later run tries it again.
    const known = await look(study);
    expect(known).toMatchObject({ complete: true, blocks: { total: 12, failed: 2, missing: 0 }, rows: result.rows });
    expect(known.failures).toEqual(result.failures);
    const asked: string[] = [];
    const compute = async ({ jobs }: Task) => {
      asked.push(...jobs.map(({ solver }) => solver));
      return [];
    };
    await look(study, { executor: { threads: 1, compute, train: () => Promise.reject() } });
    expect(asked).toEqual(['broken', 'broken']);
  });

  it('by running out of memory fails alone', async () => {
    const study = await open({ names: ['broken:how=memory', 'first'], set: { N: 2 }, trials: 100 });
    const small = new Threads(1, 32);
    const result = await run(study, { executor: small });
    await small.end();
    expect(result.failures[0].what).toMatch(/memory/);
    expect(result.rows.map(({ solver }) => solver)).toContain('first');
  });
});
