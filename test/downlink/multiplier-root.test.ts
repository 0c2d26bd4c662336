import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MultiplierRoot } from '../../src/downlink/multiplier-root.ts';

/** p(mu) = sum b_i / (lambda_i + mu)^2 and q = sum b_i / (lambda_i + mu)^3. */
interface Curve {
  readonly lambda: readonly number[];
  readonly b: readonly number[];
}

const at = ({ lambda, b }: Curve, mu: number) => ({
  power: b.reduce((sum, value, i) => sum + value / (lambda[i] + mu) ** 2, 0),
  slope: b.reduce((sum, value, i) => sum + value / (lambda[i] + mu) ** 3, 0),
});

/** The multiplier, and how many values of p it took. */
function find(curve: Curve, P: number, start: number, tolerance: number): { mu: number; steps: number } {
  const root = new MultiplierRoot(P, tolerance);
  let mu = start;
  for (let steps = 1; ; steps++) {
    const { power, slope } = at(curve, mu);
    if (root.isFound(mu, power)) return { mu, steps };
    if (steps === 300) throw new Error('no end');
    mu = root.next(mu, power, slope);
  }
}

const exponent = fc.double({ min: -6, max: 6, noNaN: true });
const curves = fc.array(fc.tuple(exponent, exponent), { minLength: 1, maxLength: 8 }).map((pairs) => ({
  lambda: pairs.map(([x]) => 10 ** x),
  b: pairs.map(([, y]) => 10 ** y),
}));

describe('search for a multiplier', () => {
  test('of one eigenvalue: sqrt(b / P) - lambda', () => {
    expect(find({ lambda: [3], b: [100] }, 4, 1, 1e-12).mu).toBeCloseTo(2, 11);
    expect(find({ lambda: [3], b: [100] }, 4, 50, 1e-12).mu).toBeCloseTo(2, 11);
  });

  test('is 0 where the constraint is not active', () => {
    expect(find({ lambda: [3], b: [9] }, 4, 1, 1e-12).mu).toBe(0);
    expect(find({ lambda: [3, 1e-3], b: [9, 1e-9] }, 4, 1e-9, 1e-12).mu).toBe(0);
  });

  test('meets the power to the tolerance, or is 0, from any start', () => {
    fc.assert(
      fc.property(curves, exponent, exponent, (curve, x, y) => {
        const [P, start] = [10 ** x, 10 ** y];
        const { mu, steps } = find(curve, P, start, 1e-9 * P);
        const { power } = at(curve, mu);
        if (mu === 0) expect(power).toBeLessThanOrEqual(P);
        else expect(Math.abs(power / P - 1)).toBeLessThan(1e-8);
        expect(steps).toBeLessThan(100);
      }),
      { numRuns: 2000 },
    );
  });

  test('takes few steps from a start near the root', () => {
    const curve = { lambda: [1, 10, 100, 1000], b: [1, 10, 100, 1000] };
    const { mu } = find(curve, 0.05, 1, 1e-14);
    expect(find(curve, 0.05, 1.2 * mu, 1e-6).steps).toBeLessThanOrEqual(4);
    expect(find(curve, 0.05, 0.8 * mu, 1e-6).steps).toBeLessThanOrEqual(4);
  });

  test('does not leave for where the power is no number, if the curve is flat at the start', () => {
    // An ill-conditioned channel: 9996.5 far above the root, 1.67e-16 / mu^2 more below it, and no factorization below 1e-15.
    const curve = { lambda: [1, 0], b: [9996.5, 1.67e-16] };
    const root = new MultiplierRoot(1e4, 1e-4);
    let mu = 3e-7;
    for (let steps = 0; steps < 30; steps++) {
      const { power, slope } = mu < 1e-15 ? { power: Number.NaN, slope: Number.NaN } : at(curve, mu);
      if (root.isFound(mu, power)) break;
      mu = root.next(mu, power, slope);
    }
    expect(Math.abs(at(curve, mu).power - 1e4)).toBeLessThan(1e-4);
  });

  test('gives up at once where there are no finite numbers', () => {
    const root = new MultiplierRoot(1, 1e-4);
    expect(root.isFound(1, Number.NaN)).toBe(true);
  });
});
