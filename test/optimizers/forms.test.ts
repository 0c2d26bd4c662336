import { describe, expect, test } from 'vitest';
import type { Optimizer } from '../../src/optimizers/optimizer.ts';
import { ScalarMemory } from '../../src/optimizers/scalar.ts';
import { WebAssemblyMemory } from '../../src/optimizers/webassembly.ts';
import { expectClose, numbers } from '../graph/check.ts';
import { forms, type Named } from './forms.ts';

/** Lengths that are no multiples of four, and a scalar. */
const arrays = [
  { name: 'w', shape: [5] },
  { name: 'deep/v', shape: [2, 3] },
  { name: 'theta', shape: [] },
];
const initial = {
  w: Float32Array.from(numbers(5, 1)),
  'deep/v': Float32Array.from(numbers(6, 2)),
  theta: Float32Array.of(0.1),
};

/** Gradients that follow the parameters, as those of ||p||^4 / 4 + b^T p do. */
function gradientAt(step: number, parameters: Named): Record<string, number[]> {
  return Object.fromEntries(
    arrays.map(({ name }, i) => {
      const b = numbers(6, 10 * step + i);
      return [name, Array.from(parameters[name], (p, j) => p ** 3 + b[j])];
    }),
  );
}

/** A step of one parameter in plain double arithmetic, written from the papers' algorithms. */
type Rule = (p: number, g: number, state: { m: number; v: number }, t: number) => number;

const adam =
  (l2: number, decay: number, rateOf: (t: number) => number): Rule =>
  (p, slope, state, t) => {
    const g = slope + l2 * p;
    state.m = 0.9 * state.m + 0.1 * g;
    state.v = 0.999 * state.v + 0.001 * g * g;
    const [m, v] = [state.m / (1 - 0.9 ** t), state.v / (1 - 0.999 ** t)];
    return p - rateOf(t) * (m / (Math.sqrt(v) + 1e-8) + decay * p);
  };

const cases: { name: string; optimizer: Optimizer; rule: Rule }[] = [
  {
    name: 'sgd',
    optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: 0.05 } },
    rule: (p, g) => p - 0.05 * g,
  },
  {
    name: 'sgd with momentum and weight decay',
    optimizer: { kind: 'sgd', rate: { kind: 'constant', rate: 0.02 }, momentum: 0.8, weightDecay: 0.1 },
    rule: (p, g, state) => {
      state.m = 0.8 * state.m + g + 0.1 * p;
      return p - 0.02 * state.m;
    },
  },
  {
    name: 'adam, rate falling in steps',
    optimizer: { kind: 'adam', rate: { kind: 'steps', rate: 0.05, factor: 0.5, every: 4 } },
    rule: adam(0, 0, (t) => 0.05 * 0.5 ** Math.floor((t - 1) / 4)),
  },
  {
    name: 'adam with weight decay',
    optimizer: { kind: 'adam', rate: { kind: 'constant', rate: 0.03 }, weightDecay: 0.2 },
    rule: adam(0.2, 0, () => 0.03),
  },
  {
    name: 'adamw, warm-up and cosine',
    optimizer: {
      kind: 'adamw',
      rate: { kind: 'cosine', rate: 0.1, floor: 0.01, steps: 10, warmup: 2 },
      weightDecay: 0.2,
    },
    rule: adam(0, 0.2, (t) => (t <= 2 ? 0.05 * t : 0.01 + 0.045 * (1 + Math.cos((Math.PI * (t - 3)) / 8)))),
  },
];

const steps = 10;

/** Parameters after all steps; `rateFactor` scales the whole move of an array, `shorten` the gradient of all. */
function expected(
  rule: Rule,
  rateFactor: (name: string) => number = () => 1,
  shorten: (gradient: Record<string, number[]>) => number = () => 1,
) {
  const parameters: Record<string, number[]> = Object.fromEntries(
    Object.entries(initial).map(([name, values]) => [name, Array.from(values)]),
  );
  const states = Object.fromEntries(
    Object.entries(initial).map(([name, values]) => [name, Array.from(values, () => ({ m: 0, v: 0 }))]),
  );
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(step, parameters);
    const factor = shorten(gradient);
    for (const name of Object.keys(parameters)) {
      parameters[name] = parameters[name].map((p, i) => {
        const next = rule(p, factor * gradient[name][i], states[name][i], step + 1);
        return p + rateFactor(name) * (next - p);
      });
    }
  }
  return parameters;
}

