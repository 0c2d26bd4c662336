import { describe, expect, it } from 'vitest';
import { formatEstimate } from '../../../src/cli/terminal/run-summary.ts';
import type { Row } from '../../../src/study/results/row.ts';

describe('formatEstimate', () => {
  const row = (mean: number, half: number | null) =>
    ({ mean, ci95Low: half && mean - half, ci95High: half && mean + half }) as Row;

  it.each([
    [row(19.73456, 0.0123), '19.735', '[19.722, 19.747]'],
    [row(-3.4, 0.8), '-3.40', '[-4.20, -2.60]'],
    [row(12345.6, 789), '12346', '[11557, 13135]'],
    [row(0.5, null), '0.500000', '-'],
  ])('shows two digits of the half width: %#', (estimate, mean, interval) => {
    expect(formatEstimate(estimate)).toEqual([mean, interval]);
  });
});
