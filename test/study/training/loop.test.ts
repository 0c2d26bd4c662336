import { describe, expect, test } from 'vitest';
import type { ResidentTrainer } from '../../../src/contracts/training.ts';
import { TrainingRun } from '../../../src/study/training/loop.ts';
import { advance } from './running.ts';

/** A trainer whose loss in step t is t, with a validation that gives the number of steps times -1. */
function counting(every?: number): ResidentTrainer {
  return {
    kind: 'resident',
    advance: async (step) => step,
    state: async () => ({}),
    restore: async () => {},
    weights: async () => ({}),
    release: async () => {},
    ...(every !== undefined && { validation: { metric: 'steps', samples: 7, every, measure: (step) => -step } }),
  };
}

const curveOf = async (steps: number, every?: number) => {
  const run = await TrainingRun.begin(counting(every), steps, null);
  await advance(run, steps);
  return run.curve;
};

describe('the training curve', () => {
  test('has a point for every step, or 200 to 400, each the mean of the losses since the one before', async () => {
    expect(await curveOf(3)).toEqual([0, 1, 2].map((loss) => ({ step: loss + 1, loss })));
    const long = await curveOf(450);
    expect(long).toHaveLength(225);
    expect(long[1]).toEqual({ step: 4, loss: 2.5 });
  });

  test('goes on in a run that was stopped between two points', async () => {
    const whole = await curveOf(450);
    const first = await TrainingRun.begin(counting(), 450, null);
    const kept = await advance(first, 101);
    const second = await TrainingRun.begin(counting(), 450, kept);
    await advance(second, 450);
    expect(second.curve).toEqual(whole);
  });

  test('holds the validation at the first point after so many steps, and at its last', async () => {
    const measured = async (steps: number, every: number) =>
      (await curveOf(steps, every)).flatMap(({ step, validation }) => {
        if (validation !== undefined) expect(validation).toBe(-step);
        return validation === undefined ? [] : [step];
      });
    expect(await measured(10, 4)).toEqual([4, 8, 10]);
    expect(await measured(12, 4)).toEqual([4, 8, 12]);
    // Points lie 2 steps apart.
    expect(await measured(450, 101)).toEqual([102, 202, 304, 404, 450]);
    expect(await measured(10, 11)).toEqual([]);
  });

  test('says what it was measured on', async () => {
    const run = await TrainingRun.begin(counting(2), 4, null);
    expect(run.validatedOn).toEqual({ metric: 'steps', samples: 7 });
    expect((await TrainingRun.begin(counting(), 4, null)).validatedOn).toBeUndefined();
  });
});

test('a run ends after its steps', async () => {
  const run = await TrainingRun.begin(counting(), 2, null);
  expect(run.ended).toBe(false);
  await advance(run, 2);
  expect(run.ended).toBe(true);
});
