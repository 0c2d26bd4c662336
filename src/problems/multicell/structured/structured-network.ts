import { z } from 'zod';
import type { Training, TrainingPlan } from '../../../contracts/training.ts';
import { engine } from '../../../lanes/index.ts';
import { RecordingTape, type Tape } from '../../../lanes/tape/index.ts';
import { drawInstance, instanceOf } from '../instance.ts';
import type { MulticellScenario } from '../scenario.ts';
import { startAt } from '../start.ts';
import type { RecordedNetwork } from './network.ts';
import type { NetworkShape } from './recording.ts';
import { recordSpanNetwork } from './span-network.ts';
import { NetworkTrainer } from './trainer.ts';
import { type Budget, budgetParameters, drawSamples, optimizerOf, trainingScenario } from './training-budget.ts';

/** What the network is, and how it is trained; the parameters of the solver but for the choice of weights. */
export const structuredParameters = z.strictObject({
  T: z.int().positive().max(20).default(5).describe('Update iterations, each with weights of its own.'),
  messages: z
    .enum(['mean', 'none'])
    .default('mean')
    .describe('Message passing: every user hears the mean of what the others know, or nothing.'),
  start: z
    .enum(['rzf', 'mrt'])
    .default('rzf')
    .describe(
      'Where V starts: regularized zero-forcing of the channels to all users of all cells, or the adjoint channels.',
    ),
  ...budgetParameters,
});

export type StructuredParameters = z.output<typeof structuredParameters>;

type Plan = TrainingPlan & MulticellScenario & Omit<StructuredParameters, 'trainedAt'>;

/** Channels side by side in single precision: rows of 32 bytes keep the recorded values in the cache. */
const lanesOfTraining = 8;

/** Groups of lanes a part, which sets and reads all weights once. */
const groupsOfPart = 8;

/** Minus the weighted sum rate of the last V, in bits, averaged over the batch, is made small by AdamW. */
export const structuredTraining: Training<StructuredParameters, MulticellScenario, Plan> = {
  version: 1,
  summary: 'minus the sum rate of the last V, AdamW with warm-up and cosine, in single precision',
  plan: planOf,
  trainer: (plan, streams) => {
    const lanes = engine('f32', lanesOfTraining);
    const shape = instanceOf(plan, { first: 0, count: 0 }, new Float64Array(0), streams);
    const network = recordStructured(new RecordingTape(lanes), shape, plan);
    const { batch, samples, seed, start } = plan;
    return new NetworkTrainer(lanes, network, {
      batch,
      groups: groupsOfPart,
      optimizer: optimizerOf(plan),
      draw: (range) => drawSamples(samples, range, (trials) => drawInstance(plan, trials, streams)),
      seed,
      start: (V0, instance, group) => startAt(start, V0, instance, group),
    });
  },
};

export function recordStructured(
  tape: Tape,
  shape: NetworkShape,
  parameters: Omit<StructuredParameters, keyof Budget>,
): RecordedNetwork {
  return recordSpanNetwork(tape, shape, parameters);
}

/** Axis by axis, so that an axis that the problem gets one day leaves the keys of trained weights as they are. */
function planOf(scenario: MulticellScenario, parameters: StructuredParameters): Plan {
  const { B, U, Nt, Nr, isd, snr, P, alpha, layout, noise } = trainingScenario(scenario, parameters.trainedAt);
  const { trainedAt: _, T, messages, start, ...budget } = parameters;
  const axes = { B, U, Nt, Nr, isd, snr, P, alpha, layout, noise };
  return { ...axes, reading: 'span', T, messages, start, ...budget };
}
