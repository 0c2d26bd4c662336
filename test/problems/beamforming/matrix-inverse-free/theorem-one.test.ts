import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delta, theoremOneSteps } from '../../../../src/problems/beamforming/matrix-inverse-free/theorem-one.ts';

describe('delta', () => {
  test('is the root of x - x^2 - log(2 - x) between 1 and 2, about 1.68', () => {
    expect(delta - delta ** 2 - Math.log(2 - delta)).toBeCloseTo(0, 13);
    expect(delta).toBeCloseTo(1.6838026, 7);
  });

  test('bounds where a Schulz step lowers f: lambda - lambda^2 <= log(2 - lambda)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: delta - 1e-6, noNaN: true }), (x) => x - x ** 2 <= Math.log(2 - x) + 1e-12),
    );
    expect(delta + 1e-3 - (delta + 1e-3) ** 2).toBeGreaterThan(Math.log(2 - delta - 1e-3));
  });
});

describe('step sizes of Theorem 1', () => {
  test('of a case worked by hand', () => {
    // P kappa = 3, sigma^2 = 1, so P kappa + sigma^2 = 4 and sqrt(P kappa (P kappa + sigma^2)) = sqrt(12); K = d = alpha = 1.
    const { u, v } = theoremOneSteps({ P: 3, sigma2: 1, alpha: 1, K: 1, d: 1, kappa: 1, Ju: 1, Jv: 1 });
    const room = (delta - 1) / 2;
    const muU = 2 * delta * 2 * (1 + 3 + Math.sqrt(12));
    const [Lc, Ld] = [muU ** 2 * delta * 16, 2 * muU * delta * 4 * (Math.sqrt(3) + 2)];
    const nuU = (-Ld + Math.sqrt(Ld ** 2 + 4 * Lc * room)) / (2 * Lc);
    expect(u).toBeCloseTo(Math.min(1 / (2 * delta * 16), nuU), 12);
    const muV = (2 * delta * (3 + Math.sqrt(12) + 1)) / Math.sqrt(3);
    const La = muV ** 2 * delta * (1 + 1 / 3);
    const Lb = 2 * Math.sqrt(3) * muV * delta * (1 + 1 / 3) + 2 * muV * delta * 2;
    const nuV = (-Lb + Math.sqrt(Lb ** 2 + 4 * La * room)) / (2 * La);
    expect(v).toBeCloseTo(Math.min(3 / (2 * delta * 4), nuV), 12);
  });

  test('shrink with channel gain, priority and number of steps', () => {
    const base = { P: 10, sigma2: 1, alpha: 1, K: 4, d: 2, kappa: 9, Ju: 1, Jv: 1 };
    const at = theoremOneSteps(base);
    for (const change of [{ kappa: 12 }, { alpha: 2 }, { Ju: 2 }, { Jv: 3 }]) {
      const smaller = theoremOneSteps({ ...base, ...change });
      expect(smaller.u).toBeLessThan(at.u);
      expect(smaller.v).toBeLessThan(at.v);
    }
    expect(at.u).toBeGreaterThan(0);
    expect(at.v).toBeGreaterThan(0);
  });
});
