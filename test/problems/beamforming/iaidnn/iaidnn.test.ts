import { describe, expect, test } from 'vitest';
import type { Weights } from '../../../../src/contracts/training.ts';
import { engine } from '../../../../src/lanes/index.ts';
import { type ParameterKind, parameterKinds } from '../../../../src/problems/beamforming/iaidnn/network.ts';
import {
  flatParameters,
  IaidnnTrainer,
  iaidnnTraining,
  initialParameters,
} from '../../../../src/problems/beamforming/iaidnn/training.ts';
import { beamforming } from '../../../../src/problems/beamforming/problem.ts';
import { iaidnn } from '../../../../src/problems/beamforming/solvers/iaidnn.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
import { advance, batchGradient, begin, sizeOf } from '../../../study/training/running.ts';
import {
  adjoint,
  type Case,
  type Complex,
  caseOf,
  complex,
  distance,
  eye,
  inv,
  plus,
  powerOf,
  scaled,
  times,
  toPower,
  total,
  trace,
  weightedSumRate,
} from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

/** The matrix of one layer and user of a kind. */
type Parameter = (name: string, layer: number, user: number) => Complex;

function parameterOf(kinds: readonly ParameterKind[], weights: Weights, K: number): Parameter {
  return (name, layer, user) => {
    const { rows, cols } = kinds.find((kind) => kind.name === name)!;
    const { values } = weights[name];
    return complex(rows, cols, (row, col) => {
      const at = 2 * (((layer * K + user) * rows + row) * cols + col);
      return [values[at], values[at + 1]];
    });
  };
}

/** diag(A)^-1 as a matrix. */
function diagonalInverse(A: Complex): Complex {
  const n = A.rows / 2;
  return complex(n, n, (row, col) => {
    if (row !== col) return [0, 0];
    const [re, im] = [A.get(row, row), A.get(n + row, row)];
    return [re / (re ** 2 + im ** 2), -im / (re ** 2 + im ** 2)];
  });
}

/** Layers of Hu et al., formula by formula, for d = N. */
function network({ H, P, sigma2, alpha }: Case, L: number, of: Parameter): Complex[] {
  const M = H[0].columns / 2;
  const N = H[0].rows / 2;
  const roughly = (name: string, layer: number, k: number, A: Complex) =>
    plus(times(diagonalInverse(A), of(`${name}.X`, layer, k)), of(`${name}.Z`, layer, k));
  const stacked = complex(H.length * N, M, (row, col) => {
    const Hk = H[Math.floor(row / N)];
    return [Hk.get(row % N, col), Hk.get(N + (row % N), col)];
  });
  const inverse = times(adjoint(stacked), inv(times(stacked, adjoint(stacked))));
  let V = H.map((_, k) =>
    complex(M, N, (row, col) => [inverse.get(row, k * N + col), inverse.get(M + row, k * N + col)]),
  );
  for (let layer = 0; layer < L; layer++) {
    const noise = scaled(eye(N), (sigma2 / P) * powerOf(V));
    const U = H.map((Hk, k) => {
      const A = plus(noise, ...V.map((Vm) => times(Hk, Vm, adjoint(Vm), adjoint(Hk))));
      return plus(times(roughly('U', layer, k, A), Hk, V[k]), of('U.O', layer, k));
    });
    const W = H.map((Hk, k) => roughly('W', layer, k, plus(eye(N), scaled(times(adjoint(U[k]), Hk, V[k]), -1))));
    const C = H.map((Hk, k) => scaled(times(adjoint(Hk), U[k], W[k]), alpha[k]));
    const ridge = (sigma2 / P) * total(U.map((Uk, k) => alpha[k] * trace(times(Uk, W[k], adjoint(Uk)))));
    const B = plus(scaled(eye(M), ridge), ...C.map((Ck, k) => times(Ck, adjoint(U[k]), H[k])));
    if (layer === L - 1)
      return toPower(
        C.map((Ck) => times(inv(B), Ck)),
        P,
      );
    V = C.map((Ck, k) => plus(times(roughly('V', layer, k, B), Ck), of('V.O', layer, k)));
  }
  return V;
}

/** The parameters from which training starts, with an identity in every X, so that layers do something. */
function someWeights(axes: Record<string, unknown>, L: number): { weights: Weights; flat: Float64Array } {
  const trainer = trainerOf(axes, { L });
  const flat = new Float64Array(sizeOf(trainer));
  trainer.initialize(flat);
  const named = trainer.weights(flat);
  for (const [name, { shape, values }] of Object.entries(named)) {
    const [count, rows, cols] = shape;
    if (!name.endsWith('X')) continue;
    for (let matrix = 0; matrix < count; matrix++) {
      for (let i = 0; i < rows; i++) values[2 * ((matrix * rows + i) * cols + i)] += 1;
    }
  }
  return { weights: named, flat: flatParameters(parameterKinds(shapeOf(axes, L)), named) };
}

function shapeOf(axes: Record<string, unknown>, L: number) {
  const { M, K, N, d } = beamforming.scenario.parse(axes);
  return { M, K, N, d, L };
}

