import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Purpose, streamsFor } from '../../src/random/streams.ts';

const of = (seed: number, experiment = 'e', scenario = 's') => streamsFor({ seed, experiment, scenario });
const words = (count: number, seed = 1, purpose: Purpose = 'channel', trial = 0) => {
  const stream = of(seed).of(purpose, trial);
  return Array.from({ length: count }, () => stream.word());
};

describe('streams', () => {
  test('are functions of seed, experiment, scenario, purpose and trial', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        fc.nat(),
        (seed, experiment, scenario, trial) => {
          const once = of(seed, experiment, scenario).of('noise', trial);
          const again = of(seed, experiment, scenario).of('noise', trial);
          for (let draw = 0; draw < 5; draw++) expect(again.word()).toBe(once.word());
        },
      ),
    );
  });

  test('differ where anything that they depend on differs', () => {
    const first = (streams: ReturnType<typeof of>, purpose: Purpose, trial: number) => {
      const stream = streams.of(purpose, trial);
      return `${stream.word()} ${stream.word()}`;
    };
    const all = [
      first(of(1), 'channel', 0),
      first(of(2), 'channel', 0),
      first(of(1, 'f'), 'channel', 0),
      first(of(1, 'e', 't'), 'channel', 0),
      first(of(1), 'noise', 0),
      first(of(1), 'channel', 1),
      first(of(1, 'es', ''), 'channel', 0),
      first(of(1, '', 'es'), 'channel', 0),
      first(of(1, 'e\0', 's'), 'channel', 0),
      first(of(1, 'e', '\0s'), 'channel', 0),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('of a repeated trial begin with the stream of the trial that is not repeated', () => {
    const first = (...repetition: number[]) =>
      of(1)
        .of('initial point', 7, ...repetition)
        .word();
    expect(first(0)).toBe(first());
    expect(new Set([0, 1, 2, 10, 11].map((repetition) => first(repetition))).size).toBe(5);
    expect(first(11)).toBe(first(11));
  });

  test('skip draws: what follows is as if they had been taken', () => {
    const [taken, skipped] = [of(4).of('noise', 2), of(4).of('noise', 2)];
    taken.word();
    skipped.word();
    taken.normal();
    taken.complexNormal(new Float64Array(6));
    skipped.skip(4);
    for (let draw = 0; draw < 5; draw++) expect(skipped.normal()).toBe(taken.normal());
  });

  test('a trial or purpose drawn in between changes nothing', () => {
    const streams = of(3);
    const alone = streams.of('channel', 5);
    const expected = [alone.word(), alone.word(), alone.word()];
    const shared = streams.of('channel', 5);
    const got: number[] = [];
    for (let i = 0; i < 3; i++) {
      streams.of('noise', 5).normal();
      streams.of('channel', 6).complexNormal(new Float64Array(8));
      got.push(shared.word());
    }
    expect(got).toEqual(expected);
  });

  test('a complex normal takes one block, whatever the length of the fill', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (first, second) => {
        const whole = new Float64Array(2 * (first + second));
        of(9).of('channel', 2).complexNormal(whole);
        const stream = of(9).of('channel', 2);
        const parts = [new Float64Array(2 * first), new Float64Array(2 * second)];
        for (const part of parts) stream.complexNormal(part);
        expect([...parts[0], ...parts[1]]).toEqual([...whole]);
      }),
    );
  });

  test('the trials of a range at once have the numbers of their streams', () => {
    const streams = of(10);
    const [first, perTrial] = [2 ** 31 - 1, 14];
    const together = new Float64Array(3 * perTrial);
    streams.complexNormals('channel', first, perTrial, together);
    for (let i = 0; i < 3; i++) {
      const alone = new Float64Array(perTrial);
      streams.of('channel', first + i).complexNormal(alone);
      expect([...together.subarray(i * perTrial, (i + 1) * perTrial)]).toEqual([...alone]);
    }
  });

  test('normals, complex normals and directions are those of the transform of Box and Muller', () => {
    const [stream, bits] = [of(6).of('noise', 3), of(6).of('noise', 3)];
    const uniform = () => (bits.word() + 0.5) / 2 ** 32;
    const [entry, towards] = [new Float64Array(2), new Float64Array(2)];
    for (let draw = 0; draw < 100; draw++) {
      const [a, b, c, d, e, f] = Array.from({ length: 6 }, uniform);
      expect(stream.normal()).toBeCloseTo(Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b), 13);
      stream.complexNormal(entry);
      expect(entry[0]).toBeCloseTo(Math.sqrt(-Math.log(c)) * Math.cos(2 * Math.PI * d), 13);
      expect(entry[1]).toBeCloseTo(Math.sqrt(-Math.log(c)) * Math.sin(2 * Math.PI * d), 13);
      for (const u of [e, f]) {
        stream.direction(towards);
        expect(towards[0]).toBeCloseTo(Math.cos(2 * Math.PI * u), 13);
        expect(towards[1]).toBeCloseTo(Math.sin(2 * Math.PI * u), 13);
      }
    }
  });

  test('uniforms are the middles of 2^32 cells of the open unit interval', () => {
    const stream = of(4).of('activity', 0);
    for (const word of words(1000, 4, 'activity')) {
      const uniform = stream.uniform();
      expect(uniform).toBe((word + 0.5) / 2 ** 32);
      expect(uniform).toBeGreaterThan(0);
      expect(uniform).toBeLessThan(1);
    }
  });
});

