import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TrialRange } from '../../../../src/contracts/problem.ts';
import type { Solution } from '../../../../src/downlink/solution.ts';
import { startAt } from '../../../../src/downlink/start.ts';
import { type ComplexMatrix, engine, load, multiply, type RealMatrix } from '../../../../src/lanes/index.ts';
import { type Instance, instanceOf } from '../../../../src/problems/beamforming/instance.ts';
import { beamforming } from '../../../../src/problems/beamforming/problem.ts';
import { type BeamformingScenario, scenarioSchema } from '../../../../src/problems/beamforming/scenario.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { caseOf, powerOf, receivers, toPower, total, trace, weightedSumRate } from '../oracle.ts';
import { beamsOf, draw } from '../solving.ts';

const streams = streamsFor({ seed: 1, experiment: 'test', scenario: 'test' });

/** An instance of one channel given entry by entry, and V likewise. */
function given(axes: Record<string, number | string>, H: readonly number[]): Instance {
  const scenario = scenarioSchema.parse(axes) as BeamformingScenario;
  return instanceOf(scenario, { first: 0, count: 1 }, Float64Array.from(H), streams);
}

/** A metric of one trial's V (and U, W). */
function measure(
  name: string,
  instance: Instance,
  arrays: { V: ArrayLike<number>; U?: number[]; W?: number[] },
): number {
  const { M, K, N, d } = instance;
  const lanes = engine('f64');
  return lanes.scope(() => {
    const put = (rows: number, cols: number, values: ArrayLike<number>) => {
      const matrix = lanes.complex(rows, cols);
      load(matrix, Float64Array.from(values), { first: 0, count: 1 });
      return matrix;
    };
    const V = put(M, K * d, arrays.V);
    const more = arrays.U && arrays.W ? { U: put(K * N, d, arrays.U), W: put(K * d, d, arrays.W) } : {};
    const out = new Float64Array(1);
    beamforming.metrics[name].measure(instance, { V, ...more }, { first: 0, count: 1 }, out);
    return out[0];
  });
}

describe('weighted sum rate', () => {
  test('one user with one antenna at each end: log2(1 + |h v|^2)', () => {
    const instance = given({ M: 1, K: 1, N: 1, d: 1, snr: 10 }, [0.6, 0.8]);
    expect(measure('wsr', instance, { V: [Math.sqrt(7), 0] })).toBeCloseTo(3, 12);
    expect(measure('wsr-nats', instance, { V: [0, Math.sqrt(7)] })).toBeCloseTo(3 * Math.LN2, 12);
  });

  test('one user, two parallel channels with gains 4 and 1: water-filling of power 3 gives log2(8.5) + log2(2.125)', () => {
    // Levels 1/4 and 1: (3 + 1/4 + 1) / 2 = 17/8, so powers 15/8 and 9/8, rates log2(1 + 4 * 15/8) and log2(1 + 9/8).
    const instance = given({ M: 2, K: 1, N: 2, d: 2, snr: 10 * Math.log10(3) }, [2, 0, 0, 0, 0, 0, 1, 0]);
    const V = [Math.sqrt(15 / 8), 0, 0, 0, 0, 0, Math.sqrt(9 / 8), 0];
    expect(measure('wsr', instance, { V })).toBeCloseTo(Math.log2(8.5) + Math.log2(2.125), 12);
    expect(measure('kkt', instance, { V })).toBeLessThan(1e-12);
    expect(measure('power', instance, { V })).toBeCloseTo(3, 12);
    // Equal powers are worse, and no stationary point.
    const equal = [Math.sqrt(1.5), 0, 0, 0, 0, 0, Math.sqrt(1.5), 0];
    expect(measure('wsr', instance, { V: equal })).toBeCloseTo(Math.log2(7) + Math.log2(2.5), 12);
    expect(measure('kkt', instance, { V: equal })).toBeGreaterThan(0.1);
  });

  test('two users that interfere, with priorities: 2 log2(1 + 9 / (1 + 1)) + 0.5 log2(1 + 4 / (1 + 16))', () => {
    // h_1 = (3, 1), h_2 = (4, 2), v_m = e_m.
    const instance = given({ M: 2, K: 2, N: 1, d: 1, alpha: '2 0.5' }, [3, 0, 1, 0, 4, 0, 2, 0]);
    const V = [1, 0, 0, 0, 0, 0, 1, 0];
    expect(measure('wsr', instance, { V })).toBeCloseTo(2 * Math.log2(5.5) + 0.5 * Math.log2(1 + 4 / 17), 12);
  });

  test('rates near zero keep their digits', () => {
    const instance = given({ M: 1, K: 1, N: 1, d: 1 }, [1, 0]);
    expect(measure('wsr-nats', instance, { V: [1e-5, 0] }) / Math.log1p(1e-10)).toBeCloseTo(1, 5);
  });

  test('is eq. (4) for random channels and beamformers', () => {
    const instance = draw({ M: 5, K: 3, N: 2, d: 2, alpha: '1 3 0.2' }, 6);
    for (let trial = 0; trial < 6; trial++) {
      const V = new Float64Array(2 * 5 * 6);
      streams.of('noise', trial).complexNormal(V);
      const alone = { ...instance, range: { first: 0, count: 1 }, H: instance.H.slice(60 * trial, 60 * (trial + 1)) };
      const expected = weightedSumRate(caseOf(instance, trial), beamsOf(instance, V, 0));
      expect(measure('wsr-nats', alone, { V })).toBeCloseTo(expected, 11);
    }
  });
});

