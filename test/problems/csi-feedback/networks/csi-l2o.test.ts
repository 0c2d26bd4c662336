import { describe, expect, test } from 'vitest';
import { type CsiL2oSettings, csiL2o } from '../../../../src/problems/csi-feedback/csi-l2o/network.ts';
import { constantly, countOf, type Values, within } from '../../../../src/problems/csi-feedback/learned-arrays.ts';
import { expectClose } from '../../../graph/check.ts';
import { checkLossGradient, computed, samplesFor } from './checks.ts';
import { denseOf, lstmOf, randomValues, range, relu, sigmoid, sum, type Vector } from './plain.ts';

const sizes = { Na: 3, Nt: 4, M: 6 };
const n = 2 * sizes.Na * sizes.Nt;

const settings: CsiL2oSettings = {
  iterations: 3,
  reading: 'residual',
  roundTrip: 0.01,
  firstWeight: 0.2,
  projectionRate: 0.2,
};

/** f_i(top 51 (f_t(v))) on the rows of v, each real and then imaginary parts. */
function transformOf(v: Vector, values: Values): Vector {
  const plane = sizes.Na * sizes.Nt;
  const out = new Array<number>(n).fill(0);
  for (let delay = 0; delay < sizes.Na; delay++) {
    const places = range(2 * sizes.Nt, (k) => Math.floor(k / sizes.Nt) * plane + delay * sizes.Nt + (k % sizes.Nt));
    const layers = (x: Vector, name: string) =>
      denseOf(relu(denseOf(relu(denseOf(x, values, `${name}/0`)), values, `${name}/1`)), values, `${name}/2`);
    const features = layers(
      places.map((place) => v[place]),
      'ft',
    );
    const smallest = features.map(Math.abs).sort((a, b) => b - a)[50];
    const kept = features.map((f) => (Math.abs(f) >= smallest ? f : 0));
    layers(kept, 'fi').forEach((value, k) => {
      out[places[k]] = value;
    });
  }
  return out;
}

/** Csi-L2O on one sample: the codeword, and the estimate after every iteration. */
function plainCsiL2o(x: Vector, values: Values, { iterations, reading }: CsiL2oSettings) {
  const { W } = values;
  const [step] = values.step;
  const row = (i: number) => range(n, (j) => W[i * n + j]);
  const forward = (v: Vector) => range(sizes.M, (i) => sum(row(i).map((w, j) => w * v[j])));
  const back = (r: Vector) => range(n, (j) => sum(r.map((ri, i) => W[i * n + j] * ri)));
  const s = forward(x);
  const gradient = (v: Vector) => back(forward(v).map((value, i) => value - s[i]));
  const steps = within('steps', values);
  let estimate = back(s);
  let y: Vector | undefined;
  const zero = () => ({ h: new Array<number>(20).fill(0), c: new Array<number>(20).fill(0) });
  let states = range(n, () => ({ first: zero(), second: zero() }));
  const column = (name: string, input: Vector) =>
    denseOf(input, { 'a/W': steps[`${name}/W`], 'a/b': steps[`${name}/b`] }, 'a');
  const estimates = range(iterations, () => {
    const slope = gradient(estimate);
    states = states.map(({ first, second }, j) => {
      const one = lstmOf([0.1 * estimate[j], 0.1 * slope[j]], first, steps, 'lstm1');
      return { first: one, second: lstmOf(one.h, second, steps, 'lstm2') };
    });
    const outputs = states.map(({ second }) => column('outputs', relu(column('mlp', second.h))));
    const [p, a, b] = [0, 1, 2].map((k) => outputs.map((o) => 2 * sigmoid(o[k])));
    const [b1, b2] = [3, 4].map((k) => outputs.map((o) => o[k]));
    const xHat = estimate.map((v, j) => v - p[j] * step * slope[j]);
    const slopeY = y && gradient(y);
    const mixed = xHat.map((v, j) => {
      if (!y || !slopeY) return v - b1[j];
      return (1 - b[j]) * v + b[j] * (y[j] - p[j] * step * slopeY[j]) - b1[j];
    });
    const update = transformOf(mixed, values);
    const next = reading === 'residual' ? mixed.map((v, j) => v + update[j]) : update;
    y = next.map((v, j) => v + a[j] * (v - estimate[j]) + b2[j]);
    estimate = next;
    return next;
  });
  return { s, estimates };
}

