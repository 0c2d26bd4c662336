import { z } from 'zod';
import type { Observer } from '../contracts/problem.ts';
import type { TrialRange } from '../contracts/scenario.ts';
import type { Arrays, Session } from '../graph/index.ts';

/** Element types that a solver computes in. */
export type Precision = 'float32' | 'float64';

/** Parameters of every solver that runs iterations as a graph. */
export function iterationParameters(precision: Precision) {
  return {
    iterations: z.int().positive().max(100_000).default(12).describe('Number of iterations, each reported.'),
    precision: z
      .enum(['float32', 'float64'])
      .default(precision)
      .describe('Element type of the computation; float32 is twice as fast.'),
  };
}

/** The values as an array of the wanted type: those given, where they are one. */
export function arrayOf(precision: Precision, values: ArrayLike<number>): Float32Array | Float64Array {
  const Reals = precision === 'float32' ? Float32Array : Float64Array;
  return values instanceof Reals ? values : new Reals(values);
}

/** Zeros of the wanted type. */
export function zeros(precision: Precision, length: number): Float32Array | Float64Array {
  return precision === 'float32' ? new Float32Array(length) : new Float64Array(length);
}

/** An algorithm as a graph that takes a state and gives the next one under the same names with an added prime: X to X'. */
export interface GraphIteration<Solution> {
  readonly session: Session;
  /** What is the same in every iteration. */
  readonly constants: Arrays;
  /** What the algorithm starts from. */
  readonly state: Arrays;
  /** What changes with the iteration, counted from 1, but does not come out of the graph. */
  numbers?(iteration: number): Arrays;
  solution(results: Arrays, iteration: number): Solution;
}

/** Runs the iterations on one group and reports every one. */
export async function iterate<Solution>(
  { session, constants, state, numbers, solution }: GraphIteration<Solution>,
  iterations: number,
  range: TrialRange,
  observer: Observer<Solution>,
): Promise<void> {
  let present = state;
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const results = await session.run({ ...constants, ...present, ...numbers?.(iteration) });
    observer.solution(iteration, range, solution(results, iteration));
    present = Object.fromEntries(Object.keys(state).map((name) => [name, results[`${name}'`]]));
  }
}