describe('objective of eq. (6)', () => {
  test('one antenna everywhere: w ((1 - u h v)^2 + v^2 / P sigma^2 u^2) - log w', () => {
    const instance = given({ M: 1, K: 1, N: 1, d: 1, snr: 10 }, [2, 0]);
    const [u, w, v] = [0.3, 1.7, 1.5];
    const E = (1 - u * 2 * v) ** 2 + (v ** 2 / 10) * u ** 2;
    expect(measure('objective', instance, { V: [v, 0], U: [u, 0], W: [w, 0] })).toBeCloseTo(w * E - Math.log(w), 12);
  });

  test('with optimal U and W it is the sum of alpha_k d minus the rate in nats', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const instance = draw({ M: 4, K: 2, N: 2, d: 2, alpha: '1 0.4' }, 1, 0, seed);
        const V = new Float64Array(2 * 4 * 4);
        streams.of('noise', seed).complexNormal(V);
        const given = caseOf(instance, 0);
        const beams = toPower(beamsOf(instance, V, 0), instance.P);
        const factor = Math.sqrt(instance.P / powerOf(beamsOf(instance, V, 0)));
        const { U, W } = receivers(given, beams, 1);
        const flat = (X: typeof U) =>
          X.flatMap((Xk) => {
            const [n, m] = [Xk.rows / 2, Xk.columns / 2];
            return Array.from({ length: n * m }, (_, i) => [
              Xk.get(Math.floor(i / m), i % m),
              Xk.get(n + Math.floor(i / m), i % m),
            ]).flat();
          });
        const found = measure('objective', instance, { V: V.map((x) => x * factor), U: flat(U), W: flat(W) });
        expect(found).toBeCloseTo(total([2 * 1, 2 * 0.4]) - weightedSumRate(given, beams), 9);
        expect(trace(W[0])).toBeGreaterThan(0);
      }),
      { numRuns: 20 },
    );
  });

  test('says what is missing where a solver reports only V', () => {
    const instance = given({ M: 1, K: 1, N: 1, d: 1 }, [1, 0]);
    expect(() => measure('objective', instance, { V: [1, 0] })).toThrow(
      '"objective" needs receivers U and weights W, which this solver does not report',
    );
  });
});

test('the stationarity residual is the part of the gradient off V, by finite differences', () => {
  const instance = draw({ M: 3, K: 2, N: 2, d: 1, alpha: '1 2' }, 1);
  const V = new Float64Array(2 * 3 * 2);
  streams.of('noise', 7).complexNormal(V);
  const step = 1e-5;
  const gradient = V.map((_, i) => {
    const moved = (by: number) =>
      weightedSumRate(
        caseOf(instance, 0),
        beamsOf(
          instance,
          V.map((x, j) => (j === i ? x + by : x)),
          0,
        ),
      );
    return (moved(step) - moved(-step)) / (2 * step);
  });
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  const along = dot(gradient, V) / dot(V, V);
  const off = gradient.map((value, i) => value - along * V[i]);
  expect(measure('kkt', instance, { V })).toBeCloseTo(Math.sqrt(dot(off, off) / dot(gradient, gradient)), 7);
});

