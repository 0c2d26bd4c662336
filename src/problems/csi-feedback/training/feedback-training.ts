import type { TrialRange } from '../../../contracts/problem.ts';
import type { Weights } from '../../../contracts/training.ts';
import { type Arrays, compile, input, type Tensor } from '../../../graph/index.ts';
import type { Optimizer } from '../../../optimizers/optimizer.ts';
import { type Schedule, scaled } from '../../../optimizers/schedule.ts';
import type { Streams } from '../../../random/streams.ts';
import type { GraphTraining } from '../../../unrolling/graph-training.ts';
import { inHalfTheSpace } from '../../../unrolling/rounding.ts';
import { type FeedbackNetwork, meanSquare } from '../feedback-network.ts';
import { beginning, constantly, type LearnedArrays, parametersOf, type Values } from '../learned-arrays.ts';
import type { TrainingSamples } from './samples.ts';

/** How long and how fast a network is trained. */
export interface Budget {
  /** Optimizer steps. */
  readonly steps: number;
  /** Samples a step, all drawn afresh. */
  readonly batch: number;
  /** Samples of a part: what is computed at once. */
  readonly part: number;
  /** Largest learning rate, reached after 4 % of the steps; it then falls to zero along half a cosine. */
  readonly rate: number;
  /** `constant`: the rate from the first step to the last instead, as the papers train. */
  readonly schedule?: string | number | boolean;
  /** Steps of an earlier training of the same network, which this one goes on from. */
  readonly earlierSteps?: string | number | boolean;
  /** Largest norm of a gradient. */
  readonly clip: number;
}

const warmupShare = 0.04;

/**
 * The training of a feedback network with Adam, on fresh samples of a generator.
 * @param start weights of the network that it begins from: of an earlier training, or for another rate or environment, from which all
 *   begins but what leads to and from the codeword
 */
export function feedbackTraining(
  network: FeedbackNetwork,
  samples: TrainingSamples,
  budget: Budget,
  streams: Streams,
  start?: Weights,
): GraphTraining {
  const { Na, Nt } = network.sizes;
  const { batch, part, clip } = budget;
  const parameters = parametersOf(network.arrays);
  const loss = network.loss(input('x', [part, 2, Na, Nt]), parameters).mul(part / batch);
  const earlier = Number(budget.earlierSteps ?? 0);
  const anew = earlier > 0 ? [] : network.codewordArrays;
  const values = { ...beginning(network.arrays, streams), ...carriedOver(network, anew, start) };
  const learned = ([name]: [string, unknown]) => network.rateFactors[name] !== 0;
  const fixed = (entry: [string, unknown]) => !learned(entry);
  return {
    loss,
    initial: Object.fromEntries(Object.entries(values).filter(learned)),
    fixed: Object.fromEntries(Object.entries(values).filter(fixed)),
    optimizer: optimizerOf(network, scheduleOf(budget), clip),
    parts: batch / part,
    feeds: (step, index) => ({
      x: samples.learned({ first: (earlier + step) * batch + index * part, count: part }),
    }),
    ...(samples.validations > 0 && { validation: validation(network, samples, budget) }),
    weights: async (all) => {
      const kept = inHalfTheSpace(all);
      const statistics = weightsOf(await batchStatistics(network, samples)(valuesOf(kept)));
      return { ...without(kept, network.drawnArrays), ...statistics };
    },
  };
}

function without(weights: Weights, names: readonly string[] = []): Weights {
  return Object.fromEntries(Object.entries(weights).filter(([name]) => !names.includes(name)));
}

/** What a network begins with of the weights of another: all but the arrays that begin anew. */
function carriedOver({ arrays }: FeedbackNetwork, anew: readonly string[], start: Weights = {}): Values {
  const carried = Object.entries(start).filter(([name]) => name in arrays && !anew.includes(name));
  return Object.fromEntries(carried.map(([name, { values }]) => [name, Float32Array.from(values)]));
}

function scheduleOf({ steps, rate, schedule }: Budget): Schedule {
  if (schedule === 'constant') return { kind: 'constant', rate };
  return { kind: 'cosine', rate, floor: 0, steps, warmup: Math.ceil(warmupShare * steps) };
}

function optimizerOf({ rateFactors }: FeedbackNetwork, rate: Schedule, clip: number): Optimizer {
  const own = Object.entries(rateFactors).filter(([, factor]) => factor !== 0);
  return {
    kind: 'adam',
    rate,
    rates: Object.fromEntries(own.map(([name, factor]) => [name, scaled(rate, factor)])),
    clip,
  };
}

