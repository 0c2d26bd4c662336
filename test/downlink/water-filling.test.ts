import fc from 'fast-check';
import { expect, test } from 'vitest';
import { waterFilling } from '../../src/downlink/water-filling.ts';

test('worked by hand: gains 1 and 1/4 with power 2 leave the weak one dry; with power 5 the level is 5', () => {
  // Level: (2 + 1) / 1 = 3 < 4 = 1 / gain.
  expect(
    waterFilling(
      [
        { gain: 1, weight: 1 },
        { gain: 0.25, weight: 1 },
      ],
      2,
    ),
  ).toEqual([2, 0]);
  // (5 + 1 + 4) / 2 = 5.
  expect(
    waterFilling(
      [
        { gain: 0.25, weight: 1 },
        { gain: 1, weight: 1 },
      ],
      5,
    ),
  ).toEqual([1, 4]);
  // Weights 2 and 1 with gains 1 and power 4: levels 2 l and l, 3 l = 6.
  expect(
    waterFilling(
      [
        { gain: 1, weight: 2 },
        { gain: 1, weight: 1 },
      ],
      4,
    ),
  ).toEqual([3, 1]);
});

test('spends nothing where there is no gain, and says so where one is not a number', () => {
  expect(
    waterFilling(
      [
        { gain: 0, weight: 1 },
        { gain: 0, weight: 1 },
      ],
      3,
    ),
  ).toEqual([0, 0]);
  expect(
    waterFilling(
      [
        { gain: 0, weight: 1 },
        { gain: 2, weight: 1 },
      ],
      3,
    ),
  ).toEqual([0, 3]);
  expect(
    waterFilling(
      [
        { gain: Number.NaN, weight: 1 },
        { gain: 2, weight: 1 },
      ],
      3,
    ),
  ).toEqual([Number.NaN, Number.NaN]);
});

test('keeps the conditions of Karush, Kuhn and Tucker', () => {
  const subchannel = fc.record({
    gain: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
    weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
  });
  const power = fc.double({ min: 1e-2, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(fc.array(subchannel, { minLength: 1, maxLength: 9 }), power, (subchannels, P) => {
      const powers = waterFilling(subchannels, P);
      expect(powers.reduce((sum, p) => sum + p) / P).toBeCloseTo(1, 9);
      // d/dp of weight log(1 + gain p) is lambda where p > 0, and at most lambda where p = 0.
      const slopes = subchannels.map(({ gain, weight }, i) => (weight * gain) / (1 + gain * powers[i]));
      const lambda = Math.max(...slopes);
      powers.forEach((p, i) => {
        expect(p).toBeGreaterThanOrEqual(0);
        if (p > 1e-9 * P) expect(slopes[i] / lambda).toBeCloseTo(1, 6);
      });
    }),
  );
});
