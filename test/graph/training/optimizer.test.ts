import { describe, expect, test } from 'vitest';
import { type Arrays, gemm, input, parameter } from '../../../src/graph/index.ts';
import { DeviceTraining } from '../../../src/graph/training/device-training.ts';
import { MemoryTraining } from '../../../src/graph/training/memory-training.ts';
import type { Optimizer } from '../../../src/graph/training/optimizer.ts';
import { expectClose, numbers } from '../check.ts';

/** ||A w - b||^2 / 2 + sum of v^4 / 4: gradients A^T (A w - b) and v^3 are known in closed form. */
const [rows, columns] = [7, 5];
const A = Float32Array.from(numbers(rows * columns, 1));
const initial = { w: Float32Array.from(numbers(columns, 2)), 'deep/v': Float32Array.from(numbers(6, 3)) };

function problem() {
  const residual = gemm(input('A', [rows, columns]), parameter('w', [columns, 1])).sub(input('b', [rows, 1]));
  const v = parameter('deep/v', [2, 3]);
  return residual.square().sum().mul(0.5).add(v.square().square().sum().mul(0.25));
}

function batch(step: number): Arrays {
  return { A, b: Float32Array.from(numbers(rows, 100 + step)) };
}

/** The gradient in plain double arithmetic. */
function slopes(weights: Record<string, number[]>, step: number): Record<string, number[]> {
  const { b } = batch(step);
  const residual = Array.from({ length: rows }, (_, i) =>
    weights.w.reduce((sum, w, j) => sum + A[i * columns + j] * w, -Number(b[i])),
  );
  const w = weights.w.map((_, j) => residual.reduce((sum, r, i) => sum + A[i * columns + j] * r, 0));
  return { w, 'deep/v': weights['deep/v'].map((v) => v ** 3) };
}

/** A step in plain double arithmetic, written from the papers' algorithms. */
type Rule = (w: number, g: number, state: { m: number; v: number }, t: number) => number;

const adam =
  (l2: number, decay: number, rateOf: (t: number) => number): Rule =>
  (w, slope, state, t) => {
    const g = slope + l2 * w;
    state.m = 0.9 * state.m + 0.1 * g;
    state.v = 0.999 * state.v + 0.001 * g * g;
    const [m, v] = [state.m / (1 - 0.9 ** t), state.v / (1 - 0.999 ** t)];
    return w - rateOf(t) * (m / (Math.sqrt(v) + 1e-8) + decay * w);
  };

const cases: { name: string; optimizer: Optimizer; rule: Rule }[] = [
  {
    name: 'sgd',
    optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } },
    rule: (w, g) => w - 0.05 * g,
  },
  {
    name: 'sgd with momentum and weight decay',
    optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: 0.02 }, momentum: 0.8, weightDecay: 0.1 },
    rule: (w, g, state) => {
      state.m = 0.8 * state.m + g + 0.1 * w;
      return w - 0.02 * state.m;
    },
  },
  {
    name: 'adam, rate falling in steps',
    optimizer: { kind: 'adam', rate: { kind: 'decay', rate: 0.05, factor: 0.5, every: 4 } },
    rule: adam(0, 0, (t) => 0.05 * 0.5 ** Math.floor((t - 1) / 4)),
  },
  {
    name: 'adam with weight decay',
    optimizer: { kind: 'adam', rate: { kind: 'constant', rate: 0.03 }, weightDecay: 0.2 },
    rule: adam(0.2, 0, () => 0.03),
  },
  {
    name: 'adamw on a cosine',
    optimizer: {
      kind: 'adamw',
      rate: { kind: 'cosine', rate: 0.1, floor: 0.01, steps: 10, warmup: 2 },
      weightDecay: 0.2,
    },
    rule: adam(0, 0.2, (t) => (t <= 2 ? 0.05 * t : 0.01 + 0.045 * (1 + Math.cos((Math.PI * (t - 3)) / 8)))),
  },
];

const steps = 10;

