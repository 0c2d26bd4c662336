import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  batchNorm,
  compile,
  concat,
  gradients,
  input,
  type LstmState,
  layerNorm,
  lstm,
  normalizeChannels,
  type Tensor,
} from '../../../src/graph/index.ts';
import { checkGradient, evaluate, expectClose, numbers, operand } from '../check.ts';

describe('softmax', () => {
  test.each([
    [[2, 3], 1],
    [[2, 3], 0],
    [[2, 3, 4], -2],
  ] as const)('of %j along axis %i', async (shape, axis) => {
    const x = operand(shape);
    await checkGradient((t) => t.softmax(axis), [x]);
    const quotient = (t: Tensor) => t.exp().div(t.exp().sum(axis, { keepDims: true }));
    expectClose((await evaluate((t) => t.softmax(axis), x)).data, (await evaluate(quotient, x)).data, 1e-14);
  });
});

describe('normalizations', () => {
  test('layerNorm gives vectors of mean 0 and variance 1, scaled and shifted', async () => {
    const [x, scale, bias] = [operand([4, 5]), operand([5], 2), operand([5], 3)];
    const build = (t: Tensor, s: Tensor, b: Tensor) => layerNorm(t, { scale: s, bias: b }, 1e-3);
    const expected = Array.from({ length: 4 }, (_, i) => {
      const row = Array.from(x.data.slice(5 * i, 5 * i + 5));
      const mean = row.reduce((a, b) => a + b) / 5;
      const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5;
      return row.map((v, j) => ((v - mean) / Math.sqrt(variance + 1e-3)) * scale.data[j] + bias.data[j]);
    });
    expectClose((await evaluate(build, x, scale, bias)).data, expected.flat(), 1e-13);
    await checkGradient(build, [x, scale, bias]);
    const single = await compile({ y: build(input('x', [4, 5]), input('scale', [5]), input('bias', [5])) });
    const feeds = Object.entries({ x, scale, bias }).map(([name, { data }]) => [name, Float32Array.from(data)]);
    expectClose((await single.run(Object.fromEntries(feeds))).y as Float32Array, expected.flat(), 1e-6);
    await single.release();
  });

  test('batchNorm normalizes channels over batch and image', async () => {
    const [x, scale, bias] = [operand([3, 2, 2, 2]), operand([2], 2), operand([2], 3)];
    const build = (t: Tensor, s: Tensor, b: Tensor) => batchNorm(t, { scale: s, bias: b }, 1e-3).y;
    await checkGradient(build, [x, scale, bias]);
    const channel = (c: number) => Array.from(x.data).filter((_, i) => Math.floor(i / 4) % 2 === c);
    const { data } = await evaluate(build, x, scale, bias);
    const statistics = [0, 1].map((c) => {
      const mean = channel(c).reduce((a, b) => a + b) / 12;
      return { mean, variance: channel(c).reduce((sum, v) => sum + (v - mean) ** 2, 0) / 12 };
    });
    const expected = Array.from(x.data, (v, i) => {
      const c = Math.floor(i / 4) % 2;
      return ((v - statistics[c].mean) / Math.sqrt(statistics[c].variance + 1e-3)) * scale.data[c] + bias.data[c];
    });
    expectClose(data, expected, 1e-13);
    const [mean, variance] = await Promise.all([
      evaluate((t, s, b) => batchNorm(t, { scale: s, bias: b }).mean, x, scale, bias),
      evaluate((t, s, b) => batchNorm(t, { scale: s, bias: b }).variance, x, scale, bias),
    ]);
    expectClose(
      mean.data,
      statistics.map((s) => s.mean),
      1e-14,
    );
    expectClose(
      variance.data,
      statistics.map((s) => s.variance),
      1e-14,
    );
  });

  test('normalizeChannels uses the statistics it is given', async () => {
    const operands = [
      operand([2, 2, 3]),
      operand([2], 2),
      operand([2], 3),
      operand([2], 4),
      { shape: [2], data: [0.5, 2] },
    ];
    const build = (...[x, scale, bias, mean, variance]: Tensor[]) =>
      normalizeChannels(x, { scale, bias }, { mean, variance }, 0.1);
    await checkGradient(build, operands);
    const [x, scale, bias, mean, variance] = operands.map(({ data }) => data);
    const expected = Array.from(x, (v, i) => {
      const c = Math.floor(i / 3) % 2;
      return ((v - mean[c]) / Math.sqrt(variance[c] + 0.1)) * scale[c] + bias[c];
    });
    expectClose((await evaluate(build, ...operands)).data, expected, 1e-14);
  });

  test('refuse a scale of another length', () => {
    const affine = { scale: input('s', [4]), bias: input('b', [5]) };
    expect(() => layerNorm(input('x', [4, 5]), affine)).toThrow('layerNorm: scale must be [5] for x [4, 5], not [4]');
    expect(() => batchNorm(input('x', [2, 4, 3]), affine)).toThrow('batchNorm: bias must be [4] for x [2, 4, 3]');
  });
});

