import { expect, it } from 'vitest';
import { timeLeft } from '../../../src/cli/terminal/progress.ts';

it('expects what remains to take as long as what is done', () => {
  expect(timeLeft(10_000, 0, 5)).toBe('');
  expect(timeLeft(10_000, 5, 10)).toBe(', 20 s left');
  expect(timeLeft(3000, 3, 0)).toBe(', 0 s left');
});