function expectedWeights(rule: Rule, factors: Record<string, number> = {}) {
  const weights = Object.fromEntries(Object.entries(initial).map(([name, values]) => [name, Array.from(values)]));
  const states = Object.fromEntries(
    Object.entries(initial).map(([name, values]) => [name, Array.from(values, () => ({ m: 0, v: 0 }))]),
  );
  for (let step = 0; step < steps; step++) {
    const g = slopes(weights, step);
    for (const name of Object.keys(weights)) {
      weights[name] = weights[name].map((w, i) => {
        const next = rule(w, g[name][i], states[name][i], step + 1);
        return w + (factors[name] ?? 1) * (next - w);
      });
    }
  }
  return weights;
}

describe.each([
  ['in WebAssembly memory', MemoryTraining],
  ['in the graph', DeviceTraining],
])('optimizer %s', (_, Kind) => {
  test.each(cases)('$name follows its algorithm', async ({ optimizer, rule }) => {
    const training = await Kind.start({ loss: problem(), initial, optimizer });
    for (let step = 0; step < steps; step++) await training.advance([batch(step)]);
    const weights = await training.weights();
    for (const [name, values] of Object.entries(expectedWeights(rule))) expectClose(weights[name], values, 3e-6);
    expect(training.step).toBe(steps);
    await training.release();
  });

  test('scales the learning rate of single parameters, and leaves those with factor 0 alone', async () => {
    const optimizer: Optimizer = { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } };
    const rule: Rule = (w, g) => w - 0.05 * g;
    for (const factor of [0.3, 0]) {
      const rateFactors = { 'deep/v': factor };
      const training = await Kind.start({ loss: problem(), initial, optimizer, rateFactors });
      for (let step = 0; step < steps; step++) await training.advance([batch(step)]);
      const weights = await training.weights();
      for (const [name, values] of Object.entries(expectedWeights(rule, rateFactors))) {
        expectClose(weights[name], values, 3e-6);
      }
      await training.release();
    }
  });

  test('gives the loss before the step', async () => {
    const optimizer: Optimizer = { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } };
    const training = await Kind.start({ loss: problem(), initial, optimizer });
    const zeros = { A: new Float32Array(rows * columns), b: Float32Array.from({ length: rows }, () => 2) };
    const quartic = initial['deep/v'].reduce((sum, v) => sum + v ** 4 / 4, 0);
    expect(await training.advance([zeros])).toBeCloseTo((rows * 4) / 2 + quartic, 5);
    await training.release();
  });

  test('refuses a loss that is no number, naming the step, and keeps the parameters', async () => {
    const optimizer: Optimizer = { kind: 'adam', rate: { kind: 'constant', rate: 0.05 } };
    const training = await Kind.start({ loss: problem(), initial, optimizer });
    await training.advance([batch(0)]);
    const before = await training.weights();
    const bad = { A, b: Float32Array.from({ length: rows }, () => Number.NaN) };
    await expect(training.advance([bad])).rejects.toThrow('the loss is NaN in step 1');
    expect(await training.weights()).toEqual(before);
    expect(training.step).toBe(1);
    await training.release();
  });

  test('refuses parameters without initial values', async () => {
    const optimizer: Optimizer = { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } };
    await expect(Kind.start({ loss: problem(), initial: { w: initial.w }, optimizer })).rejects.toThrow(
      'parameter deep/v: no initial values for float32 [2, 3]',
    );
  });
});

test('a batch in parts gives the sum of their gradients', async () => {
  const optimizer: Optimizer = { kind: 'sgd', rate: { kind: 'constant', rate: 0.01 } };
  const parts = [batch(0), batch(1), batch(2)];
  const training = await MemoryTraining.start({ loss: problem(), initial, optimizer });
  await training.advance(parts);
  const weights = await training.weights();
  const plain = { w: Array.from(initial.w), 'deep/v': Array.from(initial['deep/v']) };
  const sums = parts.map((_, step) => slopes(plain, step));
  for (const name of ['w', 'deep/v'] as const) {
    const expected = plain[name].map((w, i) => w - 0.01 * sums.reduce((sum, slope) => sum + slope[name][i], 0));
    expectClose(weights[name], expected, 1e-6);
  }
  await training.release();
});