describe('shrinkage', () => {
  test('softThreshold moves entries towards zero', async () => {
    const x = { shape: [5], data: [-2, -0.5, 0, 0.5, 3] };
    expect((await evaluate((t) => t.softThreshold(1), x)).data).toEqual([-1, 0, 0, 0, 2]);
    await checkGradient((t, theta) => t.softThreshold(theta), [operand([3, 4]), { shape: [], data: [0.4] }]);
    await checkGradient(
      (t, theta) => t.softThreshold(theta),
      [operand([3, 4]), { shape: [4], data: [0.1, 0.4, 0.7, 0.2] }],
    );
  });

  test('groupSoftThreshold shortens vectors, whatever the axis', async () => {
    const x = { shape: [2, 2], data: [3, 0.3, 4, 0.4] };
    expectClose((await evaluate((t) => t.groupSoftThreshold(1, 0), x)).data, [2.4, 0, 3.2, 0], 1e-15);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 2 }), fc.boolean(), async (axis, perGroup) => {
        const shape = [2, 3, 4];
        const groups = shape.with(axis, 1);
        const size = groups.reduce((a, b) => a * b);
        const theta = perGroup
          ? { shape: groups, data: numbers(size, 7).map((v) => 0.7 + 0.5 * v) }
          : { shape: [], data: [0.8] };
        await checkGradient((t, threshold) => t.groupSoftThreshold(threshold, axis), [operand(shape), theta]);
      }),
      { numRuns: 6, seed: 2 },
    );
  });

  test('groupSoftThreshold gives zeros and finite gradients for a group of zeros', async () => {
    const x = { shape: [2, 2], data: [0, 1, 0, 2] };
    const build = (t: Tensor) => gradients(t.groupSoftThreshold(0.5, 0).sum(), [t])[0];
    const { data } = await evaluate(build, x);
    expect(data.every(Number.isFinite)).toBe(true);
    expect([data[0], data[2]]).toEqual([0, 0]);
    expect((await evaluate((t) => t.groupSoftThreshold(0.5, 0), x)).data.slice(0, 1)).toEqual([0]);
  });

  test('groupSoftThreshold refuses thresholds inside a group', () => {
    expect(() => input('x', [3, 4]).groupSoftThreshold(input('t', [3, 1]), 0)).toThrow(
      'groupSoftThreshold: theta must broadcast to the groups: theta [3, 1], groups [1, 4]',
    );
  });
});

describe('largest entries', () => {
  test('are kept, by magnitude, and alone pass gradients', async () => {
    const x = { shape: [2, 4], data: [1, -5, 2, -3, 0.1, 0.2, 0.4, 0.3] };
    const kept = await evaluate((t) => t.keepLargest(2), x);
    expect(kept.data.map((v) => v + 0)).toEqual([0, -5, 0, -3, 0, 0, 0.4, 0.3]);
    await checkGradient((t) => t.keepLargest(2), [x]);
    await checkGradient((t) => t.keepLargest(1, 0), [x]);
    expect(() => input('x', [2, 4]).largestMask(5)).toThrow('largestMask: no 5 entries along axis -1 of [2, 4]');
  });
});

