import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PowerProjection } from '../../src/downlink/power.ts';
import { engine, innerProduct, load, squaredNorm, store } from '../../src/lanes/index.ts';
import { numbers, randomTrials } from '../lanes/oracle.ts';

const shape = fc.record({ M: fc.integer({ min: 1, max: 5 }), streams: fc.integer({ min: 1, max: 4 }), seed: fc.nat() });
const lanes = engine('f64');
const { width } = lanes;
const group = { first: 0, count: width };

/** Random V of which about half spend more than P = 1. */
function vectors(perTrial: number, seed: number): Float64Array {
  const random = randomTrials(width, 1, perTrial / 2, seed);
  const next = numbers(seed + 1);
  const factors = Array.from({ length: width }, () => Math.exp(2 * next()));
  return random.map((value, i) => (factors[Math.floor(i / perTrial)] * value) / Math.sqrt(perTrial / 3));
}

const norm = (values: Float64Array, trial: number, perTrial: number) =>
  Math.hypot(...values.subarray(trial * perTrial, (trial + 1) * perTrial));

test('projects onto the ball: shorter vectors stay, longer ones are scaled to its surface', () => {
  fc.assert(
    fc.property(shape, ({ M, streams, seed }) =>
      lanes.scope(() => {
        const perTrial = 2 * M * streams;
        const values = vectors(perTrial, seed);
        const V = lanes.complex(M, streams);
        const projected = lanes.complex(M, streams);
        load(V, values, group);
        new PowerProjection(projected, 1).project(V);
        const out = new Float64Array(values.length);
        store(projected, out, group);
        for (let trial = 0; trial < width; trial++) {
          const length = norm(values, trial, perTrial);
          const factor = length <= 1 ? 1 : 1 / length;
          for (let i = trial * perTrial; i < (trial + 1) * perTrial; i++) {
            expect(out[i]).toBeCloseTo(factor * values[i], 13);
          }
        }
      }),
    ),
  );
});

test('carries gradients back as central differences of a function behind the projection do', () => {
  fc.assert(
    fc.property(shape, ({ M, streams, seed }) =>
      lanes.scope(() => {
        const perTrial = 2 * M * streams;
        const V = lanes.complex(M, streams);
        const projected = lanes.complex(M, streams);
        const target = lanes.complex(M, streams);
        const slope = lanes.complex(M, streams);
        const projection = new PowerProjection(projected, 1);
        const coefficients = randomTrials(width, 1, perTrial / 2, seed + 9);
        load(target, coefficients, group);
        // f(V) = <target, Omega(V)>, whose gradient at Omega(V) is the target.
        const f = (values: Float64Array) => {
          load(V, values, group);
          projection.project(V);
          const value = lanes.scalar();
          innerProduct(value, target, projected);
          return Array.from({ length: width }, (_, lane) => value.get(lane));
        };
        const values = vectors(perTrial, seed);
        f(values);
        const gradient = new Float64Array(values.length);
        load(slope, coefficients, group);
        projection.pullBack(slope);
        store(slope, gradient, group);
        for (let trial = 0; trial < width; trial++) {
          // Where the ball's surface is nearer than the step, the function has a kink.
          if (Math.abs(norm(values, trial, perTrial) - 1) < 1e-3) continue;
          for (let i = trial * perTrial; i < (trial + 1) * perTrial; i++) {
            const at = (by: number) => f(values.with(i, values[i] + by))[trial];
            expect(gradient[i]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 7);
          }
        }
      }),
    ),
    { numRuns: 30 },
  );
});

test('a projected vector spends no more than P', () => {
  lanes.scope(() => {
    const V = lanes.complex(4, 4);
    const power = lanes.scalar();
    load(V, randomTrials(width, 4, 4, 3), group);
    new PowerProjection(V, 0.3).project(V);
    squaredNorm(power, V);
    for (let lane = 0; lane < width; lane++) expect(power.get(lane)).toBeLessThanOrEqual(0.3 * (1 + 1e-15));
  });
});
