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
import { channelInversion } from '../../../downlink/linear-precoders.ts';
import { NetworkGradient } from '../../../downlink/network-gradient.ts';
import { engine, type Lanes } from '../../../lanes/index.ts';
import { RecordingTape } from '../../../lanes/tape/index.ts';
import type { NormalizedOptimizer } from '../../../optimizers/optimizer.ts';
import type { Schedule } from '../../../optimizers/schedule.ts';
import { type Streams, streamsFor } from '../../../random/streams.ts';
import { channelModel } from '../channels/axes.ts';
import { instanceOf } from '../instance.ts';
import type { BeamformingScenario } from '../scenario.ts';
import { type ChannelsPlan, lossOnValidation, trainingChannels } from '../training-channels.ts';
import { type ParameterKind, parameterKinds, recordIaidnn } from './network.ts';

/** What the network is, and how it is trained; the parameters of the solver but for the choice of weights. */
export const iaidnnParameters = z.strictObject({
  L: z.int().positive().max(1000).default(7).describe('Layers; the last one inverts a matrix exactly.'),
  steps: z
    .int()
    .positive()
    .default(10_000)
    .describe(
      'Steps of the training, by default as many as those of the unfolded networks; the published code makes 1000.',
    ),
  batch: z.int().positive().max(1_000_000).default(100).describe('Fresh channels in each step of the training.'),
  seed: z.int().min(0).max(0xffffffff).default(1).describe('Seed of the training: its start and its channels.'),
});

export type IaidnnParameters = z.output<typeof iaidnnParameters>;

/** Channels side by side: rows of 32 bytes keep parameters, which every lane has a copy of, and their gradients in the cache. */
const lanesOfTraining = 4;

/** Two parts to a batch of 100: thousands of parameters are set and read once a part. */
const groupsOfPart = 13;

type Plan = TrainingPlan & ChannelsPlan & IaidnnParameters;

/**
 * Minus the rate of the last V averaged over the batch is made small by gradient steps normalized matrix by matrix, from random
 * matrices, on fresh channels or those of a data set. In double precision: the last layer's normal equations square the condition of its matrix. The
 * trained matrices are rounded to single precision.
 */
export const iaidnnTraining: Training<IaidnnParameters, BeamformingScenario, Plan> = {
  version: 2,
  summary:
    'rate of the last layer, normalized gradient ascent with decreasing steps, fresh channels in every step or those of a data set',
  plan: planOf,
  trainer: (plan, streams, recorded) => new IaidnnTrainer(plan, streams, engine('f64', lanesOfTraining), recorded),
};

/**
 * Axis by axis, so that an axis that the problem gets one day leaves the keys of trained weights as they are. What solvers know of the
 * channels is no part of it: networks are trained on channels themselves.
 */
function planOf(scenario: BeamformingScenario, { L, steps, batch, seed }: IaidnnParameters, data?: DataSet): Plan {
  const { M, K, N, d, snr, offset, alpha } = scenario;
  return {
    ...{ M, K, N, d, snr, offset, alpha },
    ...channelModel(scenario),
    ...{ L, steps, batch, seed },
    ...plannedData(data),
  };
}

/** The parameters in the order of the flat vector. */
export function flatParameters(kinds: readonly ParameterKind[], weights: Weights): Float64Array {
  return Float64Array.from(kinds.flatMap(({ name }) => [...weights[name].values]));
}

/** The flat vector from which training starts: real and imaginary parts uniform in (-0.1, 0.1). */
export function initialParameters(kinds: readonly ParameterKind[], seed: number): Float64Array {
  const stream = streamsFor({ seed, experiment: 'iaidnn', scenario: 'initial parameters' }).of('training', 0);
  const size = kinds.reduce((sum, { rows, cols, count }) => sum + 2 * rows * cols * count, 0);
  return Float64Array.from({ length: size }, () => 0.1 * (2 * stream.uniform() - 1));
}

/** Every complex matrix moves along its normalized gradient by 0.1 / t^0.6 (X) or 0.1 / t^0.5 (Z and O) in step t. */
function normalizedAscent(kinds: readonly ParameterKind[]): NormalizedOptimizer {
  const rate = (exponent: number): Schedule => ({ kind: 'power', rate: 0.1, exponent });
  const own = kinds.filter(({ role }) => role === 'X').map(({ name }) => [name, rate(0.6)] as const);
  return { kind: 'normalized', entries: 'complex', rate: rate(0.5), rates: Object.fromEntries(own) };
}

/** See {@link iaidnnTraining}. */
export class IaidnnTrainer implements SummedTrainer<Float64Array> {
  readonly kind = 'summed';
  readonly precision = 'float64';
  readonly parts: number;
  readonly arrays: readonly LearnedArray[];
  readonly validation?: Validation<[parameters: Float64Array, step: number]>;
  readonly #plan: Plan;
  readonly #kinds: readonly ParameterKind[];
  readonly #gradient: NetworkGradient;
  readonly #optimizer: NormalizedOptimizer;

  constructor(plan: Plan, streams: Streams, lanes: Lanes, recorded?: Recorded) {
    this.#plan = plan;
    this.#kinds = parameterKinds(this.#plan);
    const { P, sigma2, alpha } = instanceOf(this.#plan, { first: 0, count: 0 }, new Float64Array(0), streams);
    const network = recordIaidnn(new RecordingTape(lanes), { ...this.#plan, P, sigma2, alpha });
    this.#gradient = new NetworkGradient(lanes, network, {
      batch: this.#plan.batch,
      draw: trainingChannels(plan, streams, recorded),
      groups: groupsOfPart,
      start: (V0, cell, group) => channelInversion(V0, cell, group, 0),
    });
    if (plan.validationSamples) this.validation = lossOnValidation(this.#gradient, plan, streams, recorded);
    this.parts = this.#gradient.parts;
    this.arrays = this.#kinds.map(({ name, rows, cols, count }) => ({ name, shape: [count, rows, cols, 2] }));
    this.#optimizer = normalizedAscent(this.#kinds);
  }

  initialize(parameters: Float64Array): void {
    parameters.set(initialParameters(this.#kinds, this.#plan.seed));
  }

  gradient(step: number, part: number, parameters: Float64Array, out: Float64Array): number {
    return this.#gradient.evaluate(step, part, parameters, out);
  }

  descent(step: number): Descent {
    return { optimizer: this.#optimizer, step };
  }

  weights(parameters: Float64Array): Weights {
    let first = 0;
    return Object.fromEntries(
      this.#kinds.map(({ name, rows, cols, count }) => {
        const values = parameters.slice(first, (first += 2 * rows * cols * count)).map(Math.fround);
        return [name, { shape: [count, rows, cols, 2], values }];
      }),
    );
  }
}
