import { z } from 'zod';
import { type DataSet, plannedData } from '../../../contracts/data-set.ts';
import type { Recorded } from '../../../contracts/problem.ts';
import type {
  Descent,
  LearnedArray,
  SummedTrainer,
  Training,
  TrainingPlan,
  Validation,
  Weights,
} from '../../../contracts/training.ts';
import { NetworkGradient } from '../../../downlink/network-gradient.ts';
import { rowsParameter, startAt } from '../../../downlink/start.ts';
import { engine, type Lanes } from '../../../lanes/index.ts';
import { RecordingTape } from '../../../lanes/tape/index.ts';
import type { Streams } from '../../../random/streams.ts';
import { channelModel } from '../channels/axes.ts';
import { instanceOf } from '../instance.ts';
import type { BeamformingScenario } from '../scenario.ts';
import { type ChannelsPlan, lossOnValidation, trainingChannels } from '../training-channels.ts';
import { recordUnfoldedNetwork, stepsOf } from './unfolded-network.ts';

/** What the network is, and how it is trained; the parameters of the solver but for the choice of weights. */
export const networkParameters = z.strictObject({
  Ju: z.int().positive().max(1000).default(4).describe('Gradient steps on U in a layer.'),
  Jw: z.int().positive().max(1000).default(2).describe('Schulz iterations on W in a layer.'),
  Jv: z.int().positive().max(1000).default(8).describe('Gradient steps on V in a layer.'),
  L: z.int().positive().max(1000).default(4).describe('Layers.'),
  rows: rowsParameter,
  steps: z.int().positive().max(100_000_000).default(10_000).describe('Adam steps of the training.'),
  batch: z.int().positive().max(1_000_000).default(100).describe('Fresh channels in each step of the training.'),
  learningRate: z.number().positive().default(1e-3).describe('Learning rate of Adam.'),
  seed: z.int().min(0).max(0xffffffff).default(1).describe('Seed of the channels of the training.'),
});

export type NetworkParameters = z.output<typeof networkParameters>;

type Plan = TrainingPlan & ChannelsPlan & NetworkParameters;

/** Channels side by side in single precision: rows of 32 bytes keep the recorded values of a layer in the cache. */
const lanesOfTraining = 8;

/**
 * Minus the rates of all layers averaged over the batch, eq. (43), is made small by Adam on fresh channels or those of a data set; phi = 1,
 * theta = xi = 0 at the start. Forward and backward in single precision, sums and Adam in double.
 */
export const unfoldedTraining: Training<NetworkParameters, BeamformingScenario, Plan> = {
  version: 1,
  summary: 'loss (43) over all layers, Adam, fresh channels in every step or those of a data set',
  plan: planOf,
  trainer: (plan, streams, recorded) => new UnfoldedTrainer(plan, streams, engine('f32', lanesOfTraining), recorded),
};

/**
 * Axis by axis, so that an axis that the problem gets one day leaves the keys of trained weights as they are. What solvers know of the
 * channels is no part of it: networks are trained on channels themselves.
 */
function planOf(scenario: BeamformingScenario, parameters: NetworkParameters, data?: DataSet): Plan {
  const { M, K, N, d, snr, offset, alpha } = scenario;
  const { Ju, Jw, Jv, L, rows, steps, batch, learningRate, seed } = parameters;
  const settings = { Ju, Jw, Jv, L, rows, steps, batch, learningRate, seed };
  return { ...{ M, K, N, d, snr, offset, alpha }, ...channelModel(scenario), ...settings, ...plannedData(data) };
}

/** The trained parameters in the order in which the network has them: all logits, all thetas, all xis. */
export function flatParameters({ logit, theta, xi }: Weights): Float64Array {
  return Float64Array.from([logit, theta, xi].flatMap(({ values }) => [...values]));
}

/** The parameters from which training starts. */
export function untrainedWeights(shape: Pick<NetworkParameters, 'Ju' | 'Jv' | 'L'>): Weights {
  return asWeights(new Float64Array(3 * stepsOf(shape)));
}

function asWeights(flat: Float64Array): Weights {
  const steps = flat.length / 3;
  const row = (index: number) => ({ shape: [steps], values: flat.slice(index * steps, (index + 1) * steps) });
  return { logit: row(0), theta: row(1), xi: row(2) };
}

/** See {@link unfoldedTraining}; `lanes` is a parameter so that tests can train in double precision. */
export class UnfoldedTrainer implements SummedTrainer<Float64Array> {
  readonly kind = 'summed';
  readonly precision = 'float64';
  readonly parts: number;
  readonly arrays: readonly LearnedArray[];
  readonly validation?: Validation<[parameters: Float64Array, step: number]>;
  readonly #gradient: NetworkGradient;
  readonly #plan: Plan;

  constructor(plan: Plan, streams: Streams, lanes: Lanes, recorded?: Recorded) {
    const { P, sigma2, alpha } = instanceOf(plan, { first: 0, count: 0 }, new Float64Array(0), streams);
    const network = recordUnfoldedNetwork(new RecordingTape(lanes), { ...plan, P, sigma2, alpha });
    this.#gradient = new NetworkGradient(lanes, network, {
      batch: plan.batch,
      draw: trainingChannels(plan, streams, recorded),
      groups: 1,
      start: (V0, cell, group) => startAt('strongest-rows', V0, cell, group, plan.rows),
    });
    if (plan.validationSamples) this.validation = lossOnValidation(this.#gradient, plan, streams, recorded);
    this.#plan = plan;
    this.parts = this.#gradient.parts;
    this.arrays = Object.entries(untrainedWeights(plan)).map(([name, { shape }]) => ({ name, shape }));
  }

  initialize(parameters: Float64Array): void {
    parameters.fill(0);
  }

  descent(step: number): Descent {
    return { optimizer: { kind: 'adam', rate: { kind: 'constant', rate: this.#plan.learningRate } }, step };
  }

  gradient(step: number, part: number, parameters: Float64Array, out: Float64Array): number {
    return this.#gradient.evaluate(step, part, parameters, out);
  }

  weights(parameters: Float64Array): Weights {
    return asWeights(parameters);
  }
}
