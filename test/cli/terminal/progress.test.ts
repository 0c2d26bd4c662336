import { afterEach, expect, it, vi } from 'vitest';
import { ProgressBar, timeLeft } from '../../../src/cli/terminal/progress.ts';

it('expects what remains to take as long as what is done', () => {
  expect(timeLeft(10_000, 0, 5)).toBe('');
  expect(timeLeft(10_000, 5, 10)).toBe(', 20 s left');
  expect(timeLeft(3000, 3, 0)).toBe(', 0 s left');
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('says a line now and then where nobody sees a bar, and none when it is to be quiet', () => {
  vi.useFakeTimers();
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const isTTY = process.stderr.isTTY;
  process.stderr.isTTY = false;
  const bars = [
    new ProgressBar('fig1 training', { quiet: false, unit: 'steps' }),
    new ProgressBar('x', { quiet: true }),
  ];
  for (let second = 0; second <= 70; second++) {
    for (const bar of bars) bar.update({ total: 100, stored: second });
    vi.advanceTimersByTime(1000);
  }
  process.stderr.isTTY = isTTY;
  expect(said).toEqual(['fig1 training: 30 of 100 steps, 70 s left\n', 'fig1 training: 60 of 100 steps, 40 s left\n']);
});
