import { z } from 'zod';
import type { WmmseIterate } from './wmmse-iterate.ts';

/** Parameters of every solver that runs WMMSE iterations. */
export const iterationParameters = {
  iterations: z
    .union([z.int().positive().max(1_000_000), z.literal('converged')])
    .default('converged')
    .describe(
      'Number of iterations, each reported; or "converged": until the rate stops growing, only the last reported.',
    ),
  tolerance: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Converged when an iteration adds at most this much to the weighted sum rate, in bits ...'),
  relativeTolerance: z
    .number()
    .positive()
    .default(1e-5)
    .describe('... and at most this part of it: what is left to gain is then below 0.1 % also where rates are small.'),
  maxIterations: z
    .int()
    .positive()
    .max(1_000_000)
    .default(10_000)
    .describe('Iterations after which a channel counts as capped.'),
};

export interface IterationParameters {
  readonly iterations: number | 'converged';
  readonly tolerance: number;
  readonly relativeTolerance: number;
  readonly maxIterations: number;
}

/** A WMMSE algorithm on as many trials as there are lanes. */
export interface WmmseMethod {
  readonly iterate: WmmseIterate;
  /** Real operations of an iteration, where they are known beforehand. */
  readonly operations?: number;
  /** A lane of the iterate has been given the start of a trial. */
  beginLane(lane: number): void;
  /** Optimal receivers and weights for T, as far as the rate needs them. To be recorded. */
  weigh(): void;
  /** Optimal beamformers for what was weighed, and the T that they give. */
  step(): void;
}
