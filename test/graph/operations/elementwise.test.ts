import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gradients, input, type Tensor } from '../../../src/graph/index.ts';
import { type Build, checkGradient, evaluate, expectClose, operand } from '../check.ts';

const both: Record<string, { build: Build; plain: (a: number, b: number) => number; positive?: boolean }> = {
  add: { build: (a, b) => a.add(b), plain: (a, b) => a + b },
  sub: { build: (a, b) => a.sub(b), plain: (a, b) => a - b },
  mul: { build: (a, b) => a.mul(b), plain: (a, b) => a * b },
  div: { build: (a, b) => a.div(b), plain: (a, b) => a / b, positive: true },
  max: { build: (a, b) => a.max(b), plain: Math.max },
  min: { build: (a, b) => a.min(b), plain: Math.min },
};

/** A shape, and one that broadcasts with it. */
const broadcasting = fc
  .array(fc.integer({ min: 1, max: 3 }), { minLength: 0, maxLength: 3 })
  .chain((shape) =>
    fc.tuple(
      fc.tuple(...shape.map((length) => fc.constantFrom(1, length))),
      fc.tuple(...shape.map((length) => fc.constantFrom(1, length))),
      fc.integer({ min: 0, max: shape.length }),
    ),
  )
  .map(([a, b, missing]) => [a as number[], (b as number[]).slice(missing)]);

describe.each(Object.entries(both))('%s', (_, { build, plain, positive }) => {
  test('broadcasts, and passes gradients back to the shapes it was given', async () => {
    await fc.assert(
      fc.asyncProperty(broadcasting, fc.boolean(), async ([a, b], swap) => {
        const shapes = swap ? [b, a] : [a, b];
        const operands = shapes.map((shape, i) => operand(shape, i, positive ? 2 : 0));
        await checkGradient(build, operands);
        const { shape, data } = await evaluate(build, ...operands);
        const rank = Math.max(...shapes.map((s) => s.length));
        expect(shape).toEqual(
          Array.from({ length: rank }, (_, i) => Math.max(...shapes.map((s) => s[i - rank + s.length] ?? 1))),
        );
        expectClose(data, broadcastLoop(shapes, operands, shape, plain), 1e-15);
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

/** The plain definition of broadcasting: every index of the result, wrapped to the operand's own length. */
function broadcastLoop(
  shapes: readonly (readonly number[])[],
  operands: readonly { data: ArrayLike<number> }[],
  shape: readonly number[],
  plain: (a: number, b: number) => number,
): number[] {
  const size = shape.reduce((x, y) => x * y, 1);
  return Array.from({ length: size }, (_, flat) => {
    const index = shape.map((length, axis) => {
      const inner = shape.slice(axis + 1).reduce((x, y) => x * y, 1);
      return Math.floor(flat / inner) % length;
    });
    const [a, b] = shapes.map((s, i) => {
      const own = index.slice(index.length - s.length);
      return operands[i].data[s.reduce((at, length, axis) => at * length + (own[axis] % length), 0)];
    });
    return plain(a, b);
  });
}

const one: Record<string, { build: Build; plain: (x: number) => number; shift?: number }> = {
  neg: { build: (x) => x.neg(), plain: (x) => -x },
  abs: { build: (x) => x.abs(), plain: Math.abs },
  sqrt: { build: (x) => x.sqrt(), plain: Math.sqrt, shift: 2 },
  exp: { build: (x) => x.exp(), plain: Math.exp },
  log: { build: (x) => x.log(), plain: Math.log, shift: 2 },
  square: { build: (x) => x.square(), plain: (x) => x * x },
  reciprocal: { build: (x) => x.reciprocal(), plain: (x) => 1 / x, shift: 2 },
  'pow -1': { build: (x) => x.pow(-1), plain: (x) => 1 / x, shift: 2 },
  'pow 0.5': { build: (x) => x.pow(0.5), plain: Math.sqrt, shift: 2 },
  'pow 1.5': { build: (x) => x.pow(1.5), plain: (x) => x ** 1.5, shift: 2 },
  'pow 2': { build: (x) => x.pow(2), plain: (x) => x ** 2 },
  'pow 3': { build: (x) => x.pow(3), plain: (x) => x ** 3 },
  'pow 2.7': { build: (x) => x.pow(2.7), plain: (x) => x ** 2.7, shift: 2 },
  'add a number': { build: (x) => x.add(2.5), plain: (x) => x + 2.5 },
  'divide by a number': { build: (x) => x.div(4), plain: (x) => x / 4 },
  clip: { build: (x) => x.clip(-0.4, 0.3), plain: (x) => Math.min(Math.max(x, -0.4), 0.3) },
  relu: { build: (x) => x.relu(), plain: (x) => Math.max(x, 0) },
  leakyRelu: { build: (x) => x.leakyRelu(0.3), plain: (x) => (x > 0 ? x : 0.3 * x) },
  'leakyRelu that grows below zero': { build: (x) => x.leakyRelu(-0.5), plain: (x) => (x > 0 ? x : -0.5 * x) },
  sigmoid: { build: (x) => x.sigmoid(), plain: (x) => 1 / (1 + Math.exp(-x)) },
  tanh: { build: (x) => x.tanh(), plain: Math.tanh },
  softplus: { build: (x) => x.softplus(), plain: (x) => Math.log1p(Math.exp(x)) },
  'gelu (tanh)': {
    build: (x) => x.gelu('tanh'),
    plain: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  },
};

describe.each(Object.entries(one))('%s', (_, { build, plain, shift = 0 }) => {
  test('computes its definition, with the right gradient', async () => {
    const operands = [operand([3, 4], 5, shift)];
    await checkGradient(build, operands);
    const { data } = await evaluate(build, ...operands);
    expectClose(data, Array.from(operands[0].data, plain), 4e-7);
  });
});

test('softplus neither overflows nor loses its tail', async () => {
  const { data } = await evaluate((x) => x.softplus(), { shape: [3], data: [-700, 0, 700] });
  expectClose(data, [0, Math.LN2, 700], 1e-15);
});

test('the root of zero has a finite gradient', async () => {
  const build = (x: Tensor) => gradients(x.sqrt().sum(), [x])[0];
  const { data } = await evaluate(build, { shape: [2], data: [0, 4] });
  expect(data.every(Number.isFinite)).toBe(true);
  expect(data[1]).toBeCloseTo(0.25, 12);
});

test('two-argument operations refuse shapes and types that do not fit, naming both', () => {
  expect(() => input('a', [2, 3]).add(input('b', [3, 2]))).toThrow('add: shapes do not broadcast: [2, 3] and [3, 2]');
  expect(() => input('a', [2], 'float64').mul(input('b', [2]))).toThrow(
    'mul: element types differ: float64 [2] and float32 [2]',
  );
});
