import { describe, expect, test } from 'vitest';
import { engine, load, loadLane, realsPerTrial, store, storeLane } from '../../src/lanes/index.ts';

const counting = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 1);

describe('one lane', () => {
  test('is filled and read alone, in the order of an array', () => {
    const lanes = engine('f64');
    lanes.scope(() => {
      const X = lanes.complex(2, 3, 2);
      const perTrial = realsPerTrial(X);
      expect(perTrial).toBe(24);
      const trials = counting(5 * perTrial);
      load(X, trials, { first: 0, count: 1 });
      loadLane(X, trials, 3, 5);
      const back = new Float64Array(2 * perTrial);
      storeLane(X, back, 1, 5);
      expect(back.subarray(0, perTrial)).toEqual(new Float64Array(perTrial));
      expect(back.subarray(perTrial)).toEqual(trials.subarray(3 * perTrial, 4 * perTrial));
      const all = new Float64Array(lanes.width * perTrial);
      store(X, all, { first: 0, count: lanes.width });
      for (let lane = 0; lane < lanes.width; lane++) {
        const trial = lane === 5 ? 3 : 0;
        expect(all.subarray(lane * perTrial, (lane + 1) * perTrial)).toEqual(
          trials.subarray(trial * perTrial, (trial + 1) * perTrial),
        );
      }
    });
  });

  test('of a block is the block of its trial', () => {
    const lanes = engine('f64');
    lanes.scope(() => {
      const X = lanes.complex(3, 2);
      loadLane(X.block(1, 1, 2, 1), counting(12), 2, 7);
      const out = new Float64Array(12);
      storeLane(X, out, 0, 7);
      expect([...out]).toEqual([0, 0, 0, 0, 0, 0, 9, 10, 0, 0, 11, 12]);
    });
  });

  test('refuses an array without the trial', () => {
    const lanes = engine('f64');
    lanes.scope(() => {
      const x = lanes.real(2, 2);
      expect(() => loadLane(x, counting(11), 2, 0)).toThrow(RangeError);
      expect(() => storeLane(x, counting(11), 2, 0)).toThrow(RangeError);
    });
  });
});
