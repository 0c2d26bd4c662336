import { z } from 'zod';
import type { TrialRange } from '../../../contracts/scenario.ts';
import { messages } from '../../../messages.ts';
import type { Optimizer } from '../../../optimizers/optimizer.ts';
import type { Instance } from '../instance.ts';
import { type MulticellScenario, scenarioSchema } from '../scenario.ts';

/** Parameters of every network of this problem: on what and how it is trained. */
export const budgetParameters = {
  trainedAt: z
    .string()
    .default('here')
    .refine((text) => text === 'here' || axesOf(text) !== undefined, { error: messages.badTrainedAt() })
    .describe(
      'Scenario of the training: the one that is solved (here), or axes that differ from it, as in "B=4 U=2 isd=0.5".',
    ),
  steps: z.int().positive().max(100_000_000).default(4500).describe('Steps of the training.'),
  batch: z.int().positive().max(1_000_000).default(64).describe('Channels in each step of the training.'),
  samples: z
    .union([z.literal('fresh'), z.int().positive().max(1_000_000_000)])
    .default('fresh')
    .describe(
      'Channels of the training: new ones for every step, or this many over and over; the paper has 80 000 or more.',
    ),
  learningRate: z.number().positive().default(3e-3).describe('Largest learning rate of AdamW, after the warm-up.'),
  lastRate: z.number().min(0).max(1).default(0.01).describe('Learning rate at the end, as a part of the largest.'),
  warmup: z
    .int()
    .min(0)
    .max(100_000_000)
    .default(20)
    .describe('Steps in which the learning rate rises to its largest value.'),
  weightDecay: z.number().min(0).default(0.01).describe('Weight decay of AdamW.'),
  seed: z.int().min(0).max(0xffffffff).default(1).describe('Seed of the training: of its start and its channels.'),
};

export type Budget = z.output<z.ZodObject<typeof budgetParameters>>;

/** AdamW with a warm-up and half a cosine. */
export function optimizerOf({
  steps,
  learningRate,
  lastRate,
  warmup,
  weightDecay,
}: Omit<Budget, 'trainedAt'>): Optimizer {
  const floor = learningRate * lastRate;
  return { kind: 'adamw', weightDecay, rate: { kind: 'cosine', rate: learningRate, floor, steps, warmup } };
}

/** The scenario on which a network for `scenario` is trained. */
export function trainingScenario(scenario: MulticellScenario, trainedAt: string): MulticellScenario {
  return trainedAt === 'here' ? scenario : scenarioSchema.parse({ ...scenario, ...axesOf(trainedAt) });
}

/**
 * The channels of a range of a training's trials: new ones, or of a fixed number of them those whose turn it is, in another order in
 * every pass. Trials beyond all trainings stay what they are.
 */
export function drawSamples(
  samples: Budget['samples'],
  range: TrialRange,
  draw: (range: TrialRange) => Instance,
): Instance {
  if (samples === 'fresh' || range.first >= 2 ** 31) return draw(range);
  const drawn = Array.from({ length: range.count }, (_, i) =>
    draw({ first: sampleAt(range.first + i, samples), count: 1 }),
  );
  const H = new Float64Array(drawn.length * drawn[0].H.length);
  drawn.forEach((each, i) => {
    H.set(each.H, i * each.H.length);
  });
  return { ...drawn[0], range, H };
}

/** Which of `samples` channels comes at a place of the training: in pass p every (a_p)-th, a_p the p-th number prime to `samples`. */
function sampleAt(place: number, samples: number): number {
  const pass = Math.floor(place / samples);
  let stride = Math.floor(0.6180339887 * samples) + pass;
  while (commonDivisor(stride, samples) !== 1) stride++;
  return ((place % samples) * stride + pass) % samples;
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

/** Axes and values of a text such as "B=4 isd=0.5"; undefined where it is none. */
function axesOf(text: string): Readonly<Record<string, number | string>> | undefined {
  const pairs = text.split(/[\s,]+/).map((pair) => pair.split('='));
  const sound = pairs.every(([axis, value]) => Object.hasOwn(scenarioSchema.shape, axis) && value !== undefined);
  if (!sound) return undefined;
  return Object.fromEntries(pairs.map(([axis, value]) => [axis, Number.isNaN(Number(value)) ? value : Number(value)]));
}