/** NMSE in dB of the last estimate, eq. (24), on samples that are not trained on. */
function validation(
  network: FeedbackNetwork,
  samples: TrainingSamples,
  budget: Budget,
): NonNullable<GraphTraining['validation']> {
  const pieces = piecewise(samples.validations, validationPieces, (range) => samples.validation(range));
  const { Na, Nt } = network.sizes;
  const x = input('x', [pieces.size, 2, Na, Nt]);
  const arrays = parametersOf(withStatistics(network));
  const session = compile({ error: meanSquare(x, network.decode(network.encode(x, arrays), arrays).at(-1) as Tensor) });
  const statistics = batchStatistics(network, samples);
  const measure = async (parameters: Arrays): Promise<number> => {
    const opened = await session;
    const given = Object.entries({ ...parameters, ...(await statistics(parameters)) });
    const needed = Object.fromEntries(given.filter(([name]) => name in opened.inputs));
    let sum = 0;
    for (const piece of pieces.read()) sum += Number((await opened.run({ ...needed, x: piece })).error[0]);
    return 10 * Math.log10(sum / pieces.count);
  };
  return { metric: 'nmse', samples: pieces.count * pieces.size, every: validationInterval(budget), measure };
}

/** Samples that are computed together where nothing is learned. */
const together = 50;
const validationPieces = 4;
const statisticsPieces = 8;

/** Most validations of a training, and how many samples it learns from for each that is validated on: that takes a few per cent. */
const measurements = 20;
const learnedForEach = 10;

function validationInterval({ steps, batch }: Budget): number {
  const affordable = Math.floor((steps * batch) / (learnedForEach * validationPieces * together));
  return Math.ceil(steps / Math.max(1, Math.min(measurements, affordable)));
}

/** At most `most` pieces of equal size of the `available` samples, read when they are first needed. */
function piecewise(available: number, most: number, read: (range: TrialRange) => Float32Array) {
  const size = Math.min(together, available);
  const count = Math.min(most, Math.floor(available / size));
  let kept: Float32Array[] | undefined;
  return {
    size,
    count,
    read(): Float32Array[] {
      kept ??= Array.from({ length: count }, (_, i) => read({ first: i * size, count: size }));
      return kept;
    },
  };
}

/** The learned arrays and those of the statistics. */
export function withStatistics(network: FeedbackNetwork): LearnedArrays {
  const { statistics, sizes } = network;
  if (!statistics) return network.arrays;
  const given = statistics(input('x', [together, 2, sizes.Na, sizes.Nt]), parametersOf(network.arrays));
  const further = Object.entries(given).map(([name, { shape }]) => [name, { shape, begin: constantly(0) }]);
  return { ...network.arrays, ...Object.fromEntries(further) };
}

/** The statistics that the network needs once it is trained: their means over batches of training samples. */
export function batchStatistics(network: FeedbackNetwork, samples: TrainingSamples) {
  const { statistics, sizes } = network;
  if (!statistics) return async (): Promise<Arrays> => ({});
  const pieces = piecewise(samples.fits, statisticsPieces, (range) => samples.fitted(range));
  const x = input('x', [pieces.size, 2, sizes.Na, sizes.Nt]);
  const session = compile(statistics(x, parametersOf(network.arrays)));
  return async (parameters: Arrays): Promise<Arrays> => {
    const opened = await session;
    const needed = Object.entries(parameters).filter(([name]) => name in opened.inputs);
    const means: Record<string, Float32Array> = {};
    for (const piece of pieces.read()) {
      const results = await opened.run({ ...Object.fromEntries(needed), x: piece });
      for (const [name, values] of Object.entries(results)) {
        means[name] ??= new Float32Array(values.length);
        for (let i = 0; i < values.length; i++) means[name][i] += Number(values[i]) / pieces.count;
      }
    }
    return means;
  };
}

function valuesOf(weights: Weights): Arrays {
  return Object.fromEntries(Object.entries(weights).map(([name, { values }]) => [name, Float32Array.from(values)]));
}

function weightsOf(vectors: Arrays): Weights {
  return Object.fromEntries(
    Object.entries(vectors).map(([name, values]) => [
      name,
      { shape: [values.length], values: Float64Array.from(values, Number) },
    ]),
  );
}
