import { expect } from 'vitest';
import { engine, load, type Precision } from '../../../src/lanes/index.ts';
import * as tape from '../../../src/lanes/tape/index.ts';
import { numbers, read } from '../oracle.ts';

/** Shape of an input; complex unless said otherwise. */
export interface Shape {
  readonly rows: number;
  readonly cols: number;
  readonly count?: number;
  readonly real?: boolean;
  /** Real entries from this range instead of (-1, 1). */
  readonly range?: readonly [number, number];
}

/**
 * Compares the gradients of a function of some inputs with central differences along random directions, in every lane:
 * the loss is a random linear function of the result, so that all of the result's gradient matters. With `repeated`, the
 * inputs are used twice, so that contributions are added as well as stored.
 */
export function expectGradients<Inputs extends readonly tape.AnyValue[]>(
  shapes: readonly Shape[],
  compute: (inputs: Inputs, recording: tape.Tape) => tape.AnyValue,
  { repeated = true, tolerance = 1e-7, precision = 'f64' as Precision } = {},
): void {
  const lanes = engine(precision);
  lanes.scope(() => {
    const recording = new tape.RecordingTape(lanes);
    const inputs = shapes.map(({ rows, cols, count = 1, real }) =>
      real ? recording.realInput(rows, cols, count) : recording.complexInput(rows, cols, count),
    );
    const results = (repeated ? [0, 1] : [0]).map(() => compute(inputs as unknown as Inputs, recording));
    const weights = results.map((result) => {
      const { rows, cols, count } = result;
      return result instanceof tape.ComplexValue
        ? recording.complexInput(rows, cols, count)
        : recording.realInput(rows, cols, count);
    });
    const terms = results.map((result, i) => tape.sum(tape.innerProduct<tape.AnyValue>(result, weights[i])));
    const loss = terms.reduce((total, term) => tape.add(total, term));
    const program = tape.compile(recording, { loss, gradients: inputs });

    const group = { first: 0, count: lanes.width };
    const next = numbers(17);
    const draw = (value: tape.AnyValue, [low, high]: readonly [number, number] = [-1, 1]) =>
      Float64Array.from(
        read(program.value<never>(value as never), lanes.width),
        () => low + ((next() + 1) / 2) * (high - low),
      );
    const points = inputs.map((input, i) => draw(input, shapes[i].range));
    const directions = inputs.map((input) => draw(input));
    for (const weight of weights) load(program.value<never>(weight as never), draw(weight), group);
    const lossAt = (step: number) => {
      inputs.forEach((input, i) => {
        const moved = points[i].map((value, at) => value + step * directions[i][at]);
        load(program.value<never>(input as never), moved, group);
      });
      program.forward();
      return read(program.value(loss), lanes.width);
    };
    const step = 1e-5;
    const [ahead, behind] = [lossAt(step), lossAt(-step)];
    lossAt(0);
    program.backward();
    const slopes = new Float64Array(lanes.width);
    inputs.forEach((input, i) => {
      const gradient = read(program.gradient<never>(input as never), lanes.width);
      const perLane = gradient.length / lanes.width;
      gradient.forEach((value, at) => {
        slopes[Math.floor(at / perLane)] += value * directions[i][at];
      });
    });
    for (let lane = 0; lane < lanes.width; lane++) {
      const difference = (ahead[lane] - behind[lane]) / (2 * step);
      const scale = 1 + Math.abs(difference) + Math.abs(ahead[lane]);
      expect(Math.abs(slopes[lane] - difference) / scale).toBeLessThan(tolerance);
      expect(Math.abs(slopes[lane])).toBeGreaterThan(0);
    }
  });
}
