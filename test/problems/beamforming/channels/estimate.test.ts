import { describe, expect, test } from 'vitest';
import type { Solver } from '../../../../src/contracts/problem.ts';
import type { Solution } from '../../../../src/downlink/solution.ts';
import { type Instance, knownOf } from '../../../../src/problems/beamforming/instance.ts';
import { caseOf, weightedSumRate } from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

/** Mean of |a|^2, and of a b^*, of complex entries. */
function power(a: Float64Array): number {
  return (2 * a.reduce((sum, value) => sum + value * value, 0)) / a.length;
}

function correlation(a: Float64Array, b: Float64Array): number[] {
  let [re, im] = [0, 0];
  for (let i = 0; i < a.length; i += 2) {
    re += a[i] * b[i] + a[i + 1] * b[i + 1];
    im += a[i + 1] * b[i] - a[i] * b[i + 1];
  }
  return [(2 * re) / a.length, (2 * im) / a.length];
}

/** Of one user (there are K = 1) in all trials: estimate, error, and what solvers are told of its power. */
function estimated(axes: Record<string, number>) {
  const whole = draw({ M: 4, K: 1, N: 2, d: 2, ...axes }, 20_000);
  const known = knownOf(whole);
  const error = whole.H.map((value, i) => value - known.H[i]);
  return { H: whole.H, estimate: known.H, error, told: known.errorVariance! };
}

const off = 5 / Math.sqrt(20_000 * 8);

describe('errorVariance', () => {
  test('splits every entry into an estimate and an error that are uncorrelated, with powers 1 - v and v', () => {
    const { H, estimate, error, told } = estimated({ errorVariance: 0.2 });
    expect(Math.abs(power(H) - 1)).toBeLessThan(off);
    expect(Math.abs(power(estimate) - 0.8)).toBeLessThan(off);
    expect(Math.abs(power(error) - 0.2)).toBeLessThan(off);
    for (const part of correlation(estimate, error)) expect(Math.abs(part)).toBeLessThan(off);
    expect(told.every((variance) => variance === 0.2)).toBe(true);
  });

  test('is a part of the power that a user has by path loss', () => {
    const whole = draw({ M: 4, K: 1, N: 2, d: 2, errorVariance: 0.2, pathLoss: 3 }, 20_000);
    const [known, plain] = [knownOf(whole), draw({ M: 4, K: 1, N: 2, d: 2, pathLoss: 3 }, 20_000)];
    expect(whole.H).toEqual(plain.H);
    // Each user's error over the root of its power, so that all have power 1.
    const scaled = whole.H.map(
      (value, i) => (value - known.H[i]) / Math.sqrt(known.errorVariance![Math.floor(i / 16)]),
    );
    expect(Math.abs(power(scaled) - 1)).toBeLessThan(off);
  });

  test('of 0 is no error, and none of these axes changes the channels', () => {
    const plain = draw({}, 5);
    expect(draw({ errorVariance: 0 }, 5).H).toEqual(plain.H);
    expect(knownOf(draw({ errorVariance: 0 }, 5)).H).toEqual(plain.H);
    expect(draw({ errorVariance: 0.3 }, 5).H).toEqual(plain.H);
    expect(draw({ pilots: 8 }, 5).H).toEqual(plain.H);
  });
});

describe('pilots', () => {
  test('give the error of MMSE estimation: 10 pilots at 3 dB, 1 / (1 + 10 10^0.3)', () => {
    const { estimate, error, told } = estimated({ pilots: 10, pilotSnr: 3 });
    const v = 1 / (1 + 10 * 10 ** 0.3);
    expect(told[0]).toBeCloseTo(v, 14);
    expect(Math.abs(power(error) - v)).toBeLessThan(off);
    expect(Math.abs(power(estimate) - (1 - v))).toBeLessThan(off);
  });

  test('are sent at the SNR of the data unless told otherwise', () => {
    expect(estimated({ pilots: 2, snr: 10 }).told[0]).toBeCloseTo(1 / 21, 14);
  });

  test('err relatively more where the path is longer: g / (1 + pilots SNR g)', () => {
    const whole = draw({ M: 4, K: 1, N: 2, d: 2, pilots: 4, pilotSnr: 0, pathLoss: 3 }, 50);
    const { errorVariance } = knownOf(whole);
    expect(new Set(errorVariance).size).toBe(50);
    // v g = g / (1 + 4 g) is below 1/4 and, with g >= 1, at least 1/5.
    for (const variance of errorVariance!) expect(variance >= 0.2 - 1e-12 && variance < 0.25).toBe(true);
  });
});

describe('solvers and metrics', () => {
  const axes = { M: 6, K: 3, N: 2, d: 1, snr: 12, errorVariance: 0.1 };

  test('a solver is given the estimate and nothing of the channels themselves', async () => {
    const whole = draw(axes, 4);
    let given: Instance | undefined;
    const spy: Solver<Instance, Solution> = {
      ...(await import('../../../../src/problems/beamforming/solvers/mrt.ts')).mrt,
      solve(instance) {
        given = instance;
      },
    } as Solver<Instance, Solution>;
    await run(spy, whole);
    expect(given!.H).toEqual(whole.estimate!.H);
    expect(given!.H).not.toEqual(whole.H);
    expect(Object.values(given!)).not.toContain(whole.H);
    expect(given).not.toHaveProperty('estimate');
  });

  test.each(['mrt', 'wmmse', 'block-diagonalization'])(
    'the rate of %s is that of its V on the channels themselves',
    async (name) => {
      const whole = draw(axes, 5);
      const parameters = name === 'wmmse' ? { iterations: 3 } : {};
      const { V, metrics, violations } = await run(name, whole, parameters, ['wsr-nats']);
      expect(violations).toEqual([]);
      const [[iteration, last]] = [...V].slice(-1);
      for (let trial = 0; trial < 5; trial++) {
        const beams = beamsOf(whole, last, trial);
        expect(metrics.get(`wsr-nats ${iteration}`)![trial]).toBeCloseTo(
          weightedSumRate(caseOf(whole, trial), beams),
          9,
        );
        expect(weightedSumRate(caseOf(knownOf(whole), trial), beams)).not.toBeCloseTo(
          weightedSumRate(caseOf(whole, trial), beams),
          3,
        );
      }
    },
  );
});
