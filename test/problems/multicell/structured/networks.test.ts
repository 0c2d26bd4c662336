import { describe, expect, test } from 'vitest';
import { engine } from '../../../../src/lanes/index.ts';
import { RecordingTape } from '../../../../src/lanes/tape/index.ts';
import { recordGnn } from '../../../../src/problems/multicell/structured/gnn.ts';
import { recordLiteralNetwork } from '../../../../src/problems/multicell/structured/literal-network.ts';
import { untrained } from '../../../../src/problems/multicell/structured/network.ts';
import { recordSpanNetwork } from '../../../../src/problems/multicell/structured/span-network.ts';
import { numbers } from '../../../lanes/oracle.ts';
import { draw, run } from '../solving.ts';
import { outputs, type Record, trainable } from './trainable.ts';

const literal = (settings: Partial<Parameters<typeof recordLiteralNetwork>[2]>): Record => {
  const whole = { T: 2, initialisation: 'learned', expansion: 'none', messages: 'mean' } as const;
  return (tape, instance) => recordLiteralNetwork(tape, instance, { ...whole, ...settings });
};

const span: Record = (tape, instance) => recordSpanNetwork(tape, instance, { T: 2, messages: 'mean' });

/** All users of one cell, of several, and some that matter more than others. */
const cells = [
  { B: 2, U: 2, Nt: 4, isd: 0.5 },
  { B: 3, U: 1, Nt: 4, Nr: 1, isd: 0.5, alpha: '1 2 0.5' },
  { B: 1, U: 3, Nt: 6, Nr: 3 },
];

const networks: [string, Record, (typeof cells)[number]][] = [
  ...cells.map((axes): [string, Record, (typeof cells)[number]] => ['span', span, axes]),
  ['literal', literal({}), cells[0]],
  ['literal with D', literal({ expansion: 'learned' }), cells[1]],
  ['literal without messages', literal({ messages: 'none', T: 1 }), cells[0]],
  ['literal without initialisation', literal({ initialisation: 'none' }), cells[1]],
  ['initialisation alone', literal({ T: 0 }), cells[0]],
  ['GNN', (tape, instance) => recordGnn(tape, instance, { layers: 2, units: 8 }), cells[0]],
];

describe.each(networks)('%s, %o', (_, record, axes) => {
  const instance = draw(axes, 11);
  const { arrays } = record(new RecordingTape(engine('f64')), instance);
  const next = numbers(9);
  // Far from where training starts, where the last layers do next to nothing.
  const parameters = untrained(arrays, 3).map((value) => value + 0.1 * next());
  const evaluate = trainable(record, instance, 'f64', 'rzf');
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
    const single = trainable(record, instance, 'f32', 'rzf')(parameters);
    expect(Math.abs(single.loss - loss)).toBeLessThan(1e-3 * Math.abs(loss));
    const error = Math.hypot(...gradient.map((value, i) => value - single.gradient[i]));
    expect(error).toBeLessThan(1e-2 * Math.hypot(...gradient));
  });

  test('has a gradient for every array', () => {
    let first = 0;
    for (const { name, shape } of arrays) {
      const size = shape.reduce((product, side) => product * side, 1);
      expect([name, gradient.subarray(first, first + size).some((value) => value !== 0)]).toEqual([name, true]);
      first += size;
    }
    expect(first).toBe(gradient.length);
  });
});

describe.each([
  ['span', span, '.out.'],
  ['literal', literal({}), /\.(left|right)\d?\./],
] as const)('%s with W_L = W_R = I', (_, record, last) => {
  test('leaves V where it starts: RZF', async () => {
    const instance = draw(cells[0], 11);
    const { arrays } = record(new RecordingTape(engine('f64')), instance);
    const zero = arrays.flatMap(({ name, shape }) => {
      const size = shape.reduce((product, side) => product * side, 1);
      return new Array<number>(size).fill(name.match(last) ? 0 : 0.1);
    });
    const { V } = await run('regularized-zero-forcing', instance);
    outputs(record, instance, Float64Array.from(zero), 'rzf').forEach((value, i) => {
      expect(value).toBeCloseTo(V.get(null)![i], 9);
    });
  });
});

describe('the literal network of the paper at the small scale', () => {
  const count = (settings: Partial<Parameters<typeof recordLiteralNetwork>[2]>) => {
    const instance = draw({ B: 2, U: 4, Nt: 8 }, 0);
    const { arrays } = literal({ T: 5, ...settings })(new RecordingTape(engine('f32', 8)), instance);
    return arrays.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
  };
  /** Weights and biases of layers from a to b to c ... */
  const dense = (...sizes: number[]) => sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0);

  test('has the sizes that its appendix gives', () => {
    const embeddings = dense(32, 8 * 32) * 2 + dense(8, 2 * 8);
    const initial = embeddings + dense(528, 128, 128, 128) + dense(528, 64, 32, 8);
    const update = 2 * dense(8, 32) + 2 * dense(32, 4 * 32) + dense(320 + 136, 128, 128) + dense(320, 64, 32, 8);
    expect(count({ T: 0 })).toBe(initial);
    expect(count({})).toBe(initial + 5 * update);
  });

  test('has W_L of (Nr B U)^2 entries in the larger space', () => {
    const known = 2 * 32 + 2 * 256;
    const update = 2 * dense(8, 32) + 2 * dense(64, 256) + dense(known, 64, 32, 8);
    const [heardFirst, heardLater] = [128 + 8, 512 + 8];
    const left = (heard: number) => dense(known + heard, 512, 512);
    const D = 2 * 8 * 16;
    expect(count({ expansion: 'learned' }) - count({ T: 0 })).toBe(
      D + 5 * update + left(heardFirst) + 4 * left(heardLater),
    );
  });
});
