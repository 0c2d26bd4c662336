import type { DrawnArray } from './drawn-array.ts';
import type { Observer } from './observer.ts';
import type { TrialRange } from './scenario.ts';

/**
 * How a problem hands trials to a solver of the user's own and takes its solution: in arrays and numbers with names, which any language
 * knows. The solver runs in a process of its own, or is a network; a problem knows neither.
 */
export interface ForeignForm<Instance, Solution> {
  /** Functions that such a solver has, in the order in which they are called: `solve`, or `encode` and `decode`. */
  readonly steps: Readonly<Record<string, Step>>;
  /** Lets the solver solve the instance, and reports what it gives. */
  solve(instance: Instance, foreign: Foreign, observer: Observer<Solution>): Promise<void>;
}

/** A function of a foreign solver. */
export interface Step {
  /** Names of what it may ask for, arrays first. */
  readonly inputs: readonly string[];
  /** What it returns. */
  readonly output: string;
}

/** The solver, as a problem sees it. */
export interface Foreign {
  /** Names it with its parameters: equal keys, equal results. */
  readonly key: string;
  /** Whether its last function returns all its iterates, not the last alone. */
  readonly iterates: boolean;
  /**
   * Calls one of its functions on trials; they go over in several parts, in order, and so does what it returns.
   * @throws SolutionError where it fails, or returns something else than is wanted
   */
  call(step: string, given: Given, wanted: readonly Wanted[]): AsyncIterable<Returned>;
}

/** What a call hands over. */
export interface Given {
  readonly range: TrialRange;
  readonly arrays: readonly DrawnArray[];
  readonly numbers: Readonly<Record<string, number | readonly number[]>>;
}

/** An array that a call returns for every trial. */
export interface Wanted {
  readonly name: string;
  /** Its axes after the trials: symbol and length. */
  readonly axes: readonly (readonly [symbol: string, length: number])[];
  readonly complex: boolean;
  /** Whether it may be left out. */
  readonly optional?: boolean;
}

/** What came back for some trials: of each iterate, or of the one solution, the arrays by name. */
export interface Returned {
  readonly range: TrialRange;
  /** Arrays [trials, ...axes], complex entries as re, im. */
  readonly iterates: readonly Readonly<Record<string, Float64Array>>[];
}
