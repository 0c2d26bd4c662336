import { expect, test } from 'vitest';
import { engine, load } from '../../../../src/lanes/index.ts';
import { compile, RecordingTape } from '../../../../src/lanes/tape/index.ts';
import { startAt } from '../../../../src/problems/multicell/start.ts';
import { DownlinkRecording } from '../../../../src/problems/multicell/structured/recording.ts';
import { recordSpanNetwork, updated } from '../../../../src/problems/multicell/structured/span-network.ts';
import { draw } from '../solving.ts';
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

test('five updates have 72 720 parameters, however many stations, users and antennas there are', () => {
  const lanes = engine('f32', 8);
  const count = (axes: Record<string, number>) => {
    const { arrays } = recordSpanNetwork(new RecordingTape(lanes), draw(axes, 0), { T: 5, messages: 'mean' });
    return arrays.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
  };
  expect([count({ B: 2, U: 4, Nt: 8 }), count({ B: 4, U: 4, Nt: 16 })]).toEqual([72_720, 72_720]);
});
