import { describe, expect, test } from 'vitest';
import {
  arctangent,
  cosineAndSine,
  decimalLogarithm,
  exponential,
  logarithm,
  power,
  tangent,
  tenTo,
  wholePower,
} from '../../src/random/elementary.ts';
import * as exact from './fixed-point.ts';

/** Numbers spread evenly over an interval, on a step that makes no pattern with powers of two; with its ends. */
function spread(least: number, most: number, count = 1500): number[] {
  const inner = Array.from({ length: count }, (_, i) => least + ((i * 0.6180339887498949) % 1) * (most - least));
  return [least, most, ...inner];
}

/** The largest error, in units in the last place, of a function over some numbers. */
function worst(numbers: readonly number[], ours: (x: number) => number, truth: (x: bigint) => bigint): number {
  return numbers.reduce((most, x) => Math.max(most, exact.unitsInLastPlace(ours(x), truth(exact.scaled(x)))), 0);
}

const powers = spread(-60, 60).map((x) => 2 ** x);

describe('elementary functions against series in 200 bits', () => {
  test('logarithms: natural to 1 unit in the last place, decimal to 3', () => {
    const numbers = [...powers, ...spread(0.4, 2.5), ...spread(1 - 1e-9, 1 + 1e-9, 100)].filter((x) => x !== 1);
    expect(worst(numbers, logarithm, exact.logarithm)).toBeLessThan(1);
    const decimal = (x: bigint) => exact.quotient(exact.logarithm(x), exact.ln10);
    expect(worst(numbers, decimalLogarithm, decimal)).toBeLessThan(3);
  });

  test('exponential: to 1 unit', () => {
    expect(worst([...spread(-40, 40), ...spread(-0.4, 0.4)], exponential, exact.exponential)).toBeLessThan(1);
  });

  test('powers of ten: to 4 units', () => {
    const truth = (x: bigint) => exact.exponential(exact.product(x, exact.ln10));
    expect(worst(spread(-15, 22), tenTo, truth)).toBeLessThan(4);
  });

  test('cosine and sine of turns: to 1.5 units, the tangent to 4', () => {
    const pair = new Float64Array(2);
    const part = (i: number) => (turns: number) => {
      cosineAndSine(turns, pair);
      return pair[i];
    };
    const angles = [...spread(-3, 3), ...spread(0.249999, 0.250001, 200), ...spread(1e5, 1e5 + 1)];
    const numbers = angles.filter((turns) => turns % 0.25 !== 0);
    for (const i of [0, 1]) {
      expect(worst(numbers, part(i), (turns) => exact.cosineAndSine(turns)[i])).toBeLessThan(1.5);
    }
    const truth = (turns: bigint) => {
      const [cosine, sine] = exact.cosineAndSine(turns);
      return exact.quotient(sine, cosine);
    };
    expect(worst(numbers, tangent, truth)).toBeLessThan(4);
  });

  test('whole powers: to as many units as the power says', () => {
    for (const n of [1, 2, 3, 10, 31, 100]) {
      const truth = (x: bigint) =>
        Array.from({ length: n }).reduce<bigint>((all) => exact.product(all, x), exact.scaled(1));
      expect(worst(spread(0.5, 1.5, 200), (x) => wholePower(x, n), truth)).toBeLessThan(n);
    }
  });

  test('powers: to 1 unit and 2 for every unit of their logarithm', () => {
    for (const y of [0.025, 0.5, 2.7, -3.3]) {
      const truth = (x: bigint) => exact.exponential(exact.product(exact.scaled(y), exact.logarithm(x)));
      const numbers = spread(0.02, 50, 300);
      const most = 1 + 2 * Math.abs(y) * Math.log(50);
      expect(worst(numbers, (x) => power(x, y), truth)).toBeLessThan(most);
    }
  });

  test('arctangent: to 5 units', () => {
    const numbers = [...spread(-2, 2), ...powers, ...powers.map((x) => -x)];
    expect(worst(numbers, arctangent, exact.inverseTangentOf)).toBeLessThan(5);
  });
});

describe('elementary functions at the ends and where they are exact', () => {
  test('logarithm of 1, exponential of 0, whole powers of ten', () => {
    expect(logarithm(1)).toBe(-0);
    expect(exponential(0)).toBe(1);
    for (let n = 0; n <= 22; n++) expect(tenTo(n)).toBe(Number(`1e${n}`));
    expect(tenTo(-3)).toBe(0.001);
  });

  test('whole powers, and powers of what is no normal number', () => {
    expect([wholePower(3, 5), wholePower(-2, 3), wholePower(7, 0)]).toEqual([243, -8, 1]);
    expect([power(0, 0.5), power(Number.POSITIVE_INFINITY, -1), power(1, 0.3)]).toEqual([0, 0, 1]);
    expect(power(Number.NaN, 0.5)).toBeNaN();
  });

  test('quarters of a turn', () => {
    const pair = new Float64Array(2);
    const quarters = Array.from({ length: 9 }, (_, i) => {
      cosineAndSine((i - 4) / 4, pair);
      return [...pair];
    });
    const [east, north, west, south] = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ];
    const expected = [east, north, west, south, east, north, west, south, east];
    for (const [i, pair] of quarters.entries())
      for (const j of [0, 1]) expect(pair[j]).toBeCloseTo(expected[i][j], 300);
  });

  test('exponentials too large and too small', () => {
    expect(exponential(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exponential(-746)).toBe(0);
    expect(exponential(-745)).toBe(Number.MIN_VALUE);
    expect(exponential(709.7)).toBeGreaterThan(1e308);
  });
});

describe('the series', () => {
  // To 14 digits: these functions of the engine are good to some units in the last place.
  test('agree with the functions of Math', () => {
    const number = (x: bigint) => Number(x >> 100n) / 2 ** 100;
    for (const x of spread(-5, 5, 300)) {
      expect(number(exact.exponential(exact.scaled(x))) / Math.exp(x)).toBeCloseTo(1, 13);
      expect(number(exact.inverseTangentOf(exact.scaled(x)))).toBeCloseTo(Math.atan(x), 13);
      expect(number(exact.logarithm(exact.scaled(2 ** x)))).toBeCloseTo(x * Math.LN2, 13);
    }
  });
});
