import { describe, expect, test } from 'vitest';
import { engine, type Group, LanesEngine, load, type Precision, store } from '../../../../src/lanes/index.ts';
import { compile, RecordingTape } from '../../../../src/lanes/tape/index.ts';
import type { Instance } from '../../../../src/problems/multicell/instance.ts';
import { startAt } from '../../../../src/problems/multicell/start.ts';
import { untrained } from '../../../../src/problems/multicell/structured/network.ts';
import { DownlinkRecording } from '../../../../src/problems/multicell/structured/recording.ts';
import { recordSpanNetwork, updated } from '../../../../src/problems/multicell/structured/span-network.ts';
import { numbers } from '../../../lanes/oracle.ts';
import { draw, run } from '../solving.ts';
import { vectorChannels } from '../vectors.ts';

test('a fixed update in the span of the channels gives the rates of an independent program', () => {
  const instance = vectorChannels(2, 2, 4);
  const lanes = engine('f64');
  lanes.scope(() => {
    const tape = new RecordingTape(lanes);
    const downlink = new DownlinkRecording(tape, instance);
    const V0 = tape.complexInput(4, 8);
    const [C, R] = [0, 1].map(() => tape.complexInput(2, 2, 4));
    const rates = [];
    let V = V0;
    for (let t = 0; t < 5; t++) {
      V = updated(downlink, V, downlink.receive(V).T, C, R);
      rates.push(downlink.rate(downlink.receive(V)));
    }
    const program = compile(tape, { outputs: rates });
    const group = { first: 0, count: 1 };
    load(program.value(downlink.H), instance.H, group);
    startAt('mrt', program.value(V0), instance, group);
    const users = (entries: readonly number[]) => Float64Array.from({ length: 32 }, (_, i) => entries[i % 8]);
    load(program.value(C), users([0.02, 0, 0, 0, 0, 0, 0.02, 0]), group);
    load(program.value(R), users([0, 0, 0, 0.1, 0, 0, -0.1, 0]), group);
    program.forward();
    expect(Math.abs(program.value(rates[0]).get(0) - 9.59381635)).toBeLessThan(1e-8);
    expect(Math.abs(program.value(rates[4]).get(0) - 12.07383735)).toBeLessThan(1e-8);
  });
});

const settings = { T: 2, messages: 'mean' } as const;

test('five updates have 72 720 parameters, however many stations, users and antennas there are', () => {
  const lanes = engine('f32', 8);
  const count = (axes: Record<string, number>) => {
    const { arrays } = recordSpanNetwork(new RecordingTape(lanes), draw(axes, 0), { T: 5, messages: 'mean' });
    return arrays.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
  };
  expect([count({ B: 2, U: 4, Nt: 8 }), count({ B: 4, U: 4, Nt: 16 })]).toEqual([72_720, 72_720]);
});

/** Mean loss of a few channels and its gradient, as functions of the parameters. */
function trainable(instance: Instance, precision: Precision) {
  const lanes = new LanesEngine(precision, 8);
  const network = recordSpanNetwork(new RecordingTape(lanes), instance, settings);
  const program = compile(network.H.tape, { loss: network.loss });
  const { count } = instance.range;
  return (parameters: Float64Array) => {
    const gradient = new Float64Array(program.parameterCount);
    let loss = 0;
    program.setParameters(parameters);
    program.clearGradients();
    for (const group of lanes.groups(count)) {
      load(program.value(network.H), instance.H, group);
      startAt('rzf', program.value(network.V0), instance, group);
      program.weigh(group.count, 1 / count);
      program.forward();
      program.backward();
      for (let lane = 0; lane < group.count; lane++) loss += program.value(network.loss).get(lane) / count;
    }
    program.readGradients(gradient);
    return { loss, gradient };
  };
}

describe.each([
  { B: 2, U: 2, Nt: 4, isd: 0.5 },
  { B: 3, U: 1, Nt: 4, Nr: 1, isd: 0.5, alpha: '1 2 0.5' },
  { B: 1, U: 3, Nt: 6, Nr: 3 },
])('the whole network at %o', (axes) => {
  const instance = draw(axes, 11);
  const { arrays } = recordSpanNetwork(new RecordingTape(engine('f64')), instance, settings);
  const next = numbers(9);
  // Far from where training starts, where the last layer does next to nothing.
  const parameters = untrained(arrays, 3).map((value) => value + 0.1 * next());
  const evaluate = trainable(instance, 'f64');
  const { loss, gradient } = evaluate(parameters);

  test('has the gradient that central differences give along random directions', () => {
    for (let trial = 0; trial < 4; trial++) {
      const direction = parameters.map(next);
      const at = (step: number) => evaluate(parameters.map((value, i) => value + step * direction[i])).loss;
      const difference = (at(1e-6) - at(-1e-6)) / 2e-6;
      const slope = gradient.reduce((sum, value, i) => sum + value * direction[i], 0);
      expect(Math.abs(slope - difference)).toBeLessThan(1e-5 * (1 + Math.abs(difference)));
    }
  });

  test('has nearly the same loss and gradient in single precision', () => {
    const single = trainable(instance, 'f32')(parameters);
    expect(Math.abs(single.loss - loss)).toBeLessThan(1e-3 * Math.abs(loss));
    const error = Math.hypot(...gradient.map((value, i) => value - single.gradient[i]));
    expect(error).toBeLessThan(1e-2 * Math.hypot(...gradient));
  });

  test('changes nothing in what an untrained network with W_L = W_R = I would do: RZF', async () => {
    const zero = parameters.map((value, i) => (isOfLastLayer(arrays, i) ? 0 : value));
    const found = outputs(instance, zero);
    const { V } = await run('regularized-zero-forcing', instance);
    found.forEach((value, i) => {
      expect(value).toBeCloseTo(V.get(null)![i], 9);
    });
  });
});

function isOfLastLayer(arrays: ReturnType<typeof recordSpanNetwork>['arrays'], place: number): boolean {
  let end = 0;
  const array = arrays.find(({ shape }) => place < (end += shape.reduce((size, side) => size * side, 1)));
  return array!.name.includes('.out.');
}

/** The last V of every trial. */
function outputs(instance: Instance, parameters: Float64Array): Float64Array {
  const lanes = engine('f64');
  return lanes.scope(() => {
    const network = recordSpanNetwork(new RecordingTape(lanes), instance, settings);
    const V = network.V[network.V.length - 1];
    const program = compile(network.H.tape, { outputs: [V] });
    program.setParameters(parameters);
    const all = new Float64Array(instance.range.count * 2 * V.rows * V.cols);
    const solve = (group: Group) => {
      load(program.value(network.H), instance.H, group);
      startAt('rzf', program.value(network.V0), instance, group);
      program.forward();
      store(program.value(V), all, group);
    };
    for (const group of lanes.groups(instance.range.count)) solve(group);
    return all;
  });
}
