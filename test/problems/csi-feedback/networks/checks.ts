import { expect } from 'vitest';
import { compile, gradients, input, type Tensor } from '../../../../src/graph/index.ts';
import type { FeedbackNetwork } from '../../../../src/problems/csi-feedback/feedback-network.ts';
import { parametersOf, type Tensors, type Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { numbers } from '../../../graph/check.ts';

/** Some of ONNX Runtime's optimizations round constants of float64 graphs to float32. */
const exactly = { optimizations: 'none' } as const;

/** `count` samples of the network's size with entries in (-2, 2), one after the other. */
export function samplesFor({ sizes }: Pick<FeedbackNetwork, 'sizes'>, count: number, seed = 5): Float64Array {
  return numbers(count * 2 * sizes.Na * sizes.Nt, seed).map((x) => 2 * x);
}

/** What the network computes of `count` samples in float64: codewords, and the estimates. */
export async function computed(
  network: FeedbackNetwork,
  values: Values,
  samples: Float64Array,
  further: Values = {},
): Promise<{ s: Float64Array; estimates: Float64Array[] }> {
  const { Na, Nt, M } = network.sizes;
  const count = samples.length / (2 * Na * Nt);
  const arrays: Tensors = {
    ...parametersOf(network.arrays, 'float64'),
    ...Object.fromEntries(
      Object.entries(further).map(([name, { length }]) => [name, input(name, [length], 'float64')]),
    ),
  };
  const s = network.encode(input('x', [count, 2, Na, Nt], 'float64'), arrays);
  const estimates = network.decode(s, arrays);
  expect(s.shape).toEqual([count, M]);
  const outputs = Object.fromEntries(estimates.map((estimate, t) => [`estimate${t}`, estimate]));
  const session = await compile({ s, ...outputs }, exactly);
  const feeds = Object.entries({ ...values, ...further, x: samples }).filter(([name]) => name in session.inputs);
  const results = await session.run(Object.fromEntries(feeds.map(([name, array]) => [name, Float64Array.from(array)])));
  await session.release();
  return {
    s: results.s as Float64Array,
    estimates: estimates.map((_, t) => results[`estimate${t}`] as Float64Array),
  };
}

/**
 * Compares the gradient of the loss with central differences in float64, along one random direction for every learned array
 * of whose name `only` is a part.
 */
export async function checkLossGradient(
  network: FeedbackNetwork,
  values: Values,
  samples: Float64Array,
  { tolerance = 1e-5, step = 1e-5, only = /./ } = {},
): Promise<void> {
  const { Na, Nt } = network.sizes;
  const count = samples.length / (2 * Na * Nt);
  const arrays = parametersOf(network.arrays, 'float64');
  const loss = network.loss(input('x', [count, 2, Na, Nt], 'float64'), arrays);
  const names = Object.keys(arrays).filter((name) => network.rateFactors[name] !== 0 && only.test(name));
  const slopes = gradients(
    loss,
    names.map((name) => arrays[name]),
  );
  const outputs: Record<string, Tensor> = { loss };
  names.forEach((name, i) => {
    outputs[`d/${name}`] = slopes[i];
  });
  const session = await compile(outputs, exactly);
  const feeds: Record<string, Float64Array> = Object.fromEntries(
    Object.entries({ ...values, x: samples })
      .filter(([name]) => name in session.inputs)
      .map(([name, array]) => [name, Float64Array.from(array)]),
  );
  const results = await session.run(feeds);
  const lossAt = async () => Number((await session.run(feeds)).loss[0]);
  for (const [i, name] of names.entries()) {
    const direction = numbers(feeds[name].length, 100 + i);
    const at = feeds[name];
    const moved = async (by: number) => {
      feeds[name] = at.map((value, j) => value + by * direction[j]);
      return lossAt();
    };
    const numeric = ((await moved(step)) - (await moved(-step))) / (2 * step);
    feeds[name] = at;
    const gradient = results[`d/${name}`] as Float64Array;
    const analytic = gradient.reduce((total, slope, j) => total + slope * direction[j], 0);
    const scale = Math.max(1e-3, Math.abs(numeric));
    expect(Math.abs(analytic - numeric) / scale, `${name}: ${analytic} against ${numeric}`).toBeLessThan(tolerance);
  }
  await session.release();
}
