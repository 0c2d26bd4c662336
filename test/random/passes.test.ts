import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Passes } from '../../src/random/passes.ts';
import { streamsFor } from '../../src/random/streams.ts';

const streams = (seed: number) => streamsFor({ seed, experiment: 'test', scenario: 'passes' });

test('every pass takes every sample once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 2 ** 31 }), (size, seed) => {
      const passes = new Passes(size, streams(seed));
      for (const pass of [0, 1, 5]) {
        const order = Array.from({ length: size }, (_, i) => passes.at(pass * size + i));
        expect(order.toSorted((a, b) => a - b)).toEqual([...Array(size).keys()]);
      }
    }),
  );
});

test('the order is a function of seed and position, however it is asked for', () => {
  const all = new Passes(7, streams(1));
  const inOrder = Array.from({ length: 21 }, (_, i) => all.at(i));
  const another = new Passes(7, streams(1));
  for (const position of [20, 3, 9, 0, 14, 13]) expect(another.at(position)).toBe(inOrder[position]);
  const other = new Passes(7, streams(2));
  expect(Array.from({ length: 21 }, (_, i) => other.at(i))).not.toEqual(inOrder);
});

test('every order of three samples is as likely as the others', () => {
  const passes = new Passes(3, streams(4));
  const counts = new Map<string, number>();
  const draws = 6000;
  for (let pass = 0; pass < draws; pass++) {
    const order = [0, 1, 2].map((i) => passes.at(3 * pass + i)).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  const chi2 = [...counts.values()].reduce((sum, count) => sum + (count - draws / 6) ** 2 / (draws / 6), 0);
  // Exceeded with probability 1e-4 by chi-squared with five degrees of freedom.
  expect(chi2).toBeLessThan(25.7);
});
