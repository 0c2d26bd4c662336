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

/** What is said in 70 seconds of bars that have so much stored at each of them. */
function saidBy(bars: () => ProgressBar[], storedAt: (second: number) => number): string[] {
  vi.useFakeTimers();
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const isTTY = process.stderr.isTTY;
  process.stderr.isTTY = false;
  const made = bars();
  for (let second = 0; second <= 70; second++) {
    for (const bar of made) bar.update({ total: 100, stored: storedAt(second) });
    vi.advanceTimersByTime(1000);
  }
  process.stderr.isTTY = isTTY;
  return said;
}

it('says a line now and then where nobody sees a bar, and none when it is to be quiet', () => {
  const bars = () => [
    new ProgressBar('fig1 training', { quiet: false, unit: 'steps' }),
    new ProgressBar('x', { quiet: true }),
  ];
  const said = saidBy(bars, (second) => second);
  expect(said).toEqual(['fig1 training: 30 of 100 steps, 70 s left\n', 'fig1 training: 60 of 100 steps, 40 s left\n']);
});

it('does not take the others to be as slow as the first, which waits for what has to start', () => {
  const said = saidBy(
    () => [new ProgressBar('fig1', { quiet: false })],
    (second) => Math.max(0, second - 29),
  );
  expect(said).toEqual(['fig1: 1 of 100 blocks\n', 'fig1: 31 of 100 blocks, 69 s left\n']);
});