// Moments over `count` draws; each tolerance is five standard deviations of the estimate.
describe('moments', () => {
  const count = 200_000;
  const five = 5 / Math.sqrt(count);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const power = (values: readonly number[], exponent: number) => mean(values.map((value) => value ** exponent));

  test('of the uniform', () => {
    const stream = of(11).of('activity', 0);
    const values = Array.from({ length: count }, () => stream.uniform() - 0.5);
    expect(Math.abs(mean(values))).toBeLessThan(five * Math.sqrt(1 / 12));
    expect(Math.abs(power(values, 2) - 1 / 12)).toBeLessThan(five * Math.sqrt(1 / 180));
  });

  test('of the normal', () => {
    const stream = of(12).of('noise', 0);
    const values = Array.from({ length: count }, () => stream.normal());
    expect(Math.abs(mean(values))).toBeLessThan(five);
    expect(Math.abs(power(values, 2) - 1)).toBeLessThan(five * Math.sqrt(2));
    expect(Math.abs(power(values, 3))).toBeLessThan(five * Math.sqrt(15));
    expect(Math.abs(power(values, 4) - 3)).toBeLessThan(five * Math.sqrt(96));
  });

  test('of the complex normal: unit variance, circular, parts and neighbours uncorrelated', () => {
    const values = new Float64Array(2 * count);
    of(13).of('channel', 0).complexNormal(values);
    const re = Array.from({ length: count }, (_, i) => values[2 * i]);
    const im = Array.from({ length: count }, (_, i) => values[2 * i + 1]);
    const product = (x: readonly number[], y: readonly number[]) => mean(x.map((value, i) => value * y[i]));
    for (const part of [re, im]) {
      expect(Math.abs(mean(part))).toBeLessThan(five * Math.SQRT1_2);
      expect(Math.abs(power(part, 2) - 0.5)).toBeLessThan(five * Math.SQRT1_2);
      expect(Math.abs(product(part, [...part.slice(1), part[0]]))).toBeLessThan(five * 0.5);
    }
    expect(Math.abs(product(re, im))).toBeLessThan(five * 0.5);
  });

  test('streams of neighbouring trials, seeds and purposes are uncorrelated', () => {
    const draws = (seed: number, purpose: Purpose, trial: number) => {
      const values = new Float64Array(count);
      of(seed).of(purpose, trial).complexNormal(values);
      return values;
    };
    const base = draws(14, 'channel', 0);
    for (const other of [draws(14, 'channel', 1), draws(15, 'channel', 0), draws(14, 'noise', 0)]) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += base[i] * other[i];
      expect(Math.abs(sum / count)).toBeLessThan(five * 0.5);
    }
  });

  test('the first draws of successive trials are uniform: chi-square over 64 cells', () => {
    const cells = new Float64Array(64);
    const streams = of(16);
    for (let trial = 0; trial < 64_000; trial++) cells[streams.of('channel', trial).word() >>> 26]++;
    const chiSquare = cells.reduce((sum, observed) => sum + (observed - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: mean 63, standard deviation 11.2.
    expect(chiSquare).toBeGreaterThan(63 - 5 * 11.2);
    expect(chiSquare).toBeLessThan(63 + 5 * 11.2);
  });
});
