import { expect } from 'vitest';
import { constant, gradients, input, type Tensor } from '../../src/graph/index.ts';
import { compile } from '../../src/graph/session.ts';

/** A repeatable sequence of numbers in [-1, 1), for tests only. */
export function numbers(count: number, seed: number): Float64Array {
  let state = seed + 1;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39);
    return (mixed ^ (mixed >>> 16)) / 2 ** 31;
  });
}

/** An array to feed: its shape, and numbers in [shift - 1, shift + 1). */
export interface Operand {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

export function operand(shape: readonly number[], seed = 1, shift = 0) {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: numbers(size, seed).map((x) => x + shift) };
}

/** A function of tensors, as it is written with the engine. */
export type Build = (...inputs: Tensor[]) => Tensor;

/** Evaluates in float64 by ONNX Runtime. */
export async function evaluate(
  build: Build,
  ...operands: Operand[]
): Promise<{ shape: readonly number[]; data: number[] }> {
  const inputs = operands.map(({ shape }, i) => input(`x${i}`, shape, 'float64'));
  const y = build(...inputs);
  const session = await compile({ y });
  const feeds = Object.fromEntries(operands.map(({ data }, i) => [`x${i}`, Float64Array.from(data)]));
  const used = Object.fromEntries(Object.entries(feeds).filter(([name]) => name in session.inputs));
  const result = await session.run(used);
  await session.release();
  return { shape: y.shape, data: Array.from(result.y as Float64Array) };
}

/**
 * Compares every entry of the gradient of sum(weights * build(...)) with central finite differences in float64. The weights
 * are fixed pseudo-random numbers, so that no error can cancel in the sum.
 */
export async function checkGradient(build: Build, operands: readonly Operand[], tolerance = 1e-7): Promise<void> {
  const inputs = operands.map(({ shape }, i) => input(`x${i}`, shape, 'float64'));
  const y = build(...inputs);
  const loss = y.mul(constant(numbers(y.size, 99), y.shape, 'float64')).sum();
  const outputs = Object.fromEntries(gradients(loss, inputs).map((gradient, i) => [`d${i}`, gradient]));
  const session = await compile({ loss, ...outputs });
  const feeds = Object.fromEntries(operands.map(({ data }, i) => [`x${i}`, Float64Array.from(data)]));
  const analytic = await session.run(feeds);
  const lossAt = async () => (await session.run(feeds)).loss[0] as number;
  const step = 1e-5;
  for (const [i, { shape }] of operands.entries()) {
    const data = feeds[`x${i}`];
    const numeric = new Float64Array(data.length);
    for (let j = 0; j < data.length; j++) {
      const at = data[j];
      data[j] = at + step;
      const above = await lossAt();
      data[j] = at - step;
      const below = await lossAt();
      data[j] = at;
      numeric[j] = (above - below) / (2 * step);
    }
    expect(analytic[`d${i}`].length).toBe(data.length);
    expect(inputs[i].shape).toEqual(shape);
    expectClose(analytic[`d${i}`] as Float64Array, numeric, tolerance);
  }
  await session.release();
}

/** Every entry within tolerance, relative to the largest magnitude or 1. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    if (!(error <= tolerance * scale)) {
      expect.fail(`entry ${i}: ${actual[i]} is not within ${tolerance * scale} of ${expected[i]}`);
    }
  }
}
