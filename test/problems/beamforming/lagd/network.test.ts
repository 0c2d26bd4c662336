import { describe, expect, test } from 'vitest';
import { engine, load, type RealMatrix } from '../../../../src/lanes/index.ts';
import { LstmLayer } from '../../../../src/problems/beamforming/lagd/lstm-layer.ts';
import { type Architecture, networkOf, parametersOf } from '../../../../src/problems/beamforming/lagd/network.ts';
import { sizeOf } from '../../../../src/problems/beamforming/lagd/theta.ts';
import { streamsFrom } from '../../../../src/random/streams.ts';
import { numbers, read } from '../../../lanes/oracle.ts';
import { draw } from '../solving.ts';

const base: Architecture = {
  network: 'fnn',
  layers: 2,
  units: 5,
  activation: 'none',
  memory: 'none',
  convolution: '2-d',
  kernel: 3,
};

const architectures: [string, Partial<Architecture>][] = [
  ['linear maps', {}],
  ['a bent FNN of three layers', { layers: 3, activation: 'tanh' }],
  ['an FNN of one unit', { layers: 1, units: 1 }],
  ['LSTM cells', { network: 'lstm' }],
  ['LSTM cells that remember', { network: 'lstm', memory: 'carried' }],
  ['convolutions', { network: 'cnn', units: 1 }],
  ['bent convolutions of two channels', { network: 'cnn', units: 2, activation: 'tanh', kernel: 5 }],
  ['convolutions of a line', { network: 'cnn', units: 2, convolution: '1-d' }],
];

const rows = 3;
const width = 4;
const lanes = engine('f64');
const whole = { first: 0, count: lanes.width };

function fillRandomly(X: RealMatrix, seed: number): void {
  const next = numbers(seed);
  load(X, Float64Array.from({ length: lanes.width * X.rows * X.cols }, next), whole);
}

describe.each(architectures)('the gradient of %s', (_, changes) => {
  test('with respect to every parameter, in every lane, is what central differences give', () => {
    lanes.scope(() => {
      const { theta, input, output, layers } = networkOf(lanes, { ...base, ...changes }, rows, width);
      fillRandomly(input, 1);
      fillRandomly(theta.value, 2);
      for (const layer of layers) if (layer instanceof LstmLayer) layer.restart();
      // A first pass, so that there is something to remember.
      for (const layer of layers) layer.forward();
      for (const layer of layers) if (layer instanceof LstmLayer) layer.remember();
      fillRandomly(input, 3);
      fillRandomly(output.gradient, 4);
      const weights = read(output.gradient, lanes.width);
      const perLane = rows * width;
      /** The weighted sum of the outputs of one lane, whose gradient with respect to them is given. */
      const objective = (lane: number) => {
        for (const layer of layers) layer.forward();
        const values = read(output.value, lanes.width);
        let sum = 0;
        for (let i = lane * perLane; i < (lane + 1) * perLane; i++) sum += weights[i] * values[i];
        return sum;
      };
      objective(0);
      for (const layer of layers.toReversed()) layer.backward();
      const gradient = read(theta.gradient, lanes.width);
      for (let i = 0; i < theta.size; i++) {
        const lane = i % lanes.width;
        const value = theta.value.get(lane, 0, i);
        const at = (moved: number) => {
          theta.value.set(moved, lane, 0, i);
          return objective(lane);
        };
        const slope = (at(value + 1e-5) - at(value - 1e-5)) / 2e-5;
        theta.value.set(value, lane, 0, i);
        expect(Math.abs(gradient[lane * theta.size + i] - slope)).toBeLessThan(1e-8);
      }
    });
  });
});

describe('parameters', () => {
  const count = (changes: Partial<Architecture>, entries: number) =>
    sizeOf(parametersOf({ ...base, ...changes }, entries));

  test('are as many as the layers need', () => {
    // The paper's FNN for M = 4: 8 x 40 + 40, 40 x 40 + 40, 40 x 8 + 8; its CNN: two kernels and biases, and 8 x 8 + 8.
    expect(count({ units: 40 }, 8)).toBe(2328);
    expect(count({ layers: 1, units: 20 }, 8)).toBe(348);
    expect(count({ network: 'cnn', units: 1 }, 8)).toBe(2 * (9 + 1) + 72);
    expect(count({ network: 'cnn', units: 1, convolution: '1-d' }, 8)).toBe(2 * (3 + 1) + 72);
    // Three gates without memory, four with it; two biases as in PyTorch.
    expect(count({ network: 'lstm', units: 40 }, 8)).toBe(120 * 8 + 120 * 40 + 4 * 120 + 328);
    expect(count({ network: 'lstm', units: 40, memory: 'carried' }, 8)).toBe(160 * 8 + 3 * 160 * 40 + 4 * 160 + 328);
  });

  test('are drawn uniformly within their bounds, for each trial and repetition by themselves', () => {
    const instance = draw({ M: 2, K: 3, N: 1, d: 1 }, 11, 3);
    lanes.scope(() => {
      const architecture = { ...base, units: 30 };
      const { theta } = networkOf(lanes, architecture, 3, 4);
      const drawn = (group: { first: number; count: number }, from = instance) => {
        theta.draw(from, group);
        return read(theta.value, group.count);
      };
      const first = drawn({ first: 0, count: 8 });
      const rest = drawn({ first: 8, count: 3 });
      expect(drawn({ first: 8, count: 3 })).toEqual(rest);
      expect(drawn({ first: 3, count: 8 }).slice(5 * theta.size)).toEqual(rest);
      expect(new Set([...first, ...rest]).size).toBe(11 * theta.size);
      let place = 0;
      for (const { bound, shape } of theta.specs) {
        const size = shape.reduce((product, n) => product * n, 1);
        const entries = Array.from(first.slice(place, place + size));
        for (let trial = 1; trial < 8; trial++) {
          entries.push(...first.slice(trial * theta.size + place, trial * theta.size + place + size));
        }
        place += size;
        expect(Math.max(...entries.map(Math.abs))).toBeLessThan(bound);
        const square = entries.reduce((sum, x) => sum + x * x, 0) / entries.length;
        expect(square / (bound * bound)).toBeGreaterThan(1 / 3 - 2 / Math.sqrt(entries.length));
        expect(square / (bound * bound)).toBeLessThan(1 / 3 + 2 / Math.sqrt(entries.length));
      }
      const again = { ...instance, streams: streamsFrom(() => instance.streams.of('network', 0, 1)) };
      expect(drawn({ first: 0, count: 1 }, again)[0]).not.toBe(first[0]);
    });
  });
});
