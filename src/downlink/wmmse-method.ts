import { z } from 'zod';
import type { ComplexMatrix, Group, Lanes, RealMatrix } from '../lanes/index.ts';
import type { Solution } from './solution.ts';

/** Parameters of every solver that runs WMMSE iterations. */
export const iterationParameters = {
  iterations: z
    .union([z.int().positive(), z.literal('converged')])
    .default('converged')
    .describe(
      'Number of iterations, each reported; or "converged": until the rate stops growing, only the last reported.',
    ),
  tolerance: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Converged when an iteration adds at most this much to the weighted sum rate, in bits.'),
  maxIterations: z.int().positive().default(10_000).describe('Iterations after which a channel counts as capped.'),
};

export interface IterationParameters {
  readonly iterations: number | 'converged';
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A WMMSE algorithm on as many trials as there are lanes. */
export interface WmmseMethod {
  readonly lanes: Lanes;
  /** Present beamformers, M x K d. */
  readonly V: ComplexMatrix;
  /** Takes in a group's channels and writes the first V. */
  start(group: Group): void;
  /** Takes in a trial's channels in one lane, for whatever V is put there; trials count from the first of the instance. */
  startLane(lane: number, trial: number): void;
  /** Real operations of an iteration, where they are known beforehand. */
  readonly operations?: number;
  /** Optimal receivers and weights for V. */
  receive(): void;
  /** Optimal beamformers for the receivers and weights, written to `next`, which may be V. */
  transmit(next: ComplexMatrix): void;
  /** s = weighted sum rate in nats of the V last received. */
  rate(s: RealMatrix): void;
  /** Calls `use` with V as it is to be reported: in double precision, within the power. */
  feasible(use: (solution: Solution) => void): void;
}
