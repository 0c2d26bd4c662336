import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Point, Run, Series } from '../../../src/study/experiment/plan.ts';
import { rowOf, samplesOf } from '../../../src/study/results/merge.ts';
import { BlockStore, type Observation } from '../../../src/study/results/store.ts';
import type { BlockKeys } from '../../../src/study/run/blocks.ts';

let store: BlockStore;

beforeAll(() => {
  store = new BlockStore(mkdtempSync(join(tmpdir(), 'merge-')));
});

afterAll(() => rmSync(store.folder, { recursive: true }));

const point = { scenario: { K: 2 } } as unknown as Point;
const keys = { key: (_: Point, __: unknown, run: Run, range: { first: number }) => `${run.hash}-${range.first}` };
const run = (hash: string) => ({ hash, ...(/^at \d/.test(hash) && { iteration: Number(hash.slice(3)) }) }) as Run;
const observation = (name: string, iteration: number | null, ...values: number[]): Observation => ({
  ...{ name, kind: 'mean', iteration },
  values: Float64Array.from(values),
});

/** Samples of a series whose runs have these blocks, one trial or two each. */
function merge(blocks: Record<string, Observation[][]>) {
  const runs = Object.keys(blocks).map(run);
  const lengths = Object.values(blocks)[0].map(([{ values }]) => values.length);
  const ranges = lengths.map((count, i) => ({ first: lengths.slice(0, i).reduce((a, b) => a + b, 0), count }));
  for (const [hash, own] of Object.entries(blocks)) {
    for (const [i, observations] of own.entries()) {
      store.write(`${hash}-${ranges[i].first}`, { count: lengths[i], seconds: 0, observations });
    }
  }
  const series = { name: 'mine', runs, solver: {} } as unknown as Series;
  return samplesOf(store, keys as unknown as BlockKeys, point, series, runs, ranges);
}

const shown = (samples: readonly Observation[]) =>
  samples.map(({ name, iteration, values }) => [name, iteration, [...values]]);

describe('samplesOf', () => {
  it('joins the blocks of a run in the order of the trials', () => {
    const samples = merge({
      a: [
        [observation('wsr', 1, 1, 2), observation('wsr', 2, 3, 4), observation('cap', null, 0, 1)],
        [observation('wsr', 2, 6), observation('cap', null, 1), observation('wsr', 1, 5)],
      ],
    });
    expect(shown(samples)).toEqual([
      ['wsr', 1, [1, 2, 5]],
      ['wsr', 2, [3, 4, 6]],
      ['cap', null, [0, 1, 1]],
    ]);
    expect(rowOf('toy/fig1', samples[0])).toMatchObject({
      ...{ experiment: 'toy/fig1', solver: 'mine', metric: 'wsr', scenario: { K: 2 }, iteration: 1, n: 3 },
      mean: expect.closeTo(8 / 3, 12),
    });
  });

  it('takes of several runs the last iteration of each, diagnostics with it', () => {
    const samples = merge({
      three: [[observation('wsr', 1, 1), observation('wsr', 3, 30), observation('cap', null, 0)]],
      two: [[observation('wsr', 2, 20), observation('wsr', 1, 1), observation('cap', null, 1)]],
    });
    expect(shown(samples)).toEqual([
      ['wsr', 2, [20]],
      ['wsr', 3, [30]],
      ['cap', 2, [1]],
      ['cap', 3, [0]],
    ]);
  });

  it('gives runs without iterations their places along the curve', () => {
    const samples = merge({
      'at 20': [[observation('wsr', null, 5)]],
      'at 5': [[observation('wsr', null, 4), observation('cap', null, 1)]],
    });
    expect(shown(samples)).toEqual([
      ['wsr', 5, [4]],
      ['wsr', 20, [5]],
      ['cap', 5, [1]],
    ]);
  });

  it('refuses runs that end at the same iteration, and blocks that hold different ones', () => {
    expect(() => merge({ a: [[observation('wsr', 2, 1)]], b: [[observation('wsr', 2, 1)]] })).toThrow(
      'several runs give wsr at iteration 2',
    );
    expect(() => merge({ c: [[observation('wsr', 2, 1)], [observation('wsr', 3, 1)]] })).toThrow(
      'only some trials have wsr at iteration 2',
    );
    expect(() =>
      merge({ d: [[observation('wsr', 2, 1)], [observation('wsr', 2, 1), observation('wsr', 3, 1)]] }),
    ).toThrow('only some trials have wsr at iteration 3');
  });

  it('refuses to merge where a block is missing', () => {
    const series = { name: 'mine', runs: [run('none')], solver: {} } as unknown as Series;
    const ranges = [{ first: 0, count: 1 }];
    const act = () => samplesOf(store, keys as unknown as BlockKeys, point, series, series.runs, ranges);
    expect(act).toThrow('block none-0 is missing');
  });
});
