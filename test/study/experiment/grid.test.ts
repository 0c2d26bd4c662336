import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/messages.ts';
import type { AxisValue } from '../../../src/study/experiment/axis-values.ts';
import { expandGrids, type WrittenGrid } from '../../../src/study/experiment/grid.ts';
import { toyProblem } from '../toy.ts';

/** A grid whose axes stand at `file:1:<axis>`. */
function grid(axes: Record<string, AxisValue | AxisValue[]>): WrittenGrid {
  const written = Object.entries(axes).map(([name, values]) => [name, { values, place: `file:1:${name}` }]);
  return { axes: Object.fromEntries(written), place: 'file:1:1' };
}

const scenarios = (...grids: WrittenGrid[]) => expandGrids(grids, toyProblem).map(({ scenario }) => scenario);

/** The lines of the UserError that `action` throws. */
function linesOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message.split('\n');
  }
  throw new Error('nothing was refused');
}

describe('a grid', () => {
  it('is the product of its axes, the last axis of the problem fastest, defaults filled in', () => {
    expect(scenarios(grid({ snr: [0, 5], M: [2, 3] }))).toEqual([
      { M: 2, d: 1, snr: 0, preamble: 'gaussian' },
      { M: 2, d: 1, snr: 5, preamble: 'gaussian' },
      { M: 3, d: 1, snr: 0, preamble: 'gaussian' },
      { M: 3, d: 1, snr: 5, preamble: 'gaussian' },
    ]);
  });

  it('is joined with the others, and no scenario comes twice', () => {
    const joined = scenarios(grid({ snr: '0:5:10' }), grid({ snr: [5, 15] }), grid({ snr: 0, M: 4 }));
    expect(joined.map(({ snr }) => snr)).toEqual([0, 5, 10, 15]);
  });

  it('has as many points as combinations', () => {
    const sizes = fc.record({ M: fc.integer({ min: 1, max: 6 }), snr: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(sizes, ({ M, snr }) => {
        const points = scenarios(grid({ M: `1:1:${M}`, snr: `1:1:${snr}` }));
        expect(points).toHaveLength(M * snr);
        expect(new Set(points.map((point) => `${point.M}/${point.snr}`)).size).toBe(M * snr);
      }),
    );
  });

  it('gives equal draws to scenarios that differ only in a shared axis', () => {
    const [a, b, c] = expandGrids([grid({ M: [2, 3], snr: [0, 5] })], toyProblem);
    expect(a.drawHash).toBe(b.drawHash);
    expect(a.hash).not.toBe(b.hash);
    expect(a.drawHash).not.toBe(c.drawHash);
  });
});

describe('an impossible scenario', () => {
  it('is refused with the place of the axis, the value, and what is accepted', () => {
    expect(linesOf(() => scenarios(grid({ M: 0 })))).toEqual(['file:1:M: M = 0; accepted: at least 1']);
    expect(linesOf(() => scenarios(grid({ M: 2.5 })))).toEqual(['file:1:M: M = 2.5; accepted: a whole number']);
    expect(linesOf(() => scenarios(grid({ snr: 'loud' })))).toEqual(['file:1:snr: snr = "loud"; accepted: a number']);
    expect(linesOf(() => scenarios(grid({ preamble: 'chirp' })))).toEqual([
      'file:1:preamble: preamble = "chirp"; accepted: "gaussian" or "binary"',
    ]);
  });

  it('is refused by rules that tie axes together', () => {
    expect(linesOf(() => scenarios(grid({ d: 9 })))).toEqual(['file:1:d: d = 9; accepted: at most M']);
  });

  it('stands in the message of its grid where the axis was not written', () => {
    const strict = {
      ...toyProblem,
      scenario: toyProblem.scenario.refine(() => false, { error: 'never', path: ['snr'] }),
    };
    expect(linesOf(() => expandGrids([grid({ M: 2 })], strict))).toEqual(['file:1:1: snr is missing; never']);
  });

  it('is named once, and together with all others', () => {
    expect(linesOf(() => scenarios(grid({ M: [0, 99], snr: [0, 5, 'loud'] })))).toEqual([
      'file:1:M: M = 0; accepted: at least 1',
      'file:1:snr: snr = "loud"; accepted: a number',
      'file:1:M: M = 99; accepted: at most 64',
    ]);
  });

  it('may be an axis that the problem does not have', () => {
    expect(linesOf(() => scenarios(grid({ sn: 0 })))).toEqual(['file:1:sn: unknown axis "sn"; did you mean "snr"?']);
  });

  it('may be one of far too many', () => {
    expect(linesOf(() => scenarios(grid({ M: '1:1:64', d: '1:1:64', snr: '1:1:64' })))).toEqual([
      'file:1:1: 262144 scenarios are too many; accepted: at most 10000',
    ]);
  });
});
