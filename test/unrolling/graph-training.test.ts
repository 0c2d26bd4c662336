import { describe, expect, test } from 'vitest';
import type { Trainer } from '../../src/contracts/training.ts';
import { type Arrays, gemm, input, parameter } from '../../src/graph/index.ts';
import { graphTrainer } from '../../src/unrolling/graph-trainer.ts';
import type { GraphTraining } from '../../src/unrolling/graph-training.ts';
import { ResidentGraph } from '../../src/unrolling/resident-graph.ts';
import { expectClose, numbers } from '../graph/check.ts';
import { advance, begin } from '../study/training/running.ts';

/** A small network with a bias, trained on batches that depend on the step alone. */
function network(changed: Partial<GraphTraining> = {}): GraphTraining {
  const hidden = gemm(input('x', [16, 8]), parameter('W0', [8, 33]), { c: parameter('b0', [33]) }).relu();
  const loss = gemm(hidden, parameter('W1', [33, 3]))
    .sub(input('t', [16, 3]))
    .square()
    .mean();
  return {
    loss,
    initial: {
      W0: Float32Array.from(numbers(8 * 33, 1)),
      b0: new Float32Array(33),
      W1: Float32Array.from(numbers(33 * 3, 2)),
    },
    optimizer: { kind: 'adamw', rate: { kind: 'cosine', rate: 0.01, floor: 0, steps: 40 }, weightDecay: 0.01, clip: 1 },
    parts: 1,
    feeds: (step) => batch(step),
    ...changed,
  };
}

function batch(step: number): Arrays {
  return { x: Float32Array.from(numbers(128, step)), t: Float32Array.from(numbers(48, step + 1000)) };
}

const kinds: [string, (training: GraphTraining) => Promise<Trainer>][] = [
  ['in WebAssembly memory', graphTrainer],
  ['with the optimizer in the graph', ResidentGraph.open],
];

describe.each(kinds)('a graph trained %s', (_, open) => {
  test('goes on from a state with the same bytes as a run that was never stopped', async () => {
    const whole = await begin(await open(network()), 20);
    const ended = await advance(whole.run, 20);
    for (const stop of [1, 9, 19]) {
      const first = await begin(await open(network()), 20);
      const kept = await advance(first.run, stop);
      const second = await begin(await open(network()), 20, kept);
      expect(await advance(second.run, 20)).toEqual(ended);
      expect(await second.trainer.weights()).toEqual(await whole.trainer.weights());
    }
  });

  test('keeps a state as it was while steps go on', async () => {
    const { run } = await begin(await open(network()), 20);
    const state = await advance(run, 3);
    const copy = structuredClone(state);
    await advance(run, 6);
    expect(state).toEqual(copy);
  });

  test('gives the loss before the step', async () => {
    const target = Float32Array.from({ length: 48 }, () => 2);
    const { trainer } = await begin(await open(network({ feeds: () => ({ x: new Float32Array(128), t: target }) })), 1);
    expect(await trainer.advance(0)).toBeCloseTo(4, 6);
  });

  test('feeds the parameters that are not learned, and leaves them as they are', async () => {
    const { W1, ...initial } = network().initial;
    const seen: Arrays[] = [];
    const training = network({
      initial,
      fixed: { W1 },
      weights: (parameters) => parameters,
      validation: { metric: 'seen', samples: 1, every: 1, measure: (parameters) => seen.push({ ...parameters }) },
    });
    const { run, trainer } = await begin(await open(training), 4);
    await advance(run, 4);
    const weights = await trainer.weights();
    expect(Float32Array.from(weights.W1.values)).toEqual(W1);
    expect(Float32Array.from(weights.W0.values)).not.toEqual(initial.W0);
    expect(Object.keys(seen[0]).sort()).toEqual(['W0', 'W1', 'b0']);
    expect(run.curve.map(({ validation }) => validation)).toEqual([1, 2, 3, 4]);
  });

  test('names the step whose loss is no number', async () => {
    const feeds = (step: number) =>
      step === 2 ? { ...batch(2), t: new Float32Array(48).fill(Number.NaN) } : batch(step);
    const { run } = await begin(await open(network({ feeds })), 9);
    await expect(advance(run, 9)).rejects.toThrow('not finite in step 2');
  });

  test('refuses initial values that do not fit', async () => {
    const { W0, b0, W1 } = network().initial;
    await expect(open(network({ initial: { W0, b0 } }))).rejects.toThrow('parameter W1 has no initial values');
    await expect(open(network({ initial: { W0, W1, b0: W0 } }))).rejects.toThrow('parameter b0: 264 values for');
    await expect(open(network({ initial: { W0, W1, b0, W2: b0 } }))).rejects.toThrow('does not depend on parameter W2');
  });
});

test('both kinds end at the same parameters', async () => {
  const ends = await Promise.all(
    kinds.map(async ([, open]) => {
      const { run, trainer } = await begin(await open(network()), 20);
      await advance(run, 20);
      return trainer.weights();
    }),
  );
  for (const [name, { values }] of Object.entries(ends[0])) expectClose(ends[1][name].values, values, 1e-5);
});

test('a step in parts is the step along the sum of their gradients', async () => {
  const optimizer = { kind: 'sgd', rate: { kind: 'constant', rate: 0.1 } } as const;
  const parameters = async (changed: Partial<GraphTraining>) => {
    const { run, trainer } = await begin(await graphTrainer(network({ optimizer, ...changed })), 1);
    await advance(run, 1);
    return { weights: await trainer.weights(), loss: run.curve[0].loss };
  };
  const together = await parameters({ parts: 3, feeds: (_, part) => batch(part) });
  const alone = await Promise.all([0, 1, 2].map((part) => parameters({ feeds: () => batch(part) })));
  expect(together.loss).toBeCloseTo(
    alone.reduce((sum, { loss }) => sum + loss, 0),
    6,
  );
  for (const [name, start] of Object.entries(network().initial)) {
    const moves = alone.map(({ weights }) => weights[name].values.map((value, i) => value - start[i]));
    const sum = Float64Array.from(start, (value, i) => value + moves.reduce((total, move) => total + move[i], 0));
    expectClose(together.weights[name].values, sum, 1e-6);
  }
});

test('a device takes a step in one part', async () => {
  await expect(ResidentGraph.open(network({ parts: 2 }))).rejects.toThrow('in one part, not in 2');
});
