import { expect, test } from 'vitest';
import { type CsiNetSettings, csiNet } from '../../../../src/problems/csi-feedback/csinet/network.ts';
import { countOf, type Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { expectClose, numbers } from '../../../graph/check.ts';
import { checkLossGradient, computed, samplesFor } from './checks.ts';
import {
  convolutionOf,
  denseOf,
  eachChannel,
  type Image,
  leaky,
  normalizationOf,
  randomValues,
  range,
  sigmoid,
} from './plain.ts';

const sizes = { Na: 4, Nt: 6, M: 5 };
const n = 2 * sizes.Na * sizes.Nt;

function imageOf(flat: ArrayLike<number>): Image {
  const plane = sizes.Na * sizes.Nt;
  const channels = range(2, (c) => range(plane, (k) => flat[c * plane + k]));
  return { channels, height: sizes.Na, width: sizes.Nt };
}

/** CsiNet on single samples, with the statistics that stand beside the weights. */
function plainCsiNet(x: ArrayLike<number>, values: Values, output: CsiNetSettings['output']) {
  const step = (image: Image, conv: string, norm: string) =>
    normalizationOf([convolutionOf(image, values, conv)], values, norm, 'stored')[0];
  const activated = (image: Image) => eachChannel(image, (channel) => leaky(channel));
  const bend = output === 'linear' ? -Math.sqrt(n) : 0;
  const passed = (image: Image) =>
    eachChannel(image, (channel) => leaky(channel.map((v) => v - bend)).map((v) => v + bend));
  const encoded = passed(step(imageOf(x), 'encoder/conv', 'encoder/norm'));
  const s = denseOf(encoded.channels.flat(), values, 'encoder');
  let image = imageOf(denseOf(s, values, 'decoder'));
  for (const unit of ['refine1', 'refine2']) {
    let inner = activated(step(image, `${unit}/conv0`, `${unit}/norm0`));
    inner = activated(step(inner, `${unit}/conv1`, `${unit}/norm1`));
    inner = step(inner, `${unit}/conv2`, `${unit}/norm2`);
    const before = image;
    image = passed(eachChannel(inner, (channel, c) => channel.map((v, k) => v + before.channels[c][k])));
  }
  const last = convolutionOf(image, values, 'last').channels.flat();
  return { s, estimate: output === 'linear' ? last : last.map((v) => 2 * Math.sqrt(n) * (sigmoid(v) - 0.5)) };
}

const channelsOf: Record<string, number> = {
  'encoder/norm': 2,
  ...Object.fromEntries(
    ['refine1', 'refine2'].flatMap((unit) => [8, 16, 2].map((channels, i) => [`${unit}/norm${i}`, channels])),
  ),
};

const statistics: Record<string, Float32Array> = Object.fromEntries(
  Object.entries(channelsOf).flatMap(([name, channels], i) => [
    [`${name}/mean`, Float32Array.from(numbers(channels, 300 + i), (v) => 0.2 * v)],
    [`${name}/variance`, Float32Array.from(numbers(channels, 400 + i), (v) => 1 + 0.5 * v)],
  ]),
);

test.each(['linear', 'sigmoid'] as const)('the graph is CsiNet with a %s output', async (output) => {
  const network = csiNet(sizes, { output });
  const values = randomValues(network.arrays);
  const samples = samplesFor(network, 3);
  const { s, estimates } = await computed(network, values, samples, statistics);
  const plain = range(3, (i) =>
    plainCsiNet(samples.subarray(i * n, (i + 1) * n), { ...values, ...statistics }, output),
  );
  expectClose(
    s,
    plain.flatMap((one) => one.s),
    1e-6,
  );
  expect(estimates).toHaveLength(1);
  expectClose(
    estimates[0],
    plain.flatMap((one) => one.estimate),
    1e-6,
  );
});

test('its loss has the right gradient', async () => {
  const network = csiNet(sizes, { output: 'linear' });
  await checkLossGradient(network, randomValues(network.arrays), samplesFor(network, 4));
});

test('its statistics are those of the batch, layer after layer', async () => {
  const { compile, input } = await import('../../../../src/graph/index.ts');
  const { parametersOf } = await import('../../../../src/problems/csi-feedback/learned-arrays.ts');
  const network = csiNet(sizes, { output: 'linear' });
  const values = randomValues(network.arrays);
  const samples = samplesFor(network, 3);
  const given = network.statistics!(input('x', [3, 2, sizes.Na, sizes.Nt]), parametersOf(network.arrays));
  expect(Object.keys(given).sort()).toEqual(Object.keys(statistics).sort());
  const session = await compile(given);
  const feeds = Object.entries({ ...values, x: Float32Array.from(samples) }).filter(([name]) => name in session.inputs);
  const results = await session.run(Object.fromEntries(feeds));
  const first = range(3, (i) => convolutionOf(imageOf(samples.subarray(i * n, (i + 1) * n)), values, 'encoder/conv'));
  for (const c of [0, 1]) {
    const all = first.flatMap(({ channels }) => channels[c]);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    expect(results['encoder/norm/mean'][c]).toBeCloseTo(mean, 5);
    const variance = all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length;
    expect(results['encoder/norm/variance'][c]).toBeCloseTo(variance, 5);
  }
  await session.release();
});

test.each([512, 256, 128, 64, 32])('it learns as many numbers as counted by hand, M = %i', (M) => {
  const { arrays } = csiNet({ Na: 32, Nt: 32, M }, { output: 'linear' });
  expect(countOf(arrays)).toBe(2048 * M + M + 42 + 2048 * M + 2048 + 3362);
});
