import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { complexNormal, direction, negativeLogarithm, normal } from '../../src/random/box-muller.ts';
import { threefry2x32 } from '../../src/random/threefry.ts';
import * as exact from './fixed-point.ts';

const { ndtr } = createRequire(import.meta.url)('cephes') as { ndtr(x: number): number };

/** Words at which something changes: the ends, the powers of two, sqrt 2 times them, eighths of a turn; with their neighbours. */
const edges = Array.from({ length: 32 }, (_, i) => [
  2 ** i,
  Math.round(2 ** i * Math.SQRT2),
  2 ** 32 - 2 ** i,
  i * 2 ** 27,
])
  .flat()
  .flatMap((word) => Array.from({ length: 9 }, (_, i) => (word + i - 4) >>> 0));

/** Words spread evenly over all, on a step that shares no factor with 2^32. */
const spread = Array.from({ length: 8000 }, (_, i) => Math.imul(i, 1431653) >>> 0);

/** Words whose logarithm or sine is small: close to 2^32, or to a multiple of a quarter turn. */
const small = Array.from({ length: 1000 }, (_, i) => [
  2 ** 32 - 1 - Math.floor(1.02 ** i),
  ((i % 4) * 2 ** 30 + Math.floor(1.02 ** i)) >>> 0,
])
  .flat()
  .map((word) => word >>> 0);

const words = [...edges, ...spread, ...small];

/** The largest of the errors that `errors` gives for a word, over all words. */
function worst(errors: (word: number, index: number) => readonly number[]): number {
  return words.reduce((most, word, i) => Math.max(most, ...errors(word, i)), 0);
}

const pair = new Float64Array(2);

describe('the transform of Box and Muller against series in 200 bits', () => {
  test('-ln u: to 1 unit in the last place', () => {
    const error = (word: number) => exact.unitsInLastPlace(negativeLogarithm(word), exact.negativeLogarithm(word));
    expect(worst((word) => [error(word)])).toBeLessThan(1);
  });

  test('cosine and sine: to 1.5 units in the last place', () => {
    const errors = (word: number) => {
      direction(word, pair);
      return exact.direction(word).map((truth, i) => exact.unitsInLastPlace(pair[i], truth));
    };
    expect(worst(errors)).toBeLessThan(1.5);
  });

  test('both parts of an entry, and a real normal: to 3 units in the last place', () => {
    const errors = (word: number, i: number) => {
      const other = words[(i * 7919) % words.length];
      const bits = Int32Array.of(word, other);
      complexNormal(bits, pair, 0);
      const logarithm = exact.negativeLogarithm(word);
      const parts = exact.direction(other);
      const [modulus, amplitude] = [logarithm, 2n * logarithm].map(exact.squareRoot);
      return [
        ...parts.map((part, j) => exact.unitsInLastPlace(pair[j], exact.product(modulus, part))),
        exact.unitsInLastPlace(normal(bits), exact.product(amplitude, parts[0])),
      ];
    };
    expect(worst(errors)).toBeLessThan(3);
  });
});

describe('the series', () => {
  // To 15 digits: these functions of the engine are good to some units in the last place.
  test('agree with the functions of Math', () => {
    for (const word of spread) {
      const u = (word + 0.5) / 2 ** 32;
      const [cosine, sine] = exact.direction(word);
      expect(exact.unitsInLastPlace(-Math.log(u), exact.negativeLogarithm(word))).toBeLessThan(2);
      expect(Number(cosine) / 2 ** 200).toBeCloseTo(Math.cos(2 * Math.PI * u), 14);
      expect(Number(sine) / 2 ** 200).toBeCloseTo(Math.sin(2 * Math.PI * u), 14);
    }
  });
});

describe('distribution', () => {
  const count = 100_000;
  const draws = new Float64Array(2 * count);
  const bits = new Int32Array(2);
  for (let i = 0; i < count; i++) {
    threefry2x32(1, 2, 3, i, bits);
    complexNormal(bits, draws, 2 * i);
  }

  /** Largest distance between the empirical distribution and the uniform one, times the root of the number (Kolmogorov). */
  function distance(values: Float64Array): number {
    values.sort();
    const n = values.length;
    return Math.sqrt(n) * values.reduce((most, u, i) => Math.max(most, u - i / n, (i + 1) / n - u), 0);
  }

  // P(distance > 2.7) = 2 exp(-2 * 2.7^2) = 9e-7.
  test('the power is exponential, the phase uniform', () => {
    const power = Float64Array.from(
      { length: count },
      (_, i) => -Math.expm1(-(draws[2 * i] ** 2 + draws[2 * i + 1] ** 2)),
    );
    const phase = Float64Array.from(
      { length: count },
      (_, i) => 0.5 + Math.atan2(draws[2 * i + 1], draws[2 * i]) / (2 * Math.PI),
    );
    expect(distance(power)).toBeLessThan(2.7);
    expect(distance(phase)).toBeLessThan(2.7);
  });

  test('either part has the normal distribution function', () => {
    for (const part of [0, 1]) {
      const probability = Float64Array.from({ length: count }, (_, i) => ndtr(draws[2 * i + part] * Math.SQRT2));
      expect(distance(probability)).toBeLessThan(2.7);
    }
  });
});
