import { describe, expect, it } from 'vitest';
import { lostAgainst, ratiosOf, storedRatios } from '../../bench/check.ts';
import { measured, ratio } from '../../bench/measurement.ts';
import { alternate } from '../../src/study/times/alternate.ts';

describe('a benchmark', () => {
  it('takes the median of its rounds, with the quartiles', () => {
    const { value, quartiles } = measured('x', [5, 1, 2, 4, 3], 'ms');
    expect([value, quartiles]).toEqual([3, [2, 4]]);
    expect(measured('x', [1, 2], 'ms')).toMatchObject({ value: 1.5, quartiles: [1.25, 1.75] });
  });

  it('divides round by round, since what else the machine does meets both', () => {
    expect(ratio('x', [2, 20, 200], [1, 10, 100])).toMatchObject({ value: 2, quartiles: [2, 2] });
  });

  it('runs its works in turn, and takes the times that a peer states', async () => {
    const order: string[] = [];
    const works = [
      () => order.push('own'),
      {
        async step() {
          order.push('peer');
          return { wall: 7, processor: 5 };
        },
      },
    ];
    const [own, peer] = await alternate(2, works);
    expect(order).toEqual(['own', 'peer', 'own', 'peer', 'own', 'peer']);
    expect(own).toHaveLength(2);
    expect(peer).toEqual([5, 5]);
    expect((await alternate(1, works, 'wall'))[1]).toEqual([7]);
  });
});

describe('bench --check', () => {
  const stored = { 'a / ours': 10, 'b / ours': 2 };

  it('names the ratios that are more than 15 % below the stored ones', () => {
    expect(lostAgainst(stored, { 'a / ours': 8.6, 'b / ours': 1.8 })).toEqual([]);
    expect(lostAgainst(stored, { 'a / ours': 8.4, 'b / ours': 2.5 })).toEqual([
      { name: 'a / ours', stored: 10, found: 8.4 },
    ]);
  });

  it('is undecided where nothing can be compared', () => {
    expect(lostAgainst(stored, {})).toBeUndefined();
    expect(lostAgainst(stored, { 'c / ours': 3 })).toBeUndefined();
  });

  it('looks at ratios to our time alone', () => {
    expect(ratiosOf([measured('a', [1], 'ms'), ratio('a / ours', [3], [1]), ratio('a / ista-gs', [3], [1])])).toEqual({
      'a / ours': 3,
    });
  });

  it('has ratios to compare with', () => {
    const ratios = storedRatios();
    expect(Object.keys(ratios).length).toBeGreaterThan(10);
    for (const [name, value] of Object.entries(ratios)) {
      expect(name).toMatch(/ \/ ours$/);
      expect(value).toBeGreaterThan(0);
    }
  });
});
