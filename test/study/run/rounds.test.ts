import { describe, expect, it } from 'vitest';
import type { Plan, Point } from '../../../src/study/experiment/plan.ts';
import type { Row } from '../../../src/study/results/row.ts';
import { PointRounds } from '../../../src/study/run/rounds.ts';

const point = {} as Point;
const plan = (profile: object) => ({ profile, firstTrial: 0, blockSize: 40, metrics: ['wsr'] }) as unknown as Plan;
const row = (metric: string, low: number | null, high: number | null) =>
  ({ metric, ci95Low: low, ci95High: high }) as Row;

describe('PointRounds', () => {
  it('is settled after one round where no width is asked for, without looking at the rows', () => {
    const rounds = new PointRounds(point, plan({ trials: 100 }));
    expect(rounds.begin()).toEqual([
      { first: 0, count: 40 },
      { first: 40, count: 40 },
      { first: 80, count: 20 },
    ]);
    rounds.settle(() => expect.unreachable());
    expect(rounds.begin()).toEqual([]);
    expect(rounds.trials).toBe(100);
  });

  it('goes on in whole rounds until every interval of a metric is narrow enough', () => {
    const rounds = new PointRounds(point, plan({ trials: 50, ciWidth: 1 }));
    rounds.begin();
    rounds.settle(() => [row('wsr', 0, 1), row('wsr', 0, 1.1)]);
    expect(rounds.begin()).toEqual([
      { first: 50, count: 40 },
      { first: 90, count: 10 },
    ]);
    rounds.settle(() => [row('wsr', 0, 1), row('wsr', null, null)]);
    expect(rounds.begin()).toHaveLength(2);
    rounds.settle(() => [row('wsr', 0, 1), row('iterations', 0, 99)]);
    expect(rounds.begin()).toEqual([]);
    expect(rounds.trials).toBe(150);
    expect(rounds.ranges.reduce((sum, { count }) => sum + count, 0)).toBe(150);
  });

  it('ends at the most trials, a hundred rounds unless the profile says otherwise', () => {
    const wide = () => [row('wsr', 0, 9)];
    const few = new PointRounds(point, plan({ trials: 40, ciWidth: 1, maxTrials: 100 }));
    const counts = [];
    for (let begun = few.begin(); begun.length > 0; begun = few.begin()) {
      counts.push(begun.reduce((sum, { count }) => sum + count, 0));
      few.settle(wide);
    }
    expect(counts).toEqual([40, 40, 20]);
    const many = new PointRounds(point, plan({ trials: 40, ciWidth: 1 }));
    while (many.begin().length > 0) many.settle(wide);
    expect(many.trials).toBe(4000);
  });
});
