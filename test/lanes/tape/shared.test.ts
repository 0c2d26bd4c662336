import { expect, test } from 'vitest';
import { engine, load } from '../../../src/lanes/index.ts';
import * as tape from '../../../src/lanes/tape/index.ts';
import { numbers, read } from '../oracle.ts';

const lanes = engine('f64');
const group = { first: 0, count: lanes.width };

/** Two layers that use the first weights twice, with as many parameters in either storage. */
function network(storage: 'copied' | 'shared') {
  const recording = new tape.RecordingTape(lanes);
  const weights = (rows: number, cols: number) =>
    storage === 'shared' ? recording.sharedParameter(rows, cols) : recording.realParameter(rows, cols);
  const X = recording.realInput(5, 6);
  const [W, b, V] = [weights(5, 5), recording.realParameter(5, 1), weights(3, 5)];
  const hidden = tape.gelu(tape.linear(W, b, tape.tanh(tape.linear(W, b, X))));
  const Y = tape.linear(V, recording.realParameter(3, 1), hidden);
  const loss = tape.squaredNorm(Y);
  return { X, Y, loss, program: tape.compile(recording, { outputs: [Y], loss, gradients: [X] }) };
}

test('a network gives the same results and gradients with shared weights as with a copy of them in every lane', () => {
  lanes.scope(() => {
    const next = numbers(3);
    const given = Float64Array.from({ length: lanes.width * 30 }, next);
    const flat = Float64Array.from({ length: 48 }, next);
    const [copied, shared] = (['copied', 'shared'] as const).map((storage) => {
      const { X, Y, program } = network(storage);
      expect(program.parameterCount).toBe(48);
      program.setParameters(flat);
      program.clearGradients();
      load(program.value(X), given, group);
      program.weigh(lanes.width - 1, 0.5);
      for (let run = 0; run < 2; run++) {
        program.forward();
        program.backward();
      }
      const gradients = new Float64Array(48);
      program.readGradients(gradients);
      return {
        results: read(program.value(Y), lanes.width),
        ofX: read(program.gradient(X), lanes.width),
        gradients,
      };
    });
    expect(shared.results).toEqual(copied.results);
    expect(shared.ofX).toEqual(copied.ofX);
    shared.gradients.forEach((value, i) => {
      expect(Math.abs(value - copied.gradients[i])).toBeLessThan(1e-12 * (1 + Math.abs(value)));
      expect(value).not.toBe(0);
    });
  });
});

test('clearing forgets the gradients of shared weights', () => {
  lanes.scope(() => {
    const { X, program } = network('shared');
    const next = numbers(5);
    program.setParameters(Float64Array.from({ length: 48 }, next));
    load(program.value(X), Float64Array.from({ length: lanes.width * 30 }, next), group);
    program.forward();
    program.backward();
    program.clearGradients();
    const gradients = new Float64Array(48).fill(1);
    program.readGradients(gradients);
    expect([...gradients]).toEqual(Array(48).fill(0));
  });
});
