import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearize, type Operand, operandsOf, type Quantity } from '../../../src/study/claims/quantity.ts';

const operand = (snr: number, iteration: number | null = null): Operand => ({
  solver: 'a',
  metric: 'rate',
  scenario: { snr },
  iteration,
});

const combination: Quantity = {
  kind: 'combination',
  terms: [
    { weight: 1, operand: operand(0) },
    { weight: -2, operand: operand(5) },
  ],
};
const ratio: Quantity = { kind: 'ratio', a: operand(0), b: operand(5) };
const spread: Quantity = { kind: 'spread', a: operand(0), b: operand(5) };
const gap: Quantity = { kind: 'gap', axis: 'snr', level: 2, a: [operand(0), operand(5)], b: [operand(5), operand(10)] };

describe('a quantity', () => {
  it('is computed from the means of its points', () => {
    expect(linearize(combination, [7, 2])?.value).toBe(3);
    expect(linearize(ratio, [3, 4])?.value).toBeCloseTo(Math.log(0.75), 14);
    expect(linearize(spread, [9, 4])?.value).toBeCloseTo(Math.log(1.5), 14);
    // a runs from (0, 1) to (5, 3) and meets 2 at 2.5; b from (5, 4) to (10, 0) and meets it at 7.5.
    expect(linearize(gap, [1, 3, 4, 0])?.value).toBeCloseTo(-5, 14);
    expect(operandsOf(gap)).toHaveLength(4);
  });

  it('has no value where a ratio or a crossing has none', () => {
    expect(linearize(ratio, [1, 0])).toBeUndefined();
    expect(linearize(ratio, [-1, -1])).toBeUndefined();
    expect(linearize(spread, [0, 4])).toBeUndefined();
    expect(linearize(gap, [3, 4, 4, 0])).toBeUndefined();
    expect(linearize(gap, [1, 3, 2, 2])).toBeUndefined();
  });

  it('along the iterations takes them for the axis', () => {
    const steps: Quantity = {
      ...gap,
      axis: 'iteration',
      a: [operand(0, 1), operand(0, 2)],
      b: [operand(0, 3), operand(0, 4)],
    };
    expect(linearize(steps, [1, 3, 1, 3])?.value).toBeCloseTo(-2, 14);
  });

  it.each([combination, ratio, spread, gap])('moves with each mean as its weights say: $kind', (quantity) => {
    const means = fc.tuple(...[0.5, 2.5, 3, 0.3].map((low) => fc.double({ min: low, max: low + 1, noNaN: true })));
    fc.assert(
      fc.property(means, (all) => {
        const at = all.slice(0, operandsOf(quantity).length);
        const here = linearize(quantity, at);
        fc.pre(here !== undefined);
        for (const [i, weight] of here.weights.entries()) {
          const moved = (by: number) =>
            linearize(
              quantity,
              at.map((mean, j) => (i === j ? mean + by : mean)),
            )!.value;
          expect((moved(1e-5) - moved(-1e-5)) / 2e-5).toBeCloseTo(weight, 4);
        }
      }),
    );
  });
});
