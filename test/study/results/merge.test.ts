import { describe, expect, it } from 'vitest';
import type { Point, Run, Series } from '../../../src/study/experiment/plan.ts';
import { rowsOf, type SeriesAtPoint, samplesOf, UnreadableBlock } from '../../../src/study/results/merge.ts';
import type { Observation } from '../../../src/study/store/block.ts';
import { rowOfSample } from './row-of-sample.ts';

const point = { scenario: { K: 2 } } as unknown as Point;
const runOf = (hash: string) => ({ hash, ...(/^at \d/.test(hash) && { iteration: Number(hash.slice(3)) }) }) as Run;
const observation = (name: string, iteration: number | null, ...values: number[]): Observation => ({
  ...{ name, kind: 'mean', iteration },
  values: Float64Array.from(values),
});

/** A series whose runs have these blocks. */
function seriesOf(blocks: Record<string, Observation[][]>): SeriesAtPoint {
  const runs = Object.keys(blocks).map(runOf);
  const series = { name: 'mine', runs, solver: {} } as unknown as Series;
  return { point, series, runs, blocks: ({ hash }) => blocks[hash] };
}

/** The samples of such a series; its rows are theirs. */
const merge = (blocks: Record<string, Observation[][]>) => samplesOf(seriesOf(blocks));

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
      /only some trials have wsr at iteration [23]/,
    );
    expect(() =>
      merge({ d: [[observation('wsr', 2, 1)], [observation('wsr', 2, 1), observation('wsr', 3, 1)]] }),
    ).toThrow('only some trials have wsr at iteration 3');
  });

  it('passes on that a block cannot be read', async () => {
    const unreadable = new UnreadableBlock('ab', undefined);
    const series = {
      ...seriesOf({ a: [] }),
      *blocks() {
        yield [observation('wsr', 1, 1)];
        throw unreadable;
      },
    };
    expect(() => samplesOf(series)).toThrow('block ab is missing');
    await expect(rowsOf('toy/fig1', series)).rejects.toBe(unreadable);
  });
});

describe('rowsOf', () => {
  it('gives the rows of the samples, to the last bit, from one block after the other', async () => {
    const blocks = Array.from({ length: 200 }, (_, block) => [
      observation('wsr', 1, Math.sin(block), Math.exp(block / 7)),
      observation('wsr', 2, Math.cos(block), block),
      observation('cap', null, block % 2, 1),
    ]);
    const series = seriesOf({ a: blocks });
    const { rows, kinds } = await rowsOf('toy/fig1', series);
    expect(rows).toEqual(samplesOf(series).map(rowOfSample));
    expect([...kinds]).toEqual([
      ['wsr', 'mean'],
      ['cap', 'mean'],
    ]);
    expect(rows[0]).toMatchObject({ solver: 'mine', metric: 'wsr', scenario: { K: 2 }, iteration: 1, n: 400 });
  });

  it('refuses what cannot become a curve', async () => {
    const twice = seriesOf({ a: [[observation('wsr', 2, 1)]], b: [[observation('wsr', 2, 1)]] });
    await expect(rowsOf('toy/fig1', twice)).rejects.toThrow('several runs give wsr at iteration 2');
  });
});
