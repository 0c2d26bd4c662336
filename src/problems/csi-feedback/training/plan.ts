import { z } from 'zod';
import { type DataSet, plannedData } from '../../../contracts/data-set.ts';
import type { TrainingPlan } from '../../../contracts/training.ts';
import type { Streams } from '../../../random/streams.ts';
import type { ChannelShape } from '../cost2100/generator.ts';
import { type Sizes, sampleSize } from '../feedback-network.ts';
import type { Beginning } from '../learned-arrays.ts';
import { type CsiFeedbackScenario, codewordLength } from '../scenario.ts';
import { type exponents, shapedRows, transposed } from '../shaped-rows.ts';
import type { TrainingSamples } from './samples.ts';

/** Parameters of the training of every feedback network, with the budget that suits it. */
export function budgetParameters(best: { readonly steps: number; readonly batch: number; readonly rate: number }) {
  return {
    steps: z
      .int()
      .min(0)
      .default(best.steps)
      .describe('Training: steps of Adam. With 0 the network stays as it begins.'),
    batch: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(best.batch)
      .describe('Training: samples of a step, drawn afresh for each.'),
    rate: z
      .number()
      .positive()
      .default(best.rate)
      .describe(
        'Training: largest learning rate, reached after 4 % of the steps; it falls to zero along half a cosine.',
      ),
    schedule: z
      .enum(['cosine', 'constant'])
      .default('cosine')
      .describe('Training: how the learning rate changes; "constant" is what the papers use.'),
    earlierSteps: z
      .int()
      .min(0)
      .default(0)
      .describe(
        'Training: steps of an earlier training, whose network this one goes on from, with the samples behind those of that. With 0 it begins anew.',
      ),
    earlierRate: z
      .number()
      .positive()
      .default(best.rate)
      .describe('Training: largest learning rate of the earlier one.'),
  };
}

/** Parameters of the training of a network for each rate and environment. */
export function transferParameters(best: { readonly steps: number; readonly rate: number }) {
  return {
    transferSteps: z
      .int()
      .min(0)
      .default(best.steps)
      .describe(
        'Training: steps of the networks of other compressions and environments, which begin from the one for 1/16 indoors but for ' +
          'the layers to and from the codeword. With 0 each of them begins anew and takes "steps".',
      ),
    transferRate: z
      .number()
      .positive()
      .default(best.rate)
      .describe('Training: largest learning rate of these networks.'),
    transferStart: z
      .enum(['home', 'anew', 'by length'])
      .default('home')
      .describe(
        'Training: whether these networks begin from the one for 1/16 indoors, or as that one began itself; by length: so where the ' +
          'codeword is longer.',
      ),
    anewRate: z
      .number()
      .positive()
      .default(0.0001)
      .describe('Training: largest learning rate of those that begin anew.'),
  };
}

export type TransferParameters = z.output<z.ZodObject<ReturnType<typeof transferParameters>>>;

const projections = ['covariance', 'root', 'random', 'principal'] as const;

/** Parameters of the schemes that learn the projection W to the codeword. */
export const projectionParameters = {
  projection: z
    .enum(projections)
    .default('covariance')
    .describe(
      'Training: how the projection W begins. Random rows times the covariance of samples or its root, random rows alone, or principal components; all made orthonormal.',
    ),
  transferProjection: z
    .enum(projections)
    .optional()
    .describe(
      'Training: how W begins for other compressions and environments than the one trained first, 1/16 indoors; as there where it is left out.',
    ),
};

export type ProjectionParameters = z.output<z.ZodObject<typeof projectionParameters>>;

/** The channels and compression of the network that those for others begin from. */
const home = { environment: 'indoor', compression: '1/16' } as const;

export type BudgetParameters = z.output<z.ZodObject<ReturnType<typeof budgetParameters>>>;

/** What the weights of every feedback network depend on: the channels, the compression, and how long and fast it learned. */
export interface FeedbackPlan extends TrainingPlan, ChannelShape {
  readonly compression: string;
  /** Largest learning rate. */
  readonly rate: number;
  readonly [setting: string]: string | number | boolean;
}