function expectAll(actual: Named, wanted: Record<string, number[]>, precision: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(wanted));
  for (const [name, values] of Object.entries(wanted)) expectClose(actual[name], values, precision);
}

describe.each(forms)('optimizers %s', (_, form, precision) => {
  test.each(cases)('$name follows its algorithm', async ({ optimizer, rule }) => {
    expectAll(await form(arrays, optimizer, initial, gradientAt, steps), expected(rule), precision);
  });

  test.each(cases)('$name: an array may have a learning rate of its own', async ({ optimizer, rule }) => {
    const rates = { 'deep/v': { ...optimizer.rate, rate: optimizer.rate.rate * 0.3 } };
    if (optimizer.rate.kind === 'cosine') rates['deep/v'] = { ...optimizer.rate, rate: 0.03, floor: 0.003 };
    const moved = await form(arrays, { ...optimizer, rates }, initial, gradientAt, steps);
    expectAll(
      moved,
      expected(rule, (name) => (name === 'deep/v' ? 0.3 : 1)),
      precision,
    );
  });

  test.each(cases)('$name: a gradient is shortened to the norm given, and a short one left alone', async (each) => {
    const { optimizer, rule } = each;
    const norm = (gradient: Record<string, number[]>) => Math.hypot(...Object.values(gradient).flat());
    for (const clip of [0.9, 100]) {
      const moved = await form(arrays, { ...optimizer, clip }, initial, gradientAt, steps);
      const shorten = (gradient: Record<string, number[]>) => Math.min(1, clip / norm(gradient));
      expectAll(
        moved,
        expected(rule, () => 1, shorten),
        precision,
      );
    }
  });
});

describe.each([
  ['in plain JavaScript', ScalarMemory],
  ['in WebAssembly memory', WebAssemblyMemory],
])('memory %s', (_, Memory) => {
  const optimizer = { kind: 'adam', rate: { kind: 'constant', rate: 0.1 } } as const;

  test('changes the arrays of the span alone', () => {
    const memory = new Memory(arrays);
    memory.gradient.fill(1);
    expect(memory.descend({ optimizer, step: 0, span: { from: 5, to: 11 } })).toBe(true);
    expect(Array.from(memory.parameters, (p) => Math.sign(p))).toEqual([0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, 0]);
  });

  test('forgets its moments at step 0', () => {
    const [fresh, used] = [new Memory(arrays), new Memory(arrays)];
    used.gradient.fill(3);
    for (const step of [0, 1]) used.descend({ optimizer, step });
    used.parameters.fill(0);
    for (const memory of [fresh, used]) {
      memory.gradient.fill(-0.5);
      memory.descend({ optimizer, step: 0 });
    }
    expect(used.parameters).toEqual(fresh.parameters);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('takes no step along a gradient with %d', (bad) => {
    for (let i = 0; i < 12; i++) {
      const memory = new Memory(arrays);
      memory.gradient.fill(1);
      memory.gradient[i] = bad;
      expect(memory.descend({ optimizer, step: 0 })).toBe(false);
      expect(Array.from(memory.parameters)).toEqual(Array(12).fill(0));
    }
  });

  test('adds parts within the span', () => {
    const memory = new Memory(arrays);
    memory.gradient.set(numbers(12, 1));
    memory.part.set(numbers(12, 2));
    const before = memory.gradient.slice();
    memory.addPart({ from: 1, to: 11 });
    const Numbers = before.constructor as typeof Float32Array;
    const sum = Numbers.from(before, (g, i) => (i >= 1 && i < 11 ? g + memory.part[i] : g));
    expect(Array.from(memory.gradient)).toEqual(Array.from(sum));
  });
});
