import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, constant, conv2d, gradients, input, type Tensor } from '../../../src/graph/index.ts';
import { checkGradient, evaluate, expectClose, numbers, operand } from '../check.ts';

/** The definition, index by index. */
function convolutionLoop(
  x: { shape: number[]; data: ArrayLike<number> },
  w: typeof x,
  pad: [number, number],
): number[] {
  const [batch, channels, height, width] = x.shape;
  const [out, , rows, columns] = w.shape;
  const y: number[] = [];
  for (let b = 0; b < batch; b++)
    for (let o = 0; o < out; o++)
      for (let i = 0; i < height + 2 * pad[0] - rows + 1; i++)
        for (let j = 0; j < width + 2 * pad[1] - columns + 1; j++) {
          let sum = 0;
          for (let c = 0; c < channels; c++)
            for (let u = 0; u < rows; u++)
              for (let v = 0; v < columns; v++) {
                const [s, t] = [i + u - pad[0], j + v - pad[1]];
                if (s < 0 || s >= height || t < 0 || t >= width) continue;
                sum +=
                  x.data[((b * channels + c) * height + s) * width + t] *
                  w.data[((o * channels + c) * rows + u) * columns + v];
              }
          y.push(sum);
        }
  return y;
}

const cases = fc.record({
  batch: fc.integer({ min: 1, max: 2 }),
  channels: fc.constantFrom(1, 2, 5, 6),
  out: fc.constantFrom(1, 3, 5, 7),
  kernel: fc.constantFrom([1, 1], [3, 3], [3, 1], [1, 5]),
  image: fc.constantFrom([3, 5], [4, 6]),
  padding: fc.constantFrom('same' as const, 0),
});

describe('conv2d', () => {
  test('adds a bias to every image of a channel, in float64 and float32', async () => {
    const [x, w, bias] = [operand([2, 3, 4, 5], 1), operand([4, 3, 3, 3], 2), operand([4], 3)];
    const build = (a: Tensor, b: Tensor, c: Tensor) => conv2d(a, b, { padding: 'same', bias: c });
    const without = await evaluate((a, b) => conv2d(a, b, { padding: 'same' }), x, w);
    const expected = without.data.map((value, i) => value + bias.data[Math.floor(i / 20) % 4]);
    expectClose((await evaluate(build, x, w, bias)).data, expected, 1e-13);
    await checkGradient(build, [x, w, bias]);
    const single = await compile({ y: build(input('x', [2, 3, 4, 5]), input('w', [4, 3, 3, 3]), input('b', [4])) });
    const feeds = { x: Float32Array.from(x.data), w: Float32Array.from(w.data), b: Float32Array.from(bias.data) };
    expectClose((await single.run(feeds)).y as Float32Array, expected, 1e-5);
    await single.release();
  });

  test('follows its definition in float64 and float32, with gradients for every choice of their computation', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ batch, channels, out, kernel, image, padding }) => {
        if (padding === 0 && image.some((length, i) => length < kernel[i])) return;
        const x = { ...operand([batch, channels, ...image], 1) } as { shape: number[]; data: Float64Array };
        const w = { ...operand([out, channels, ...kernel], 2) } as { shape: number[]; data: Float64Array };
        const pad = (padding === 'same' ? kernel.map((length) => (length - 1) / 2) : [0, 0]) as [number, number];
        const expected = convolutionLoop(x, w, pad);
        const { shape, data } = await evaluate((a, b) => conv2d(a, b, { padding }), x, w);
        expectClose(data, expected, 1e-13);
        await checkGradient((a, b) => conv2d(a, b, { padding }), [x, w]);
        const single = await inFloat32(x, w, padding, shape);
        expectClose(single.y, expected, 1e-5);
        const double = await gradientsOf('float64', x, w, padding, shape);
        expectClose(single.dx, double.dx, 2e-5);
        expectClose(single.dw, double.dw, 2e-5);
      }),
      { numRuns: 14, seed: 4 },
    );
  });

  type Operand = { shape: number[]; data: Float64Array };

  async function gradientsOf(
    type: 'float32' | 'float64',
    x: Operand,
    w: Operand,
    padding: 'same' | number,
    shape: readonly number[],
  ) {
    const [a, b] = [input('x', x.shape, type), input('w', w.shape, type)];
    const y = conv2d(a, b, { padding });
    const weights = constant(numbers(y.size, 9), shape, type);
    const [dx, dw] = gradients(y.mul(weights).sum(), [a, b]);
    const session = await compile({ y, dx, dw });
    const Data = type === 'float32' ? Float32Array : Float64Array;
    const results = await session.run({ x: Data.from(x.data), w: Data.from(w.data) });
    await session.release();
    return results as Record<'y' | 'dx' | 'dw', Float32Array>;
  }

  function inFloat32(x: Operand, w: Operand, padding: 'same' | number, shape: readonly number[]) {
    return gradientsOf('float32', x, w, padding, shape);
  }

  test('refuses kernels that do not fit', () => {
    const x = input('x', [1, 2, 8, 8]);
    expect(() => conv2d(x, input('w', [3, 4, 3, 3]))).toThrow(
      'conv2d: [batch, in, height, width] and [out, in, rows, columns] are needed: x [1, 2, 8, 8], kernels [3, 4, 3, 3]',
    );
    expect(() => conv2d(x, input('w', [3, 2, 2, 2]), { padding: 'same' })).toThrow('padding same does not suit');
    expect(() => conv2d(x, input('w', [3, 2, 9, 9]))).toThrow('conv2d: kernels larger than the image');
  });
});
