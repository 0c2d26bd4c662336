import { describe, expect, it } from 'vitest';
import { byOperand, measure, measureUnpaired, type OperandSample } from '../../../src/study/claims/evidence.ts';
import type { Operand, Quantity } from '../../../src/study/claims/quantity.ts';
import { row } from './curves.ts';

const operand = (solver: string): Operand => ({ solver, metric: 'rate', scenario: { snr: 10 }, iteration: 1 });
const sample = (solver: string, ...values: number[]): OperandSample => ({
  operand: operand(solver),
  kind: 'mean',
  values: Float64Array.from(values),
});
const difference = (a: string, b: string): Quantity => ({
  kind: 'combination',
  terms: [
    { weight: 1, operand: operand(a) },
    { weight: -1, operand: operand(b) },
  ],
});

describe('evidence', () => {
  it('is paired over the trials, and had once for each quantity', () => {
    const samples = [sample('a', 1, 5, 9), sample('b', 2, 7, 9), sample('c', 0, 0, 0)];
    const [evidence, ...others] = measure([difference('a', 'b'), difference('a', 'b')], samples);
    expect(others).toEqual([]);
    // Differences -1, -2, 0.
    expect(evidence.estimate).toMatchObject({ n: 3, mean: -1 });
    expect(evidence.estimate?.stderr).toBeCloseTo(1 / Math.sqrt(3), 12);
  });

  it('of a spread is the ratio of the standard deviations over the trials', () => {
    const spread: Quantity = { kind: 'spread', a: operand('a'), b: operand('b') };
    const [{ estimate }] = measure([spread], [sample('a', 1, 5, 9, 5), sample('b', 102, 100, 98, 100)]);
    // Deviations of b are minus half of those of a in every trial: nothing is left to chance.
    expect(estimate?.mean).toBeCloseTo(2, 14);
    expect(estimate?.stderr).toBeCloseTo(0, 14);
    const rows = byOperand([row('a', { snr: 10 }, 1, 5), row('b', { snr: 10 }, 1, 3)]);
    expect(measureUnpaired(spread, rows)).toBeUndefined();
  });

  it('is null where the quantity has no value, and absent where a point is', () => {
    const ratio: Quantity = { kind: 'ratio', a: operand('a'), b: operand('b') };
    expect(measure([ratio], [sample('a', 1, 2), sample('b', 0, 0)])).toEqual([{ quantity: ratio, estimate: null }]);
    expect(measure([ratio], [sample('a', 1, 2)])).toEqual([]);
  });

  it('does not depend on the order in which keys were written', () => {
    const scenario = { M: 2, snr: 10 };
    const turned = { snr: 10, M: 2 };
    const quantity: Quantity = { kind: 'combination', terms: [{ weight: 1, operand: { ...operand('a'), scenario } }] };
    expect(
      measure([quantity], [{ ...sample('a', 1, 2), operand: { ...operand('a'), scenario: turned } }]),
    ).toHaveLength(1);
  });
});

describe('without per-trial values', () => {
  it('variances add', () => {
    const rows = byOperand([row('a', { snr: 10 }, 1, 5, 0.3), row('b', { snr: 10 }, 1, 3, 0.4)]);
    const estimate = measureUnpaired(difference('a', 'b'), rows);
    expect(estimate?.mean).toBe(2);
    expect(estimate?.stderr).toBeCloseTo(0.5, 14);
    expect(measureUnpaired(difference('a', 'c'), rows)).toBeUndefined();
  });
});
