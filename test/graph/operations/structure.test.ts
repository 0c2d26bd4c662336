import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, input } from '../../../src/graph/index.ts';
import { checkGradient, evaluate, expectClose, operand } from '../check.ts';

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

/** Position of every element, outermost axis first. */
function indicesOf(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap((index) => Array.from({ length }, (_, i) => [...index, i])),
    [[]],
  );
}

function flat(shape: readonly number[], index: readonly number[]): number {
  return shape.reduce((at, length, axis) => at * length + index[axis], 0);
}

const property = { numRuns: 10, seed: 3 };

describe('reductions', () => {
  const reductions = {
    sum: (values: number[]) => values.reduce((a, b) => a + b, 0),
    mean: (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length,
    maximum: (values: number[]) => Math.max(...values),
    minimum: (values: number[]) => Math.min(...values),
  };

  test.each(Object.entries(reductions))('%s along any axes, kept or dropped', async (name, plain) => {
    const cases = shapes.chain((shape) =>
      fc.tuple(fc.constant(shape), fc.subarray(shape.map((_, i) => i)), fc.boolean(), fc.boolean()),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([shape, axes, keepDims, negative]) => {
        const given = negative ? axes.map((axis) => axis - shape.length) : axes;
        const build = (x: ReturnType<typeof input>) => x[name as keyof typeof reductions](given, { keepDims });
        const x = operand(shape);
        const y = await evaluate(build, x);
        const groups = new Map<string, number[]>();
        for (const index of indicesOf(shape)) {
          const key = index.map((i, axis) => (axes.includes(axis) ? 0 : i)).join();
          groups.set(key, [...(groups.get(key) ?? []), x.data[flat(shape, index)]]);
        }
        expectClose(y.data, [...groups.values()].map(plain), 1e-14);
        const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
        expect(y.shape).toEqual(keepDims ? kept : kept.filter((_, axis) => !axes.includes(axis)));
        await checkGradient(build, [x]);
      }),
      property,
    );
  });

  test('without axes reduce everything to a scalar', async () => {
    const x = operand([3, 2]);
    const y = await evaluate((t) => t.sum(), x);
    expect(y.shape).toEqual([]);
    expectClose(y.data, [x.data.reduce((a, b) => a + b, 0)], 1e-14);
  });

  test('name an axis that is not there', () => {
    expect(() => input('x', [2, 3]).sum(2)).toThrow('sum: no axis 2 in [2, 3]');
    expect(() => input('x', [2, 3]).mean([0, -2])).toThrow('mean: the same axis twice in [0, -2]');
  });

  test('sums of many equal float32 numbers stay exact to 1e-6', async () => {
    const { compile } = await import('../../../src/graph/index.ts');
    const session = await compile({ y: input('x', [1000, 1000]).sum() });
    const { y } = await session.run({ x: new Float32Array(1e6).fill(0.1) });
    expect(Math.abs(Number(y[0]) / (1e6 * Math.fround(0.1)) - 1)).toBeLessThan(1e-5);
    await session.release();
  });
});

