import type { Descent, LearnedArray, Span, Vector } from '../optimizers/memory.ts';
import type { Streams } from '../random/streams.ts';
import type { DataSet } from './data-set.ts';
import type { Recorded } from './recorded.ts';
import type { Parameters, Scenario } from './scenario.ts';

/** Arrays that a trained method consists of, by name. */
export type Weights = Readonly<Record<string, WeightArray>>;

export interface WeightArray {
  readonly shape: readonly number[];
  /** Single precision where that loses nothing. */
  readonly values: Vector;
}

/**
 * Everything that trained weights depend on: scenario, architecture, budget. Its canonical JSON, with the solver's name, the
 * version of its training and the seed, is the content key under which the weights are stored and found.
 */
export interface TrainingPlan {
  /** Optimizer steps. */
  readonly steps: number;
  /** Realizations a step. */
  readonly batch: number;
  /** Steps of an earlier training of the same network, which this one goes on from. */
  readonly earlierSteps?: number;
  readonly [setting: string]: string | number | boolean;
}

/** A network that the training of another begins from. */
export interface Start {
  readonly plan: TrainingPlan;
  /** Whose network it is, where it isn't the same solver's. */
  readonly of?: { readonly name: string; readonly training: Training };
}

/** How a solver's weights are learned. */
export interface Training<P = Parameters, Axes = Scenario, Plan extends TrainingPlan = TrainingPlan> {
  /** Goes up when the same plan would give other weights, be it since the network that it begins from has gone up. */
  readonly version: number;
  /** One line: loss, optimizer, data; with equation numbers. */
  readonly summary: string;
  /**
   * What the weights for this scenario and these parameters depend on; null when the parameters ask for none. Where a data set is
   * given, its {@link plannedData} is part of the plan; a training that draws its own samples in any case leaves it out.
   */
  plan(scenario: Axes, parameters: P, data?: DataSet): Plan | null;
  /** The network whose weights the training of `plan` begins from; null where it begins from none. */
  start?(plan: Plan): Start | null;
  /**
   * A trainer for the plan. Each thread makes its own from the same arguments. `recorded` is the file of the plan's data set, `start`
   * the weights of the network that it begins from.
   */
  trainer(plan: Plan, streams: Streams, recorded?: Recorded, start?: Weights): Trainer | Promise<Trainer>;
}

/**
 * One training run, of either kind. For both, the loss and the changes of a step are functions of the step's number and of the
 * parameters and moments before it, so that a run that goes on from a checkpoint ends with the same bytes.
 */
export type Trainer = SummedTrainer<Float32Array> | SummedTrainer<Float64Array> | ResidentTrainer;

/**
 * The gradient of a step as the sum of parts, each a pure function of (step, part, parameters). Threads share the parts, and the
 * result does not depend on how many there are. The optimizer runs outside: in double precision in plain JavaScript for
 * `float64`, in single precision in WebAssembly memory for `float32`.
 */
export interface SummedTrainer<V extends Vector> {
  readonly kind: 'summed';
  readonly precision: V extends Float32Array ? 'float32' : 'float64';
  /** Parts into which every step's batch is divided, independent of the number of threads. */
  readonly parts: number;
  /** What is learned; the flat vector of parameters holds the arrays one after the other. */
  readonly arrays: readonly LearnedArray[];
  /** Writes the parameters from which training starts. */
  initialize(parameters: V): void;
  /** What the optimizer does in step `step`, from 0. */
  descent(step: number): Descent;
  /**
   * Writes the gradient of one part of step `step` to `out`, as far as the step changes parameters, and returns the part's share of
   * the loss, a sum that gives the batch's loss when added over the parts. Parameters may lie in shared memory.
   */
  gradient(step: number, part: number, parameters: V, out: V): number | Promise<number>;
  readonly validation?: Validation<[parameters: V, step: number]>;
  /** The flat parameters as the named arrays that the solver is given. */
  weights(parameters: V): Weights | Promise<Weights>;
}

/** A run whose parameters and moments stay where the steps are computed: in WebAssembly memory, or on a device. */
export interface ResidentTrainer {
  readonly kind: 'resident';
  /**
   * Takes step `step`, from 0, which is the one after the last, or after those that were restored.
   * @returns the loss before the step
   */
  advance(step: number): Promise<number>;
  /** Copies of parameters and moments, all that later steps depend on. */
  state(): Promise<StateArrays>;
  /** Goes on from what {@link state} gave. */
  restore(state: StateArrays): Promise<void>;
  readonly validation?: Validation<[step: number]>;
  /** The parameters as the named arrays that the solver is given. */
  weights(): Promise<Weights>;
  release(): Promise<void>;
}

/** What a network in training is measured by. */
export interface ValidatedOn {
  /** Name of a metric of the problem, or "loss". */
  readonly metric: string;
  /** Number of samples. */
  readonly samples: number;
}

/** What else than the loss is followed, on samples that are not trained on. */
export interface Validation<Arguments extends unknown[]> extends ValidatedOn {
  /** Steps between two measurements; they are made at points of the training curve, the last of them at its end. */
  readonly every: number;
  /** Measures after `step` steps. */
  measure(...parametersAndStep: Arguments): number | Promise<number>;
}

/** Arrays of a training by name, such as `parameters/W` and `first/W`. */
export type StateArrays = Readonly<Record<string, StateArray>>;

export interface StateArray {
  readonly shape: readonly number[];
  readonly data: Vector;
}

export type { Descent, LearnedArray, Span, Vector };
