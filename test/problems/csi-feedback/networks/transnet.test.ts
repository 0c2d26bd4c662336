import { describe, expect, test } from 'vitest';
import { countOf, type Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { type TransNetSettings, transNet } from '../../../../src/problems/csi-feedback/transnet/network.ts';
import { expectClose } from '../../../graph/check.ts';
import { checkLossGradient, computed, samplesFor } from './checks.ts';
import { attentionOf, denseOf, layerNormOf, randomValues, range, relu, type Vector } from './plain.ts';

const sizes = { Na: 4, Nt: 32, M: 5 };
const n = 256;
const tokens = 4;

/** What attends to what, for the tokens [sample][token] of a batch. */
type Batch = Vector[][];

function attended(queries: Batch, memory: Batch, values: Values, name: string, axis: TransNetSettings['attention']) {
  if (axis === 'tokens') return queries.map((sample, i) => attentionOf(sample, memory[i], values, name));
  const at = (batch: Batch, token: number) => batch.map((sample) => sample[token]);
  const columns = range(tokens, (t) => attentionOf(at(queries, t), at(memory, t), values, name));
  return queries.map((_, i) => range(tokens, (t) => columns[t][i]));
}

function plainTransNet(samples: Float64Array, values: Values, { attention, normalization }: TransNetSettings) {
  const each = (batch: Batch, of: (token: Vector) => Vector): Batch => batch.map((sample) => sample.map(of));
  const plus = (a: Batch, b: Batch): Batch =>
    a.map((sample, i) => sample.map((token, t) => token.map((v, k) => v + b[i][t][k])));
  const norm = (name: string) => (token: Vector) => layerNormOf(token, values, name);
  const residual = (x: Batch, name: string, branch: (x: Batch) => Batch) =>
    normalization === 'post' ? each(plus(x, branch(x)), norm(name)) : plus(x, branch(each(x, norm(name))));
  const layer = (x: Batch, given: Batch, prefix: string, attentions: string[]) => {
    let out = x;
    for (const name of attentions) {
      out = residual(out, `${prefix}/${name}/norm`, (queries) =>
        attended(queries, name === 'cross' ? given : queries, values, `${prefix}/${name}`, attention),
      );
    }
    const wide = (token: Vector) => relu(denseOf(token, values, `${prefix}/wide`));
    return residual(out, `${prefix}/narrow/norm`, (x) =>
      each(x, (token) => denseOf(wide(token), values, `${prefix}/narrow`)),
    );
  };
  const cut = (flat: ArrayLike<number>) => range(tokens, (t) => range(64, (k) => flat[64 * t + k]));
  let encoded: Batch = range(samples.length / n, (i) => cut(samples.subarray(i * n, (i + 1) * n)));
  for (let i = 0; i < 2; i++) encoded = layer(encoded, encoded, 'encoder', ['self']);
  const s = encoded.map((sample) => denseOf(sample.flat(), values, 'compress'));
  const given = s.map((codeword) => cut(denseOf(codeword, values, 'expand')));
  let decoded = given;
  for (let i = 0; i < 2; i++) decoded = layer(decoded, given, 'decoder', ['self', 'cross']);
  return { s, estimates: normalization === 'post' ? each(decoded, norm('final')) : decoded };
}

describe.each(['pre', 'post'] as const)('TransNet, normalization %s', (normalization) => {
  test.each(['tokens', 'batch'] as const)('the graph is the network, attention over the %s', async (attention) => {
    const network = transNet(sizes, { attention, normalization });
    const values = randomValues(network.arrays, (name) => (/wide|narrow/.test(name) ? 0.1 : 0.3));
    const samples = samplesFor(network, 3);
    const { s, estimates } = await computed(network, values, samples);
    const plain = plainTransNet(samples, values, { attention, normalization });
    expectClose(s, plain.s.flat(), 1e-9);
    expectClose(estimates[0], plain.estimates.flat(2), 1e-9);
  });

  test('its loss has the right gradient', async () => {
    const network = transNet(sizes, { attention: 'tokens', normalization });
    const values = randomValues(network.arrays, (name) => (/wide|narrow/.test(name) ? 0.1 : 0.3));
    // Wide layers of rectifiers have a kink every few millionths.
    await checkLossGradient(network, values, samplesFor(network, 2), { step: 1e-8, tolerance: 1e-4 });
  });
});

test('before training, with normalization ahead of the branches, it is its two dense layers', async () => {
  const network = transNet(sizes, { attention: 'tokens', normalization: 'pre' });
  const zeros = Object.entries(network.arrays).filter(([name]) => /(out|narrow)\/W$/.test(name));
  expect(zeros.map(([name]) => name).sort()).toEqual([
    'decoder/cross/out/W',
    'decoder/narrow/W',
    'decoder/self/out/W',
    'encoder/narrow/W',
    'encoder/self/out/W',
  ]);
  for (const [, { begin, shape }] of zeros) {
    const out = new Float32Array(shape.reduce((a, b) => a * b)).fill(1);
    begin(out, { uniform: () => 0.7 } as never);
    expect(out.every((v) => v === 0)).toBe(true);
  }
});

test.each([512, 256, 128, 64, 32])('it learns as many numbers as counted by hand, M = %i', (M) => {
  const described = transNet({ Na: 32, Nt: 32, M }, { attention: 'tokens', normalization: 'post' });
  const encoder = 2048 * M + M + 133_120 + 131_136 + 256 + 16_640;
  const decoder = 2048 * M + 2048 + 133_120 + 131_136 + 512 + 33_280;
  expect(countOf(described.arrays)).toBe(encoder + decoder);
  const ours = transNet({ Na: 32, Nt: 32, M }, { attention: 'tokens', normalization: 'pre' });
  expect(countOf(ours.arrays)).toBe(encoder + decoder - 128);
});
