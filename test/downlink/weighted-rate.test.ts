import { describe, expect, test } from 'vitest';
import { WeightedRate } from '../../src/downlink/weighted-rate.ts';
import { engine, type Factor } from '../../src/lanes/index.ts';
import type { Precision } from '../../src/lanes/module.ts';

const d = 3;

/** Reciprocal diagonal entries of L_k, the same in every lane but the last, where they are 1. */
function set(L: Factor, entries: readonly number[]): void {
  const { width } = L.matrix.lanes;
  entries.forEach((entry, i) => {
    const real = L.reciprocals.at(Math.floor(i / d)).rowRange(i % d, 1);
    real.fill(entry);
    real.set(1, width - 1);
  });
}

/** sum_k alpha_k log det W_k, by the logarithm of every entry. */
function rate(alpha: Float64Array, entries: readonly number[]): number {
  return entries.reduce((total, entry, i) => total + alpha[Math.floor(i / d)] * 2 * Math.log(entry), 0) + offset(alpha);
}

const offset = (alpha: Float64Array) => -alpha.reduce((total, value) => total + value * d * Math.log(value), 0);

const cases = [
  { name: 'equal priorities', alpha: Float64Array.from({ length: 6 }, () => 0.7) },
  { name: 'priorities of their own', alpha: Float64Array.of(1, 0.3, 2) },
];

describe.each(cases)('the weighted rate, $name', ({ alpha }) => {
  const before = Array.from({ length: alpha.length * d }, (_, i) => 1 + ((7 * i) % 5) / 2);

  test.each([
    ['f64', 12],
    ['f32', 4],
  ] as const)('is the sum of logarithms, %s', (precision, digits) => {
    weighing(precision, alpha, (L, weighted) => {
      const s = L.matrix.lanes.scalar();
      set(L, before);
      weighted.growth(s);
      expect(weighted.at(0)).toBeCloseTo(rate(alpha, before), digits);
      expect(weighted.at(L.matrix.lanes.width - 1)).toBeCloseTo(offset(alpha), digits);
    });
  });

  test.each([1e-6, 1e-3, -1e-3, 0.05])('has grown by the difference, at steps of %d', (step) => {
    weighing('f64', alpha, (L, weighted) => {
      const s = L.matrix.lanes.scalar();
      const after = before.map((entry, i) => entry * (1 + (i % 4 === 0 ? -step / 2 : step)));
      const expected = rate(alpha, after) - rate(alpha, before);
      set(L, before);
      weighted.growth(s);
      set(L, after);
      weighted.growth(s);
      const largest = before.length * Math.abs(step);
      expect(Math.abs(s.get(0) / expected - 1)).toBeLessThan(largest ** 4 / 20 + 1e-8);
      expect(s.get(L.matrix.lanes.width - 1)).toBe(0);
      weighted.growth(s);
      expect(s.get(0)).toBe(0);
    });
  });

  test('has grown much where nothing was seen before, and is not a number where an entry is none', () => {
    weighing('f64', alpha, (L, weighted) => {
      const s = L.matrix.lanes.scalar();
      set(L, before);
      weighted.growth(s);
      expect(s.get(0)).toBeGreaterThan(1);
      weighted.growth(s);
      weighted.forget(1);
      weighted.growth(s);
      expect([s.get(0), s.get(1) > 1, s.get(2)]).toEqual([0, true, 0]);
      L.reciprocals.at(0).rowRange(0, 1).set(Number.NaN, 1);
      weighted.growth(s);
      expect([s.get(0), s.get(1), s.get(2)]).toEqual([0, Number.NaN, 0]);
    });
  });
});

function weighing(precision: Precision, alpha: Float64Array, use: (L: Factor, weighted: WeightedRate) => void): void {
  const lanes = engine(precision);
  lanes.scope(() => {
    const L = lanes.factor(d, alpha.length);
    use(L, new WeightedRate(L, alpha));
  });
}
