import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatFor,
  multiples,
  powersAround,
  powersInside,
  tickStep,
  ticksAround,
  ticksInside,
} from '../../../src/figures/axes/ticks.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-3);

describe('linear ticks', () => {
  test.each([
    [0, 10, 5, [0, 2, 4, 6, 8, 10]],
    [1, 7, 6, [1, 2, 3, 4, 5, 6, 7]],
    [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-30, 0, 6, [-30, -25, -20, -15, -10, -5, 0]],
  ])('from %d to %d, about %d of them', (low, high, count, values) => {
    expect(ticksInside(low, high, count).values).toEqual(values);
  });

  test('around data: round ends, room above and below, and no crossing of zero', () => {
    expect(ticksAround(13.8, 17.7, 6).domain).toEqual([13.5, 18]);
    expect(ticksAround(0.02, 9.5, 5).domain).toEqual([0, 10]);
    expect(ticksAround(-19.9, -0.01, 5).domain[1]).toBe(0);
    expect(ticksAround(20, 20, 5).domain).toEqual([17, 23]);
  });

  test('hold the data for all data', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 3, max: 10 }), (a, b, count) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const { domain, values } = ticksAround(low, high, count);
        const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1e-3);
        expect(domain[0]).toBeLessThanOrEqual(low + slack);
        expect(domain[1]).toBeGreaterThanOrEqual(high - slack);
        expect(values[0]).toBe(domain[0]);
        expect(values.at(-1)).toBe(domain[1]);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.length).toBeLessThanOrEqual(2 * count + 4);
        if (low >= 0) expect(domain[0]).toBeGreaterThanOrEqual(0);
        if (high < 0) expect(domain[1]).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('stand 1, 2 or 5 times a power of ten apart', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1e8, noNaN: true }), fc.integer({ min: 2, max: 12 }), (span, count) => {
        const digits = tickStep(span, count).toExponential(6);
        expect(digits).toMatch(/^[125]\.000000e/);
      }),
    );
  });

  test('carry no rounding error', () => {
    expect(multiples(0, 0.5, 0.1)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });
});

describe('powers', () => {
  test('around and inside a range', () => {
    expect(powersAround(3e-5, 0.2, 10)).toEqual({ domain: [1e-5, 1], values: [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1] });
    expect(powersAround(0.001, 0.001, 10).domain).toEqual([1e-3, 1e-2]);
    expect(powersInside(2e-4, 0.5, 10).values).toEqual([1e-3, 1e-2, 0.1]);
    expect(powersInside(100, 800, 2).values).toEqual([128, 256, 512]);
  });
});

test('labels print every tick in full and no more', () => {
  expect(formatFor([0, 5, 10])).toBe('.0f');
  expect(formatFor([13.5, 14, 14.5])).toBe('.1f');
  expect(formatFor([0, 0.25, 0.5])).toBe('.2f');
  expect(formatFor([0, 1e7])).toBe('~g');
});