function randomNetwork(changed: Partial<CsiL2oSettings> = {}) {
  const network = csiL2o(sizes, constantly(0), { ...settings, ...changed });
  return { network, values: randomValues(network.arrays, (name) => (name === 'W' ? 0.4 : 0.25)) };
}

describe.each(['residual', 'printed'] as const)('Csi-L2O, the %s reading', (reading) => {
  test('the graph is the network, iteration after iteration', async () => {
    const { network, values } = randomNetwork({ reading });
    const samples = samplesFor(network, 2);
    const { s, estimates } = await computed(network, values, samples);
    const plain = range(2, (i) =>
      plainCsiL2o(Array.from(samples.subarray(i * n, (i + 1) * n)), values, { ...settings, reading }),
    );
    expectClose(
      s,
      plain.flatMap((one) => one.s),
      1e-6,
    );
    expect(estimates).toHaveLength(3);
    for (const [t, estimate] of estimates.entries()) {
      expectClose(
        estimate,
        plain.flatMap((one) => one.estimates[t]),
        1e-6,
      );
    }
  });
});

test('the loss weighs the errors of all iterations and the round trip', async () => {
  const { compile, input } = await import('../../../../src/graph/index.ts');
  const { parametersOf } = await import('../../../../src/problems/csi-feedback/learned-arrays.ts');
  const { network, values } = randomNetwork();
  const samples = samplesFor(network, 2);
  const arrays = parametersOf(network.arrays, 'float64');
  const loss = network.loss(input('x', [2, 2, sizes.Na, sizes.Nt], 'float64'), arrays);
  const session = await compile({ loss });
  const feeds = Object.entries({ ...values, x: samples }).map(([name, array]) => [name, Float64Array.from(array)]);
  const result = Number((await session.run(Object.fromEntries(feeds))).loss[0]);
  await session.release();
  const expected = range(2, (i) => {
    const x = Array.from(samples.subarray(i * n, (i + 1) * n));
    const errors = plainCsiL2o(x, values, settings).estimates.map((e) => sum(e.map((v, j) => (v - x[j]) ** 2)) / n);
    return 0.2 * errors[0] + 0.6 * errors[1] + errors[2] + (0.01 * sum(transformOf(x, values).map((v) => v * v))) / n;
  });
  expect(result / (sum(expected) / 2)).toBeCloseTo(1, 6);
});

test('its loss has the right gradient where the LSTM sees fixed numbers', async () => {
  // Gradients do not pass into the LSTM through what it sees. One iteration has nothing before it, so nothing is left out.
  const { network, values } = randomNetwork({ iterations: 1 });
  const unused = { 'steps/lstm1/hidden': 0, 'steps/lstm2/hidden': 0 };
  const frozen = { ...network, rateFactors: { ...network.rateFactors, W: 0, ...unused } };
  await checkLossGradient(frozen, values, samplesFor(network, 2));
});

test('gradients through several iterations are right for what does not reach the LSTM', async () => {
  // The last iteration alone is weighed, and the LSTM gives the constants it begins with: then all of the rest is differentiated.
  const { network, values } = randomNetwork({ firstWeight: 0, iterations: 2 });
  const constant = { ...values, 'steps/outputs/W': values['steps/outputs/W'].map(() => 0) };
  const rateFactors = Object.fromEntries(
    Object.keys(network.arrays).flatMap((name) => (/lstm|mlp/.test(name) ? [[name, 0]] : [])),
  );
  await checkLossGradient(
    { ...network, rateFactors: { ...rateFactors, step: 0, 'steps/outputs/W': 0 } },
    constant,
    samplesFor(network, 2),
  );
});

test.each([512, 256, 128, 64, 32])('it learns as many numbers as counted by hand, M = %i', (M) => {
  const { arrays } = csiL2o({ Na: 32, Nt: 32, M }, constantly(0), settings);
  const { step, ...learned } = arrays;
  expect(step.shape).toEqual([]);
  expect(countOf(learned)).toBe(2048 * M + 121_325);
});