function trainerOf(axes: Record<string, unknown>, parameters: Record<string, unknown>): IaidnnTrainer {
  const plan = iaidnnTraining.plan(beamforming.scenario.parse(axes), iaidnn.parameters.parse(parameters))!;
  return new IaidnnTrainer(plan, streamsFor({ seed: 5, experiment: 'training', scenario: 'test' }), engine('f64', 4));
}

const scenarios = [
  { M: 6, K: 3, N: 2, d: 2 },
  { M: 8, K: 2, N: 2, d: 2, alpha: '1 0.5', snr: 3 },
  { M: 3, K: 3, N: 1, d: 1, snr: 15 },
];

describe.each(scenarios)('IAIDNN at %o', (axes) => {
  const instance = draw(axes, 9);

  test.each([1, 2, 3])('with %d layers is its formulas', async (L) => {
    const { weights } = someWeights(axes, L);
    const kinds = parameterKinds({ ...instance, L });
    const solver = { ...iaidnn, solve: ((i, p, o) => iaidnn.solve(i, p, o, weights)) as typeof iaidnn.solve };
    const { V, violations } = await run(solver, instance, { L });
    expect(violations).toEqual([]);
    expect([...V.keys()]).toEqual([L]);
    for (let trial = 0; trial < 9; trial++) {
      const expected = network(caseOf(instance, trial), L, parameterOf(kinds, weights, instance.K));
      expect(distance(beamsOf(instance, V.get(L)!, trial), expected)).toBeLessThan(1e-6);
    }
  });

  test('the gradient of the batch is that of its loss', async () => {
    const trainer = trainerOf(axes, { L: 2, batch: 59 });
    const size = sizeOf(trainer);
    const { flat } = someWeights(axes, 2);
    const gradient = await batchGradient(trainer, 3, flat);
    expect(trainer.parts).toBe(2);
    const step = 1e-5;
    for (let i = 0; i < size; i += Math.ceil(size / 25)) {
      const moved = async (by: number) =>
        (
          await batchGradient(
            trainer,
            3,
            flat.map((value, j) => (j === i ? value + by : value)),
          )
        )[size];
      const difference = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(1e-4 * (1 + Math.abs(difference)));
    }
  });

  test('the loss of the batch is minus the mean rate of the trained network', async () => {
    const trainer = trainerOf(axes, { L: 2, batch: 8 });
    const { weights, flat } = someWeights(axes, 2);
    const loss = trainer.gradient(0, 0, flat, new Float64Array(flat.length));
    const streams = streamsFor({ seed: 5, experiment: 'training', scenario: 'test' });
    const channels = beamforming.draw(beamforming.scenario.parse(axes), { first: 0, count: 8 }, streams);
    const solver = { ...iaidnn, solve: ((i, p, o) => iaidnn.solve(i, p, o, weights)) as typeof iaidnn.solve };
    const { V } = await run(solver, channels, { L: 2 });
    const rates = Array.from({ length: 8 }, (_, trial) =>
      weightedSumRate(caseOf(channels, trial), beamsOf(channels, V.get(2)!, trial)),
    );
    expect(loss).toBeCloseTo(-total(rates) / 8, 8);
  });
});

test('training raises the rate', async () => {
  const { run } = await begin(trainerOf({ M: 4, K: 2, N: 2, d: 2 }, { L: 2, batch: 16 }), 60);
  await advance(run, 60);
  const mean = (points: typeof run.curve) => total(points.map(({ loss }) => loss)) / points.length;
  expect(mean(run.curve.slice(50))).toBeLessThan(mean(run.curve.slice(0, 5)) - 1);
});

describe('parameters', () => {
  test('start uniform in (-0.1, 0.1), as the seed says', () => {
    const kinds = parameterKinds({ M: 8, K: 4, N: 2, d: 2, L: 7 });
    const values = initialParameters(kinds, 3);
    expect(values.length).toBe(2 * 4 * (7 * (4 + 4 + 4 + 4 + 4) + 6 * (64 + 64 + 16)));
    expect(values.every((value) => Math.abs(value) < 0.1)).toBe(true);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan((5 * 0.1) / Math.sqrt(3 * values.length));
    expect(initialParameters(kinds, 3)).toEqual(values);
    expect(initialParameters(kinds, 4)).not.toEqual(values);
  });

  test('come back from the weights in their order; one layer has none for V', () => {
    for (const L of [1, 3]) {
      const axes = { M: 4, K: 2, N: 2, d: 1 };
      const trainer = trainerOf(axes, { L });
      const flat = Float64Array.from({ length: sizeOf(trainer) }, (_, i) => i);
      const weights = trainer.weights(flat);
      expect(flatParameters(parameterKinds(shapeOf(axes, L)), weights)).toEqual(flat);
      expect(weights['U.X'].shape).toEqual([2 * L, 2, 2, 2]);
      expect(weights['V.O']?.shape).toEqual(L === 1 ? undefined : [4, 4, 1, 2]);
    }
  });

  test('untrained ones are asked for by name, and no training is planned for them', async () => {
    const scenario = beamforming.scenario.parse({});
    expect(iaidnn.training!.plan(scenario, iaidnn.parameters.parse({ weights: 'untrained' }))).toBeNull();
    expect(iaidnn.training!.plan(scenario, iaidnn.parameters.parse({ L: 3 }))).toMatchObject({ L: 3, snr: 10, M: 8 });
  });
});
