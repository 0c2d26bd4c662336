import { expect, test } from 'vitest';
import { medianOf } from '../../../src/study/statistics/median.ts';

test('the median lies between order statistics of the sign test', () => {
  // Of 6 values only all: 2 / 64 of probability are beyond. Of 11 the second and the last but one: 2 (1 + 11) / 2048, and 2 (1 + 11 + 55) would be 0.065.
  expect(medianOf([3, 1, 2, 6, 5, 4])).toEqual({ n: 6, median: 3.5, ci95Low: 1, ci95High: 6 });
  const eleven = Array.from({ length: 11 }, (_, i) => 11 - i);
  expect(medianOf(eleven)).toEqual({ n: 11, median: 6, ci95Low: 2, ci95High: 10 });
});

test('fewer than six values have no interval of 95 %', () => {
  expect(medianOf([2, 9, 1, 4, 3])).toEqual({ n: 5, median: 3, ci95Low: null, ci95High: null });
});