describe('lstm', () => {
  const [features, hidden, columns] = [2, 3, 4];
  const shapes = [
    [features, columns],
    [hidden, columns],
    [hidden, columns],
    [4 * hidden, features],
    [4 * hidden, hidden],
    [4 * hidden, 1],
  ];
  const operands = shapes.map((shape, i) => operand(shape, i));

  const cellOf = (...[input, hidden, bias]: Tensor[]) => lstm({ input, hidden, bias });
  const step = (...[x, h, c, ...weights]: Tensor[]) => cellOf(...weights)(x, { h, c });

  /** New state after one step from (h, c), gate by gate. */
  function expected(h: ArrayLike<number>, c: ArrayLike<number>) {
    const [x, , , W, U, bias] = operands.map(({ data }) => data);
    const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));
    const preactivation = (row: number, column: number) => {
      let sum = bias[row];
      for (let j = 0; j < features; j++) sum += W[row * features + j] * x[j * columns + column];
      for (let j = 0; j < hidden; j++) sum += U[row * hidden + j] * h[j * columns + column];
      return sum;
    };
    const next = { h: new Float64Array(hidden * columns), c: new Float64Array(hidden * columns) };
    for (let i = 0; i < hidden; i++) {
      for (let column = 0; column < columns; column++) {
        const at = i * columns + column;
        const [input_, forget, candidate, output] = [0, 1, 2, 3].map((g) => preactivation(g * hidden + i, column));
        next.c[at] = sigmoid(forget) * c[at] + sigmoid(input_) * Math.tanh(candidate);
        next.h[at] = sigmoid(output) * Math.tanh(next.c[at]);
      }
    }
    return next;
  }

  test('follows its equations', async () => {
    const { h, c } = expected(operands[1].data, operands[2].data);
    expectClose((await evaluate((...t) => step(...t).h, ...operands)).data, h, 1e-7);
    expectClose((await evaluate((...t) => step(...t).c, ...operands)).data, c, 1e-7);
  });

  test('begins with zeros where no state is given', async () => {
    const zeros = new Float64Array(hidden * columns);
    const { h, c } = expected(zeros, zeros);
    const begin = (...[x, , , ...weights]: Tensor[]) => cellOf(...weights)(x);
    expectClose((await evaluate((...t) => begin(...t).h, ...operands)).data, h, 1e-7);
    expectClose((await evaluate((...t) => begin(...t).c, ...operands)).data, c, 1e-7);
  });

  test('has the right gradient through three steps, the first from zeros or from a state', async () => {
    const through = (first: LstmState, x: Tensor, ...weights: Tensor[]) => {
      const cell = cellOf(...weights);
      const second = cell(x.square(), first);
      return concat([cell(second.h.slice(0, 0, features), second).h, second.c], 0);
    };
    const [x, h, c, ...weights] = operands;
    await checkGradient((x, h, c, ...w) => through(cellOf(...w)(x, { h, c }), x, ...w), [x, h, c, ...weights]);
    await checkGradient((x, ...w) => through(cellOf(...w)(x), x, ...w), [x, ...weights]);
  });
});

test('gelu by the error function, in float32', async () => {
  const x = input('x', [41]);
  const session = await compile({ y: x.gelu(), d: gradients(x.gelu().sum(), [x])[0] });
  const points = Array.from({ length: 41 }, (_, i) => (i - 20) / 5);
  const { y, d } = await session.run({ x: Float32Array.from(points) });
  /** Abramowitz and Stegun 7.1.6: the series of the error function. */
  const erf = (z: number) => {
    let [term, sum] = [z, z];
    for (let n = 1; n < 80; n++) sum += term *= (2 * z * z) / (2 * n + 1);
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  };
  const Phi = (v: number) => (1 + erf(v / Math.SQRT2)) / 2;
  expectClose(
    y as Float32Array,
    points.map((v) => v * Phi(v)),
    1e-6,
  );
  const phi = (v: number) => Math.exp((-v * v) / 2) / Math.sqrt(2 * Math.PI);
  expectClose(
    d as Float32Array,
    points.map((v) => Phi(v) + v * phi(v)),
    1e-6,
  );
  await session.release();
});
