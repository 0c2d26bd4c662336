import type { z } from 'zod';
import type { Training } from '../../../contracts/training.ts';
import type { Streams } from '../../../random/streams.ts';
import { graphTrainer } from '../../../unrolling/graph-trainer.ts';
import type { FeedbackParameters } from '../feedback.ts';
import type { FeedbackNetwork, Sizes } from '../feedback-network.ts';
import type { CsiFeedbackScenario } from '../scenario.ts';
import { feedbackTraining } from './feedback-training.ts';
import {
  type BudgetParameters,
  type FeedbackPlan,
  feedbackPlan,
  sizesOf,
  startPlan,
  type TransferParameters,
} from './plan.ts';
import { TrainingSamples } from './samples.ts';

/** What every scheme lets its user choose. */
export type SchemeParameters = BudgetParameters & Partial<TransferParameters> & FeedbackParameters;

/** Choices that change what a scheme learns: they stand in the plan of its training as they are. */
export type Settings = object;

/** A learned feedback scheme: its network for given sizes, how that begins, and how it is trained. */
export interface Scheme<S extends Settings, P extends SchemeParameters> {
  /** Name of the solver. */
  readonly name: string;
  readonly summary: string;
  readonly parameters: z.ZodType<P>;
  readonly reports: 'every iteration' | 'final';
  /** Goes up when the same plan would give other weights. */
  readonly version: number;
  /** Start and loss, in a line. */
  readonly trainingSummary: string;
  settings(parameters: P): S;
  /** The compression that it is trained at where one set of weights serves several; that of the scenario where it gives none. */
  learnedAt?(parameters: P): string | undefined;
  /** The network of the given sizes, into which weights are put. */
  network(sizes: Sizes, settings: S): FeedbackNetwork;
  /** The network as its training begins. */
  begun(samples: TrainingSamples, sizes: Sizes, settings: S, streams: Streams): Promise<FeedbackNetwork>;
  /** Most samples of a training step that are computed at once. */
  together(settings: S): number;
}

/** How the weights of a scheme are learned. */
export function schemeTraining<S extends Settings, P extends SchemeParameters>(
  scheme: Scheme<S, P>,
): Training<P, CsiFeedbackScenario, FeedbackPlan & S> {
  return {
    version: scheme.version,
    summary: scheme.trainingSummary,
    plan(scenario, parameters, data) {
      const compression = scheme.learnedAt?.(parameters) ?? scenario.compression;
      const plan = feedbackPlan({ ...scenario, compression }, parameters, data);
      return plan && { ...plan, ...scheme.settings(parameters) };
    },
    start(plan) {
      const begun = startPlan(plan);
      return begun && { plan: begun };
    },
    async trainer(plan, streams, recorded, start) {
      const samples = new TrainingSamples(plan, streams, recorded);
      const network = await scheme.begun(samples, sizesOf(plan), plan, streams);
      const part = largestDivisor(plan.batch, scheme.together(plan));
      return graphTrainer(feedbackTraining(network, samples, { ...plan, part, clip: 1 }, streams, start));
    },
  };
}

/** The largest number up to `most` that divides `whole`. */
function largestDivisor(whole: number, most: number): number {
  let divisor = Math.min(whole, most);
  while (whole % divisor !== 0) divisor--;
  return divisor;
}
