import { expect, test } from 'vitest';
import { beginning, constantly, countOf, type Values } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { tiLista } from '../../../../src/problems/csi-feedback/tilista/network.ts';
import { expectClose } from '../../../graph/check.ts';
import { streams } from '../drawing.ts';
import { checkLossGradient, computed, samplesFor } from './checks.ts';
import { denseOf, randomValues, range, sum, type Vector } from './plain.ts';

const sizes = { Na: 3, Nt: 4, M: 6 };
const n = 24;
const settings = { iterations: 3, roundTrip: 0.01 };
const network = tiLista(sizes, constantly(0), settings);

/** TiLISTA on one sample: the codeword, and the estimate after every iteration. */
function plainTiLista(x: Vector, values: Values) {
  const { W, Ft, Fi, gamma, theta } = values;
  const forward = (v: Vector) => range(sizes.M, (i) => sum(v.map((vj, j) => W[i * n + j] * vj)));
  const back = (r: Vector) => range(n, (j) => sum(r.map((ri, i) => W[i * n + j] * ri)));
  const s = forward(x);
  let estimate = back(s);
  const estimates = range(settings.iterations, (t) => {
    const slope = back(forward(estimate).map((v, i) => v - s[i]));
    const u = estimate.map((v, j) => v - gamma[t] * slope[j]);
    const next = new Array<number>(n).fill(0);
    for (let delay = 0; delay < sizes.Na; delay++) {
      const places = range(8, (k) => Math.floor(k / 4) * 12 + delay * 4 + (k % 4));
      const sparse = denseOf(
        places.map((place) => u[place]),
        { 'f/W': Ft },
        'f',
      ).map((f) => Math.sign(f) * Math.max(0, Math.abs(f) - Math.abs(theta[t])));
      denseOf(sparse, { 'f/W': Fi }, 'f').forEach((value, k) => {
        next[places[k]] = value;
      });
    }
    estimate = next;
    return next;
  });
  return { s, estimates };
}

test('the graph is TiLISTA, iteration after iteration', async () => {
  const values = randomValues(network.arrays);
  const samples = samplesFor(network, 2);
  const { s, estimates } = await computed(network, values, samples);
  const plain = range(2, (i) => plainTiLista(Array.from(samples.subarray(i * n, (i + 1) * n)), values));
  expectClose(
    s,
    plain.flatMap((one) => one.s),
    1e-9,
  );
  expect(estimates).toHaveLength(3);
  for (const [t, estimate] of estimates.entries()) {
    expectClose(
      estimate,
      plain.flatMap((one) => one.estimates[t]),
      1e-9,
    );
  }
});

test('its loss has the right gradient', async () => {
  await checkLossGradient(network, randomValues(network.arrays), samplesFor(network, 2), { step: 1e-7 });
});

test('its transformations begin as a frame and its transpose, between which nothing is lost', () => {
  const { Ft, Fi } = beginning(network.arrays, streams);
  const row = 8;
  for (let i = 0; i < row; i++) {
    for (let j = 0; j < row; j++) {
      const entry = sum(range(256, (k) => Fi[i * 256 + k] * Ft[k * row + j]));
      expect(entry).toBeCloseTo(i === j ? 1 : 0, 5);
    }
  }
});

test('it learns the 32 768 numbers of its transformations, a step and a threshold an iteration, and W', () => {
  const { arrays } = tiLista({ Na: 32, Nt: 32, M: 128 }, constantly(0), { iterations: 10, roundTrip: 0.01 });
  expect(countOf(arrays)).toBe(2048 * 128 + 32_768 + 20);
});
