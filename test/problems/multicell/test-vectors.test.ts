import { describe, expect, test } from 'vitest';
import { run } from './solving.ts';
import { vectorChannels } from './vectors.ts';

/*
 * Sum rates that an independent program (NumPy, float64) gave for channels of a closed form, to eight decimals.
 */

test('the channels are those of the formula', () => {
  const { H } = vectorChannels(2, 2, 4);
  const at = 2 * ((1 * 4 + 0) * 8 + 1 * 4 + 2);
  expect(H[at]).toBeCloseTo(-0.2987546531, 10);
  expect(H[at + 1]).toBeCloseTo(-0.2135356027, 10);
});

describe.each([
  { sizes: [2, 2, 4], start: 8.97852943, after: { 1: 12.91994861, 5: 17.15028723, 20: 17.26309667 } },
  { sizes: [2, 1, 8], start: 14.6969064, after: { 1: 15.77690671, 5: 16.19167828, 20: 16.56809206 } },
  { sizes: [2, 2, 16], start: 15.34107962, after: { 1: 28.85885727, 5: 35.76984249, 20: 36.09929836 } },
])('(B, U, Nt) = $sizes', ({ sizes, start, after }) => {
  const [B, U, Nt] = sizes;
  const instance = vectorChannels(B, U, Nt);

  test('maximum ratio transmission', async () => {
    const { metrics } = await run('mrt', instance, {}, ['sum-rate']);
    expect(metrics.get('sum-rate null')![0]).toBeCloseTo(start, 7);
  });

  test.each(['smaller', 'antennas'])('WMMSE from there, %s system', async (system) => {
    const parameters = { iterations: 20, start: 'mrt', powerTolerance: 1e-11, system };
    const { metrics } = await run('wmmse', instance, parameters, ['sum-rate']);
    for (const [iteration, rate] of Object.entries(after)) {
      expect(Math.abs(metrics.get(`sum-rate ${iteration}`)![0] - rate)).toBeLessThan(1e-8);
    }
  });
});

test('regularized zero-forcing', async () => {
  const instance = vectorChannels(2, 2, 4);
  const rate = async (users: string) => {
    const { metrics } = await run('regularized-zero-forcing', instance, { users }, ['sum-rate']);
    return metrics.get('sum-rate null')![0];
  };
  expect(Math.abs((await rate('all cells')) - 13.05469104)).toBeLessThan(1e-8);
  expect(Math.abs((await rate('own cell')) - 11.9135167)).toBeLessThan(1e-8);
});
