import { describe, expect, it } from 'vitest';
import { countsOf, scaleInWords, trainingInWords } from '../../src/publish/counts.ts';
import type { Study } from '../../src/study/study.ts';

const study = (networks: readonly object[], custom = false) =>
  ({
    loaded: { file: 'fig1.yaml' },
    plan: { profileName: 'paper' },
    networks: networks.map((plan) => ({ plan })),
    custom,
  }) as unknown as Study;

describe('the scale of a figure', () => {
  it('is a sentence, of what networks were trained on another', () => {
    expect(scaleInWords(study([]), [128, 128])).toBe('Paper profile: 128 trials a point.');
    expect(scaleInWords(study([{ steps: 600, batch: 16, rate: 0.01 }], true), [128, 256])).toBe(
      'Paper profile, changed on the command line: 128 to 256 trials a point. ' +
        'Networks were trained in 600 steps of 16 samples each (9600 in all), rate = 0.01.',
    );
  });

  it('says nothing of what a single step decides', () => {
    expect(scaleInWords(study([{ steps: 1, batch: 128 }]), [8])).toBe('Paper profile: 8 trials a point.');
  });

  it('counts the steps of the training that a network goes on from', () => {
    const plan = { steps: 10000, earlierSteps: 1500, batch: 50 };
    expect(trainingInWords([plan])).toBe('Networks were trained in 11500 steps of 50 samples each (575000 in all).');
    expect(countsOf(study([plan]), [500])).toBe('paper profile, n = 500 trials, networks of 11500 training steps');
  });

  it('of several networks is from the least to the most', () => {
    const plans = [
      { steps: 300, batch: 4, learningRate: 0.001 },
      { steps: 1000, batch: 100, learningRate: 0.001 },
    ];
    expect(trainingInWords(plans)).toBe(
      'Networks were trained in 300 to 1000 steps of 4 to 100 samples each (1200 to 100000 in all), learningRate = 0.001.',
    );
  });
});
