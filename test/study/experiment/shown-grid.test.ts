import { describe, expect, it } from 'vitest';
import { expand } from '../../../src/study/experiment/expand.ts';
import { hiddenAxes, withShownGrid } from '../../../src/study/experiment/shown-grid.ts';
import { loadedToy, toyProblem } from '../toy.ts';

async function planOf(scenarios: object[], figure: object) {
  return expand(loadedToy({ scenarios, figure }), toyProblem, { profile: 'quick' });
}

const overSnr = { encoding: { x: { field: 'snr' }, y: { metric: 'rate' } } };

describe('a grid', () => {
  it('that the figure shows leaves it as it is', async () => {
    const plan = await planOf([{ snr: [0, 10], M: 4 }], overSnr);
    expect(hiddenAxes(plan)).toEqual([]);
    expect(withShownGrid(plan, '--set')).toBe(plan);
    const dashed = { encoding: { ...overSnr.encoding, strokeDash: { field: 'M' } } };
    expect(hiddenAxes(await planOf([{ snr: [0, 10], M: [4, 8] }], dashed))).toEqual([]);
  });

  it('with more axes gets panels for them', async () => {
    const plan = await planOf([{ snr: [0, 10], M: [4, 8], d: [1, 2] }], overSnr);
    expect(hiddenAxes(plan)).toEqual(['M', 'd']);
    expect(withShownGrid(plan, '--set').experiment.figure.facet).toEqual({
      column: { field: 'M' },
      row: { field: 'd' },
    });
    const panels = { ...overSnr, facet: { column: { field: 'd', title: 'streams' } } };
    expect(withShownGrid(await planOf([{ M: [4, 8], d: [1, 2] }], panels), '').experiment.figure.facet).toEqual({
      column: { field: 'd', title: 'streams' },
      row: { field: 'M' },
    });
  });

  it('with too many is refused, with what varies and what is shown', async () => {
    const all = { snr: [0, 10], M: [4, 8], d: [1, 2], preamble: ['gaussian', 'binary'] };
    const plan = await planOf([all], overSnr);
    expect(() => withShownGrid(plan, '--set')).toThrow(
      '--set: the grid has several values of M, d, preamble, which the figure cannot show beside snr; accepted: one value each',
    );
  });

  it('is as large as the filters of the figure leave it', async () => {
    const filtered = { ...overSnr, transform: [{ filter: { field: 'M', equal: 4 } }] };
    expect(hiddenAxes(await planOf([{ snr: [0, 10], M: [4, 8] }], filtered))).toEqual([]);
  });

  it('may have other axes that go along with a shown one', async () => {
    const along = [
      { snr: 0, M: 4 },
      { snr: 10, M: 8 },
    ];
    expect(hiddenAxes(await planOf(along, overSnr))).toEqual([]);
  });
});
