import { describe, expect, test } from 'vitest';
import { input } from '../../../../src/graph/index.ts';
import { multiRate, servedRatios } from '../../../../src/problems/csi-feedback/csinet-plus/multi-rate.ts';
import { beginning, countOf, parametersOf, type Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { orthonormalRows } from '../../../../src/problems/csi-feedback/shaped-rows.ts';
import { streamsFor } from '../../../../src/random/streams.ts';
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
  type Vector,
} from './plain.ts';

const shape = { Na: 4, Nt: 4 };
const n = 32;

function imageOf(values: ArrayLike<number>): Image {
  return { channels: range(2, (c) => range(16, (k) => values[16 * c + k])), height: 4, width: 4 };
}

/** One rate of the network on one sample, with the statistics that stand beside the weights. */
function plainMultiRate(x: ArrayLike<number>, values: Values, manner: 'serial' | 'parallel', rate: number) {
  const step = (image: Image, conv: string, norm: string) =>
    normalizationOf([convolutionOf(image, values, conv)], values, norm, 'stored')[0];
  const activated = (image: Image) => eachChannel(image, (channel) => leaky(channel));
  let front = imageOf(x);
  // Rectifiers of the encoder bend where no entry of a sample lies below.
  const moved = (v: number) => leaky([v + Math.sqrt(n)])[0] - Math.sqrt(n);
  for (const name of ['front1', 'front2']) {
    front = eachChannel(step(front, `${name}/conv`, `${name}/norm`), (channel) => channel.map(moved));
  }
  let s: Vector = denseOf(front.channels.flat(), values, 'dense0');
  if (manner === 'serial') for (let i = 1; i <= rate; i++) s = denseOf(s, values, `dense${i}`);
  else s = s.slice(0, n / servedRatios[rate]);
  const prefix = `decoder${servedRatios[rate]}`;
  let image = convolutionOf(imageOf(denseOf(s, values, `${prefix}/dense`)), values, `${prefix}/first`);
  for (let unit = 1; unit <= 5; unit++) {
    const at = `${prefix}/refine${unit}`;
    let inner = activated(step(image, `${at}/conv0`, `${at}/norm0`));
    inner = activated(step(inner, `${at}/conv1`, `${at}/norm1`));
    inner = step(inner, `${at}/conv2`, `${at}/norm2`);
    const before = image;
    const bent = (v: number) => Math.sqrt(n) * Math.tanh(v / Math.sqrt(n));
    image = eachChannel(before, (channel, c) => channel.map((v, k) => v + bent(inner.channels[c][k])));
  }
  return { s, estimate: image.channels.flat() };
}

describe.each(['serial', 'parallel'] as const)('CsiNet+ at several rates, %s', (manner) => {
  const networkAt = (rate: number) => multiRate({ ...shape, M: n / servedRatios[rate] }, { manner });

  test('the graph is the network at every rate', async () => {
    const { arrays, statistics } = networkAt(0);
    const values = randomValues(arrays, (name) => (/conv/.test(name) ? 0.1 : 0.3));
    const given = statistics!(input('x', [2, 2, 4, 4]), parametersOf(arrays));
    const stored = Object.fromEntries(
      Object.entries(given).map(([name, { shape: length }], i) => [
        name,
        Float32Array.from(numbers(length[0], 300 + i), (v) => (name.endsWith('variance') ? 1 : 0) + 0.3 * v),
      ]),
    );
    for (const rate of [0, 2]) {
      const samples = samplesFor(networkAt(rate), 2);
      const { s, estimates } = await computed(networkAt(rate), values, samples, stored);
      const plain = range(2, (i) =>
        plainMultiRate(samples.subarray(i * n, (i + 1) * n), { ...values, ...stored }, manner, rate),
      );
      expectClose(
        s,
        plain.flatMap((one) => one.s),
        1e-6,
      );
      expectClose(
        estimates[0],
        plain.flatMap((one) => one.estimate),
        1e-6,
      );
    }
  });

  test('its loss, of all rates, has the right gradient', async () => {
    const network = networkAt(1);
    const values = randomValues(network.arrays, (name) => (/conv/.test(name) ? 0.1 : 0.3));
    await checkLossGradient(network, values, samplesFor(network, 3), {
      step: 1e-7,
      tolerance: 1e-4,
      only: /^front1\/conv|^dense0\/b|^decoder8\/(first\/b|refine3\/(conv1|norm2))/,
    });
  });

  test('its encoder learns as many numbers as counted by hand', () => {
    const { arrays } = multiRate({ Na: 32, Nt: 32, M: 128 }, { manner });
    const encoder = Object.fromEntries(Object.entries(arrays).filter(([name]) => /^(front|dense)/.test(name)));
    expect(countOf(encoder)).toBe(manner === 'serial' ? 1_221_972 : 1_049_492);
  });

  test('begins as the linear scheme of the first principal components, at every rate', async () => {
    const rows = orthonormalRows(Float32Array.from(numbers((n * n) / servedRatios[0], 77)), n / servedRatios[0]);
    for (const rate of [0, 1, 3]) {
      const network = multiRate({ ...shape, M: n / servedRatios[rate] }, { manner }, rows);
      const samples = samplesFor(network, 2);
      const values = beginning(network.arrays, streamsFor({ seed: 1, experiment: 'test', scenario: 'none' }));
      const names = Object.keys(network.statistics!(input('x', [2, 2, 4, 4]), parametersOf(network.arrays)));
      // With these statistics normalizations divide by the root of 1 and the epsilon that stands beside it.
      const stored = Object.fromEntries(
        names.map((name) => {
          const channels = values[`${name.slice(0, name.lastIndexOf('/'))}/scale`].length;
          return [name, new Float32Array(channels).fill(name.endsWith('variance') ? 0.999 : 0)];
        }),
      );
      const { s, estimates } = await computed(network, values, samples, stored);
      const { M } = network.sizes;
      const codewords = range(2, (i) =>
        range(M, (m) => range(n, (k) => rows[m * n + k] * samples[i * n + k]).reduce((a, b) => a + b)),
      );
      expectClose(s, codewords.flat(), 1e-5);
      const projected = codewords.flatMap((codeword) =>
        range(n, (k) => codeword.reduce((sum, entry, m) => sum + entry * rows[m * n + k], 0)),
      );
      expectClose(estimates[0], projected, 1e-5);
    }
  });
});
