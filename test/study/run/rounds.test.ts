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
    expect(rounds.begin()).toBe(true);
    expect([...rounds.ranges()]).toEqual([
      { first: 0, count: 40 },
      { first: 40, count: 40 },
      { first: 80, count: 20 },
    ]);
    rounds.settle(() => expect.unreachable());
    expect(rounds.begin()).toBe(false);
    expect(rounds.trials).toBe(100);
  });

  it('goes on in whole rounds until every interval of a metric is narrow enough', () => {
    const rounds = new PointRounds(point, plan({ trials: 50, ciWidth: 1 }));
    rounds.begin();
    rounds.settle(() => [row('wsr', 0, 1), row('wsr', 0, 1.1)]);
    expect(rounds.begin()).toBe(true);
    expect([...rounds.rangesOf(1)]).toEqual([
      { first: 50, count: 40 },
      { first: 90, count: 10 },
    ]);
    rounds.settle(() => [row('wsr', 0, 1), row('wsr', null, null)]);
    expect(rounds.begin()).toBe(true);
    rounds.settle(() => [row('wsr', 0, 1), row('iterations', 0, 99)]);
    expect(rounds.begin()).toBe(false);
    expect([rounds.rounds, rounds.trials]).toEqual([3, 150]);
    expect([...rounds.ranges()].map(({ first }) => first)).toEqual([0, 40, 50, 90, 100, 140]);
  });

  it('ends at the most trials, a hundred rounds unless the profile says otherwise', () => {
    const wide = () => [row('wsr', 0, 9)];
    const few = new PointRounds(point, plan({ trials: 40, ciWidth: 1, maxTrials: 100 }));
    const counts = [];
    while (few.begin()) {
      counts.push([...few.rangesOf(few.rounds - 1)].reduce((sum, { count }) => sum + count, 0));
      few.settle(wide);
    }
    expect(counts).toEqual([40, 40, 20]);
    const many = new PointRounds(point, plan({ trials: 40, ciWidth: 1 }));
    while (many.begin()) many.settle(wide);
    expect(many.trials).toBe(4000);
  });
});
