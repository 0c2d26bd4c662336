import type { z } from 'zod';
import type { Device } from '../graph/device.ts';
import type { Streams } from '../random/streams.ts';
import type { DrawnArray } from './drawn-array.ts';
import type { ForeignForm } from './foreign.ts';
import type { Observer } from './observer.ts';
import type { Recorded, Scaling, SharedFile } from './recorded.ts';
import type { Parameters, Scenario, TrialRange } from './scenario.ts';
import type { Training, Weights } from './training.ts';

export type { DrawnArray } from './drawn-array.ts';
export type { Observer } from './observer.ts';
export type { Recorded, Scaling, SharedFile } from './recorded.ts';
export type { Parameters, Scenario, TrialRange } from './scenario.ts';

/**
 * What a problem and a solver are. The runner knows these contracts and no problem or solver by name; a solver never
 * sees a metric, a metric never sees a solver.
 */

/**
 * How the per-trial values of a metric become one number.
 * - `mean`: arithmetic mean; one column a trial.
 * - `proportion`: mean of zeros and ones with an exact binomial interval; one column.
 * - `share`: mean of numbers in [0, 1] whose interval assumes nothing of them, so that it holds for shares of decisions that
 *   depend on one another and for trials without an error; one column.
 * - `ratio-db`: 10 log10(sum of column 0 / sum of column 1), NMSE as a ratio of sums; two columns a trial.
 * - `mean-db`: 10 log10 of the mean, NMSE as a mean of ratios; one column.
 * - `batch-mean-db`: the mean over batches of {@link decibelBatch} trials of 10 log10 of the mean in the batch, as some test loops
 *   average it; one column. By Jensen's inequality never above `mean-db`.
 */
export type MetricKind = (typeof metricKinds)[number];

export const metricKinds = ['mean', 'proportion', 'share', 'ratio-db', 'mean-db', 'batch-mean-db'] as const;

/** Trials whose mean goes into one logarithm of a `batch-mean-db`; the last batch may have fewer. */
export const decibelBatch = 200;

/** What is measured on a solution, defined once for all solvers of a problem. */
export interface Metric<Instance, Solution> {
  readonly name: string;
  /** Axis title, with the symbol where the field has one. */
  readonly title: string;
  /** Unit as printed: 'bit/s/Hz', 'nat/s/Hz', 'dB', '1'. */
  readonly unit: string;
  readonly kind: MetricKind;
  /**
   * Measures the trials of `range` (absolute trial numbers inside the instance's own range), writing `count * columns`
   * values to `out`, trial by trial. Throws {@link SolutionError} where the solution lacks what the metric needs.
   */
  measure(instance: Instance, solution: Solution, range: TrialRange, out: Float64Array): void;
}

/** Number of values a trial for a metric of this kind. */
export function columnsOf(kind: MetricKind): 1 | 2 {
  return kind === 'ratio-db' ? 2 : 1;
}

/** Whether a metric of this kind is a logarithm, whose trials have ratios of powers as values. */
export function inDecibels(kind: MetricKind): boolean {
  return kind.endsWith('-db');
}

/** A method that solves instances of a problem. One solver a file, named as in the paper. */
export interface Solver<Instance, Solution, P = Parameters, Axes = Scenario> {
  /** Name on the command line, in experiment files and in the CSV. */
  readonly name: string;
  /** One line: what it is and where it comes from, with the equation or algorithm number. */
  readonly summary: string;
  /** Zod object schema of the parameters; every key has a default and a description. */
  readonly parameters: z.ZodType<P>;
  /** Whether it reports one solution an iteration, or only its last. */
  readonly reports: 'every iteration' | 'final';
  /** Why it may have no solution for a trial (`Observer.lost`), for messages: 'singular'. */
  readonly losesWhere?: string;
  /** Real floating-point operations an iteration of one trial, where they were counted. */
  flops?(scenario: Axes, parameters: P): number;
  /** How its weights are learned, for a method that is trained. The runner finds or trains them and passes them to `solve`. */
  readonly training?: Training<P, Axes>;
  /**
   * Solves every trial of the instance, reporting to the observer. Same inputs, same reports; inputs untouched. `weights` are
   * given exactly when `training.plan` asks for them.
   */
  solve(instance: Instance, parameters: P, observer: Observer<Solution>, weights?: Weights): void | Promise<void>;
}

/** A solution that is not feasible: where and by how much. */
export interface Violation {
  readonly trial: number;
  /** 'transmit power 10.2 exceeds P = 10', 'V holds NaN' ... */
  readonly what: string;
}

/**
 * A family of instances: how they are drawn, what a solution is, how it is measured. `Known` is what solvers are given of an instance.
 */
export interface Problem<Instance, Solution, Axes = Scenario, Known = Instance> {
  readonly id: string;
  readonly title: string;
  /** Zod object schema of the scenario axes, with defaults, descriptions and the rules that tie axes together. */
  readonly scenario: z.ZodType<Axes>;
  /** Axes in the order of the CSV's columns. */
  readonly axes: readonly string[];
  /** Axes that do not change the draws: scenarios that differ only here share their random numbers. */
  readonly sharedDraws: readonly string[];
  readonly metrics: Readonly<Record<string, Metric<Instance, Solution>>>;
  readonly defaultMetric: string;
  /** Trials a block, unless the experiment says otherwise. */
  readonly blockSize: number;
  /** Solvers by name, loaded only when used. */
  readonly solvers: Readonly<Record<string, () => Promise<Solver<Known, Solution>>>>;
  /** The trials of `range`; those of `recorded` where given. Depends only on its arguments. */
  draw(scenario: Axes, range: TrialRange, streams: Streams, recorded?: Recorded): Instance;
  /**
   * What solvers are given of an instance. Absent where they are given all of it: where they are not, metrics and constraints alone see
   * the rest.
   */
  known?(instance: Instance): Known;
  /** The first trial of `range` whose solution is not finite or breaks a constraint. */
  violation(instance: Instance, solution: Solution, range: TrialRange): Violation | undefined;
  /**
   * Reads, for this thread, a user's file of what all trials share, as the preambles of massive access. Absent where there is no such thing.
   * @throws UserError where it cannot be read or holds something else
   */
  readShared?(path: string): Promise<SharedFile>;
  /**
   * Lets this thread compute on a device from now on. Absent where all computations are for processor cores.
   * @throws UserError where the machine has no such device
   */
  useDevice?(device: Device): Promise<void>;
  /** What the trials of an instance are made of, for those who compute on them elsewhere. */
  arrays?(instance: Instance): readonly DrawnArray[];
  /** Opens a user's data file. Absent where the problem takes none. Throws a UserError for a scaling where samples have one of their own. */
  open?(path: string, scaling?: Scaling): Promise<Recorded>;
  /** How solvers of the user's own are given trials. Absent where the problem takes none. */
  readonly foreign?: ForeignForm<Known, Solution>;
  /** Opens a user's network in an ONNX file as a solver, where it has another form than `foreign`. Throws a UserError where it has not that either. */
  network?(name: string, path: string): Promise<Solver<Known, Solution>>;
}

/** A solver could not produce what was asked; the message says for the user why. */
export class SolutionError extends Error {
  override readonly name = 'SolutionError';
  /** The trial at which it could not, where it is known. */
  readonly trial: number | undefined;

  constructor(message: string, trial?: number) {
    super(message);
    this.trial = trial;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds problems of different instance types.
export type AnyProblem = Problem<any, any, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnySolver = Solver<any, any>;
