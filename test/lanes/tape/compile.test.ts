import { expect, test } from 'vitest';
import { engine, LanesEngine, load } from '../../../src/lanes/index.ts';
import * as tape from '../../../src/lanes/tape/index.ts';
import { expectNear, numbers, randomTrials, read } from '../oracle.ts';

/** A small network: X <- tanh-like mixing of A X with shared complex and real parameters, `depth` times. */
function network(recording: tape.Tape, depth: number) {
  const A = recording.complexInput(3, 3);
  const start = recording.complexInput(3, 2);
  const mixing = recording.complexParameter(3, 3);
  const steps = recording.realParameter(depth, 1);
  let X = start;
  const layers = Array.from({ length: depth }, (_, layer) => {
    const step = tape.sigmoid(steps.rowRange(layer, 1));
    X = tape.add(X, tape.scale(step, tape.multiply(mixing, tape.multiply(A, X))));
    X = tape.scale(tape.divide(recording.constant(1), tape.sqrt(tape.squaredNorm(X))), X);
    return X;
  });
  const loss = layers
    .map((layer) => tape.trace(tape.gram(tape.add(layer, start))))
    .reduce((sum, term) => tape.add(sum, term));
  return { A, start, layers, loss };
}

const depth = 4;
const parameterCount = 2 * 9 + depth;

function randomParameters(): Float64Array {
  const next = numbers(3);
  return Float64Array.from({ length: parameterCount }, () => next());
}

test('parameters: gradients are summed over lanes and groups, tail lanes count for nothing', () => {
  const trials = 19;
  const a = randomTrials(trials, 3, 3, 1);
  const x = randomTrials(trials, 3, 2, 2);
  const lanes = engine('f64');
  /** Mean loss over the trials, and its gradient. */
  const evaluate = (parameters: Float64Array) =>
    lanes.scope(() => {
      const recording = new tape.RecordingTape(lanes);
      const { A, start, loss } = network(recording, depth);
      const program = tape.compile(recording, { loss });
      expect(program.parameterCount).toBe(parameterCount);
      program.setParameters(parameters);
      let mean = 0;
      for (const group of lanes.groups(trials)) {
        load(program.value(A), a, group);
        load(program.value(start), x, group);
        program.weigh(group.count, 1 / trials);
        program.forward();
        program.backward();
        for (let lane = 0; lane < group.count; lane++) mean += program.value(loss).get(lane) / trials;
      }
      const gradient = new Float64Array(parameterCount);
      program.readGradients(gradient);
      program.clearGradients();
      const cleared = new Float64Array(parameterCount).fill(1);
      program.readGradients(cleared);
      expect(cleared.every((value) => value === 0)).toBe(true);
      return { mean, gradient };
    });
  const parameters = randomParameters();
  const { gradient } = evaluate(parameters);
  for (let i = 0; i < parameterCount; i++) {
    const at = (step: number) => evaluate(parameters.map((value, j) => (i === j ? value + step : value))).mean;
    expectNear(gradient[i], (at(1e-5) - at(-1e-5)) / 2e-5, 1e-8);
  }
});

test('forward only, with memory used again, and with gradients: the same bytes; single precision is near', () => {
  const group = { first: 0, count: 8 };
  const results = [
    { lanes: new LanesEngine('f64'), withLoss: false },
    { lanes: new LanesEngine('f64'), withLoss: true },
    { lanes: new LanesEngine('f32', 8), withLoss: false },
  ].map(({ lanes, withLoss }) => {
    const before = lanes.mark();
    const recording = new tape.RecordingTape(lanes);
    const { A, start, layers, loss } = network(recording, depth);
    const outputs = [layers[depth - 1], layers[1]];
    const program = tape.compile(recording, withLoss ? { outputs, loss } : { outputs });
    program.setParameters(randomParameters());
    load(program.value(A), randomTrials(8, 3, 3, 1), group);
    load(program.value(start), randomTrials(8, 3, 2, 2), group);
    for (let run = 0; run < 2; run++) {
      program.forward();
      if (withLoss) program.backward();
    }
    return { values: outputs.map((output) => read(program.value(output), 8)), bytes: lanes.mark() - before };
  });
  expect(results[0].values).toEqual(results[1].values);
  expect(results[0].bytes).toBeLessThan(results[1].bytes / 3);
  for (const [i, values] of results[0].values.entries()) {
    values.forEach((value, at) => {
      expectNear(results[2].values[i][at], value, 1e-5);
    });
  }
});

test('what the results do not depend on is not computed', () => {
  const lanes = new LanesEngine('f64');
  const recording = new tape.RecordingTape(lanes);
  const X = recording.complexInput(2, 2);
  const unused = recording.complexInput(2, 2);
  const wanted = tape.trace(X);
  tape.logDet(tape.gram(tape.add(X, unused)));
  const program = tape.compile(recording, { outputs: [wanted] });
  load(program.value(X), Float64Array.of(1, 0, 0, 0, 0, 0, 2, 0), { first: 0, count: 1 });
  program.forward();
  expect(program.value(wanted).get(0)).toBe(3);
  expect(() => program.backward()).toThrow('without a loss');
});

test('a forward program of many layers keeps the memory of a few', () => {
  const bytes = [3, 30].map((layers) => {
    const lanes = new LanesEngine('f64');
    const recording = new tape.RecordingTape(lanes);
    let X = recording.complexInput(8, 8);
    const A = recording.complexInput(8, 8);
    for (let layer = 0; layer < layers; layer++) X = tape.multiply(A, tape.add(X, A));
    const before = lanes.mark();
    tape.compile(recording, { outputs: [X] });
    return lanes.mark() - before;
  });
  expect(bytes[1] - bytes[0]).toBeLessThan(8192);
});
