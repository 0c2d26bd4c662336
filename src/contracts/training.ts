import type { Streams } from '../random/streams.ts';
import type { Parameters, Scenario } from './scenario.ts';

/** Arrays that a trained method consists of, by name. */
export type Weights = Readonly<Record<string, WeightArray>>;

export interface WeightArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/**
 * Everything that trained weights depend on: scenario, architecture, budget. Its canonical JSON, with the solver's name, the
 * version of its training and the seed, is the content key under which the weights are stored and found.
 */
export interface TrainingPlan {
  /** Optimiser steps. */
  readonly steps: number;
  /** Realizations a step. */
  readonly batch: number;
  readonly [setting: string]: string | number | boolean;
}

/** How a solver's weights are learned. */
export interface Training {
  /** Goes up when the same plan would give other weights. */
  readonly version: number;
  /** One line: loss, optimiser, data; with equation numbers. */
  readonly summary: string;
  /** What the weights for this scenario and these parameters depend on; null when the parameters ask for none. */
  plan(scenario: Scenario, parameters: Parameters): TrainingPlan | null;
  /** A trainer for the plan. Each thread makes its own from the same arguments and keeps no state beside what it is passed. */
  trainer(plan: TrainingPlan, streams: Streams): Trainer | Promise<Trainer>;
}

/**
 * One training run as a pure function of (step, part): the gradient of a step is the sum of its parts in their order, so the
 * result does not depend on how many threads share the parts, and a run resumed from (step, parameters, state) goes on with
 * the same bytes.
 */
export interface Trainer {
  /** Parts into which every step's batch is divided, independent of the number of threads. */
  readonly parts: number;
  /** Length of the flat vector of trained parameters. */
  readonly size: number;
  /** Length of the optimiser's state. */
  readonly stateSize: number;
  /** Writes the parameters and the optimiser state from which training starts. */
  initialize(parameters: Float64Array, state: Float64Array): void;
  /** The parameters that step `step` changes: all of them where this is left out. */
  changes?(step: number): { readonly from: number; readonly to: number };
  /**
   * Writes the gradient of one part of step `step` (from 0) to `out[0 .. size - 1]`, for the parameters that the step changes, and
   * the part's share of the loss, a sum that gives the batch's loss when added over the parts, to `out[size]`.
   */
  gradient(step: number, part: number, parameters: Float64Array, out: Float64Array): void | Promise<void>;
  /** One optimiser step, in place, with the summed gradient. */
  update(step: number, gradient: Float64Array, parameters: Float64Array, state: Float64Array): void;
  /** The flat parameters as the named arrays that the solver is given. */
  weights(parameters: Float64Array): Weights;
}