describe('layout', () => {
  test('transpose moves every element, in any order', async () => {
    const cases = shapes.chain((shape) =>
      fc.tuple(
        fc.constant(shape),
        fc.shuffledSubarray(
          shape.map((_, i) => i),
          { minLength: shape.length },
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([shape, order]) => {
        const x = operand(shape);
        const y = await evaluate((t) => t.transpose(order), x);
        expect(y.shape).toEqual(order.map((axis) => shape[axis]));
        for (const index of indicesOf(shape)) {
          const moved = order.map((axis) => index[axis]);
          expect(y.data[flat(y.shape, moved)]).toBe(x.data[flat(shape, index)]);
        }
        await checkGradient((t) => t.transpose(order), [x]);
      }),
      property,
    );
  });

  test('reshape keeps the order of the elements and fills in one axis', async () => {
    const x = operand([2, 6]);
    const y = await evaluate((t) => t.reshape([3, -1]), x);
    expect(y.shape).toEqual([3, 4]);
    expect(y.data).toEqual(Array.from(x.data));
    await checkGradient((t) => t.reshape([3, -1]), [x]);
    expect(() => input('x', [2, 6]).reshape([5, -1])).toThrow('reshape: [2, 6] does not fill [5, -1]');
    expect(() => input('x', [2, 6]).reshape([3, 3])).toThrow('reshape: [2, 6] does not fill [3, 3]');
  });

  test('expand repeats, and sums gradients up again', async () => {
    const x = operand([3, 1]);
    const y = await evaluate((t) => t.expand([2, 3, 2]), x);
    expect(y.data).toEqual(indicesOf([2, 3, 2]).map(([, i]) => x.data[i]));
    await checkGradient((t) => t.expand([2, 3, 2]), [x]);
    await checkGradient((t, u) => t.expand([2, 3, 2]).mul(u), [x, operand([2, 3, 2], 2)]);
    expect(() => input('x', [3]).expand([2])).toThrow('expand: shapes do not broadcast: [3] and [2]');
    expect(() => input('x', [2, 3]).expand([3])).toThrow('expand: [2, 3] does not expand to [3]');
  });
});

describe('slicing', () => {
  const sliced = shapes.chain((shape) =>
    fc
      .integer({ min: 0, max: shape.length - 1 })
      .chain((axis) =>
        fc.tuple(
          fc.constant(shape),
          fc.constant(axis),
          fc.integer({ min: 0, max: shape[axis] - 1 }),
          fc.integer({ min: 1, max: 4 }),
        ),
      ),
  );

  test('slice cuts out, pad puts zeros around, reverse turns', async () => {
    await fc.assert(
      fc.asyncProperty(sliced, async ([shape, axis, start, count]) => {
        const end = Math.min(start + count, shape[axis]);
        const x = operand(shape);
        const cut = await evaluate((t) => t.slice(axis, start, end), x);
        expect(cut.data).toEqual(
          indicesOf(shape)
            .filter((index) => index[axis] >= start && index[axis] < end)
            .map((index) => x.data[flat(shape, index)]),
        );
        await checkGradient((t) => t.slice(axis, start, end), [x]);
        await checkGradient((t) => t.reverse(axis), [x]);
        const widths = shape.map((_, i) => (i === axis ? ([1, 2] as const) : ([0, 1] as const)));
        await checkGradient((t) => t.pad(widths), [x]);
        const padded = await evaluate((t) => t.pad(widths), x);
        expectClose([padded.data.reduce((a, b) => a + b, 0)], [x.data.reduce((a, b) => a + b, 0)], 1e-12);
      }),
      property,
    );
  });

  test('worked cases', async () => {
    const x = { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] };
    expect((await evaluate((t) => t.slice(1, -2), x)).data).toEqual([2, 3, 5, 6]);
    expect((await evaluate((t) => t.slice(1, 0, -1), x)).data).toEqual([1, 2, 4, 5]);
    expect((await evaluate((t) => t.reverse(1), x)).data).toEqual([3, 2, 1, 6, 5, 4]);
    const frame = [
      [1, 0],
      [0, 1],
    ] as const;
    expect((await evaluate((t) => t.pad(frame), x)).data).toEqual([0, 0, 0, 0, 1, 2, 3, 0, 4, 5, 6, 0]);
    expect((await evaluate((t) => t.gather([2, 0, 2], 1), x)).data).toEqual([3, 1, 3, 6, 4, 6]);
    expect(() => input('x', [2, 3]).slice(1, 2, 5)).toThrow('slice: 2..5 is no part of axis 1 of [2, 3]');
    expect(() => input('x', [2, 3]).gather([3], 1)).toThrow('gather: no index 3 in axis 1 of [2, 3]');
  });

  test('concat and split undo each other', async () => {
    await fc.assert(
      fc.asyncProperty(sliced, async ([shape, axis, start]) => {
        const lengths = [start, shape[axis] - start, 2].filter((length) => length > 0);
        const parts = lengths.map((length, i) => operand(shape.with(axis, length), i));
        await checkGradient((...tensors) => concat(tensors, axis), parts);
        const whole = operand(
          shape.with(
            axis,
            lengths.reduce((a, b) => a + b, 0),
          ),
        );
        const same = await evaluate((t) => concat(t.split(axis, lengths), axis), whole);
        expect(same.data).toEqual(Array.from(whole.data));
        await checkGradient((t) => t.split(axis, lengths)[lengths.length - 1].square(), [whole]);
      }),
      property,
    );
    const [a, b] = [input('a', [2, 3]), input('b', [3, 3])];
    expect(() => concat([a, b], 1)).toThrow('concat: axes other than 1 differ: [2, 3], [3, 3]');
    expect(() => a.split(1, [1, 1])).toThrow('split: lengths [1, 1] do not fill axis 1 of [2, 3]');
  });

  test('gather adds up the gradients of entries that were taken twice', async () => {
    await checkGradient((t) => t.gather([1, 1, 0, 2], 0), [operand([3, 2])]);
    await checkGradient((t) => t.gather([1, 0, 1], -1), [operand([3, 2])]);
  });
});