describe('violation', () => {
  const instance = draw({ M: 2, K: 1, N: 1, d: 1 }, 5, 40);
  const check = (change: (V: Float64Array) => void) => {
    const lanes = engine('f64');
    return lanes.scope(() => {
      const values = new Float64Array(5 * 4).fill(1);
      change(values);
      const V = lanes.complex(2, 1);
      load(V, values, { first: 0, count: 5 });
      return beamforming.violation(instance, { V }, { first: 40, count: 5 });
    });
  };

  test('names the first trial that is not finite or spends too much', () => {
    expect(check(() => {})).toBeUndefined();
    expect(check((V) => V.fill(Math.sqrt(10 / 4)))).toBeUndefined();
    expect(check((V) => V.set([2, 2], 8))).toBeUndefined();
    expect(check((V) => V.set([4], 8))).toEqual({ trial: 42, what: 'transmit power 19 exceeds P = 10' });
    expect(check((V) => V.set([Number.NaN], 15))).toEqual({ trial: 43, what: 'V holds NaN or an infinity' });
    expect(check((V) => V.set([Number.NEGATIVE_INFINITY], 16))).toEqual({
      trial: 44,
      what: 'V holds NaN or an infinity',
    });
  });
});

describe('a solution that tells what the users receive', () => {
  const instance = draw({ M: 5, K: 3, N: 2, d: 1, alpha: '1 3 0.2' }, 20, 40);
  const { M, K, N, d, P, range } = instance;

  /** Reports the trials from `first` on with V of power P, and T and the power as `change` leaves them. */
  function reported<Result>(
    first: number,
    change: (T: ComplexMatrix, power: RealMatrix) => void,
    use: (solution: Solution & { asked: number }, range: TrialRange) => Result,
  ): Result {
    const lanes = engine('f64');
    return lanes.scope(() => {
      const [H, V, T] = [lanes.complex(K * N, M), lanes.complex(M, K * d), lanes.complex(K * N, K * d)];
      const power = lanes.scalar();
      const group = { first: first - range.first, count: 4 };
      load(H, instance.H, group);
      startAt('random', V, instance, group, 'natural');
      multiply(T, H, V);
      power.fill(P);
      change(T, power);
      const solution = {
        asked: 0,
        get V() {
          this.asked++;
          return V;
        },
        received: { T, power },
      };
      return use(solution, { first, count: 4 });
    });
  }

  const asItIs = () => {};
  const violation = (solution: Solution, trials: TrialRange) => beamforming.violation(instance, solution, trials);

  test('is measured by that: the rate is the one of V, which nobody asks for', () => {
    const rates = (solution: Solution, trials: TrialRange) => {
      const out = new Float64Array(4);
      beamforming.metrics.wsr.measure(instance, solution, trials, out);
      return out;
    };
    const first = range.first + 8;
    const byT = reported(first, asItIs, (solution, trials) => {
      const found = rates(solution, trials);
      expect(violation(solution, trials)).toBeUndefined();
      expect(solution.asked).toBe(0);
      return found;
    });
    const byV = reported(first, asItIs, ({ V }, trials) => rates({ V }, trials));
    expect(byT).toEqual(byV);
  });

  test('is compared with its V on the first trials, in both', () => {
    const { first } = range;
    expect(reported(first, asItIs, violation)).toBeUndefined();
    expect(reported(first, (T) => T.block(3, 1, 1, 1).diagonal.set(0.5, 2), violation)).toEqual({
      trial: first + 2,
      what: 'what the users receive is not H V',
    });
    expect(reported(first, (_, power) => power.set(0.9 * P, 1), violation)).toEqual({
      trial: first + 1,
      what: expect.stringMatching(/^the power of V is .*, not 9$/),
    });
  });

  test('is held to the power that it tells on the others', () => {
    const first = range.first + 12;
    expect(reported(first, (_, power) => power.set(1.01 * P, 3), violation)?.trial).toBe(first + 3);
    expect(reported(first, (_, power) => power.set(Number.NaN, 1), violation)?.what).toContain('NaN');
  });
});
