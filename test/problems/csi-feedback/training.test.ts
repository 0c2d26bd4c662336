import { describe, expect, test } from 'vitest';
import { isPlannedFor } from '../../../src/contracts/data-set.ts';
import type { SummedTrainer } from '../../../src/contracts/training.ts';
import { drawSamples } from '../../../src/problems/csi-feedback/instance.ts';
import { recordedSamples } from '../../../src/problems/csi-feedback/recorded.ts';
import { csinet } from '../../../src/problems/csi-feedback/solvers/csinet.ts';
import { firstOfFits, TrainingSamples } from '../../../src/problems/csi-feedback/training/samples.ts';
import { firstOfValidation } from '../../../src/random/passes.ts';
import { SummedRun } from '../../../src/study/training/summed.ts';
import { scenario, streams } from './drawing.ts';

const channels = { environment: 'indoor', Nt: 4, Nc: 32, Na: 4 } as const;
const length = 32;

/** A file of twelve samples, each of one number. */
const recorded = {
  axes: {},
  trials: 12,
  sha256: 'abc',
  data: Float32Array.from({ length: 12 * length }, (_, i) => 1 + Math.floor(i / length)),
};

/** The first number of each of some samples. */
const firsts = (X: Float32Array) => Array.from({ length: X.length / length }, (_, i) => X[i * length]);

describe('the samples of a training', () => {
  test('are fresh ones where there is no data set, apart from those that are fitted or validated on', () => {
    const samples = new TrainingSamples(channels, streams);
    const drawn = (first: number) => drawSamples(channels, { first, count: 2 }, streams, 'training');
    expect(samples.learned({ first: 6, count: 2 })).toEqual(drawn(6));
    expect(samples.fitted({ first: 1, count: 2 })).toEqual(drawn(firstOfFits + 1));
    expect(samples.validation({ first: 1, count: 2 })).toEqual(drawn(firstOfValidation + 1));
  });

  test('of a file are its first, each once a pass, and those behind them to validate on; never those it is tested on', () => {
    const plan = { ...channels, data: 'abc', trainingSamples: 6, validationSamples: 3 };
    const samples = new TrainingSamples(plan, streams, recorded);
    const [one, two] = [0, 6].map((first) => firsts(samples.learned({ first, count: 6 })));
    for (const pass of [one, two]) expect(pass.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(one).not.toEqual(two);
    expect(firsts(samples.validation({ first: 0, count: samples.validations }))).toEqual([7, 8, 9]);
    expect(firsts(samples.fitted({ first: 0, count: samples.fits }))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(firsts(recordedSamples(recorded, { first: 9, count: 3 }))).toEqual([10, 11, 12]);
  });
});

describe('a network that is trained on a data set', () => {
  const data = { source: 'drawn', training: 20, validation: 10 };
  const parameters = csinet.parameters.parse({ steps: 30, batch: 10, start: 'glorot', rate: 0.003 });
  const training = csinet.training!;
  const plan = training.plan(scenario({ ...channels, compression: '1/16' }), parameters, data)!;

  test('has it in its plan, and in that of the network that it begins from', () => {
    expect(isPlannedFor(plan, data)).toBe(true);
    const other = training.plan(scenario({ ...channels, compression: '1/8' }), parameters, data)!;
    expect(training.start!(other)).toEqual({ plan });
  });

  test('learns it by heart: its own samples better than those that it is validated on', async () => {
    const trainer = (await training.trainer(plan, streams)) as SummedTrainer<Float32Array>;
    expect(trainer.validation).toMatchObject({ metric: 'nmse', samples: 10 });
    const run = new SummedRun(trainer);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) losses.push(await run.advance(step));
    expect(losses.at(-1)).toBeLessThan(losses[0]);
    expect(10 * Math.log10(losses.at(-1)!)).toBeLessThan((await run.validation!.measure(30)) as number);
  });
});