/** The plan of a network for the scenario's channels; null where it is not trained. */
export function feedbackPlan(
  { environment, Nt, Nc, Na, compression }: CsiFeedbackScenario,
  {
    steps,
    batch,
    rate,
    schedule,
    earlierSteps,
    earlierRate,
    transferSteps = 0,
    transferRate = rate,
    transferStart = 'home',
    anewRate = rate,
    transferProjection,
  }: BudgetParameters & Partial<TransferParameters & ProjectionParameters>,
  data?: DataSet,
): FeedbackPlan | null {
  if (steps === 0) return null;
  const channels = { environment, Nt, Nc, Na, compression };
  const common = { batch, ...(schedule === 'constant' && { schedule }), ...plannedData(data) };
  const atHome = environment === home.environment && compression === home.compression;
  const earlier = earlierSteps > 0 && { earlierSteps, earlierRate };
  if (transferSteps === 0 || atHome) return { ...channels, ...common, steps, rate, ...earlier };
  const isLonger = codewordLength(compression, 1) > codewordLength(home.compression, 1);
  const beginsAnew = transferStart === 'by length' ? isLonger : transferStart === 'anew';
  const own = { steps: transferSteps, ...(transferProjection && { transferProjection }) };
  if (beginsAnew) return { ...channels, ...common, ...own, rate: anewRate };
  const before = earlier && { homeEarlierSteps: earlierSteps, homeEarlierRate: earlierRate };
  return { ...channels, ...common, ...own, rate: transferRate, homeSteps: steps, homeRate: rate, ...before };
}

/** The plan of the network that that of `plan` begins from: an earlier one of its own, or the one at home; null where it begins anew. */
export function startPlan<P extends FeedbackPlan>(plan: P): P | null {
  return earlierPlan(plan) ?? homePlan(plan);
}

function earlierPlan<P extends FeedbackPlan>({ earlierSteps, earlierRate, ...plan }: P): P | null {
  if (earlierSteps === undefined) return null;
  return { ...plan, steps: earlierSteps, rate: earlierRate } as unknown as P;
}

function homePlan<P extends FeedbackPlan>(given: P): P | null {
  const { homeSteps, homeRate, homeEarlierSteps, homeEarlierRate, transferProjection: _, ...plan } = given;
  if (homeSteps === undefined) return null;
  const earlier = homeEarlierSteps !== undefined && { earlierSteps: homeEarlierSteps, earlierRate: homeEarlierRate };
  return { ...plan, ...home, steps: homeSteps, rate: homeRate, ...earlier } as unknown as P;
}

export function sizesOf({ Na, Nt, compression }: Pick<FeedbackPlan, 'Na' | 'Nt' | 'compression'>): Sizes {
  return { Na, Nt, M: codewordLength(compression, 2 * Na * Nt) };
}

/** Samples whose covariance shapes a projection. */
const shapingSamples = 4000;

/** Orthonormal rows [M, n] for a projection to the codeword, from samples of the channels. */
export async function projectionOf(
  given: TrainingSamples,
  sizes: Sizes,
  shape: keyof typeof exponents,
  streams: Streams,
): Promise<Float32Array> {
  const samples = given.fitted({ first: 0, count: Math.min(shapingSamples, given.fits) });
  return shapedRows(samples, { M: sizes.M, n: sampleSize(sizes), shape, stream: streams.of('initial point', 0) });
}

/** How the dense layers to the codeword, [M, n], and back, [n, M], begin: as principal components of samples. */
export async function principalStart(
  given: TrainingSamples,
  sizes: Sizes,
  streams: Streams,
): Promise<{ readonly encoder: Beginning; readonly decoder: Beginning }> {
  const rows = await projectionOf(given, sizes, 'principal', streams);
  const columns = transposed(rows, sizes.M);
  return { encoder: (out) => out.set(rows), decoder: (out) => out.set(columns) };
}
