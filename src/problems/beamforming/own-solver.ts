import type { Parameters, Solver } from '../../contracts/problem.ts';
import { type Entry, nested, ownSolver } from '../../downlink/own-solver.ts';
import type { Solution } from '../../downlink/solution.ts';
import type { Instance } from './instance.ts';

/** One channel, as a solver of the user's own gets it. */
export interface Channel {
  /** H[k][n][m]: from transmit antenna m to antenna n of user k, as [re, im]. */
  readonly H: readonly (readonly (readonly Entry[])[])[];
  /** The same in one Float64Array: re, im of H[0][0][0], H[0][0][1] ... */
  readonly flat: Float64Array;
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly d: number;
  /** Transmit power. */
  readonly P: number;
  /** Noise power. */
  readonly sigma2: number;
  /** Priority of each user. */
  readonly alpha: readonly number[];
  /** The module's parameters, as given on the command line or in the experiment. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

/**
 * What a module exports as default to stand beside the published solvers:
 *
 * ```js
 * export default {
 *   name: 'mine',                      // optional; the file's name otherwise
 *   parameters: { step: 0.1 },         // optional: names and defaults of numbers, texts and booleans
 *   files: ['weights.json'],           // optional: files that it reads, from its own folder; imports are known without
 *   reports: 'final',                  // or 'every iteration': solve then returns the array of its iterates
 *   solve({ H, flat, M, K, N, d, P, sigma2, alpha, parameters }) { return V; },
 * };
 * ```
 */
export interface OwnSolver {
  readonly name?: string;
  readonly parameters?: Readonly<Record<string, number | string | boolean>>;
  readonly reports?: 'every iteration' | 'final';
  solve(channel: Channel): unknown;
}

/** A solver that calls the user's own once a channel. Throws an Error that says what the module lacks. */
export function adaptOwnSolver(name: string, exported: unknown): Solver<Instance, Solution> {
  return ownSolver(name, exported, {
    signature: 'solve({ H, M, K, N, d, P, sigma2, alpha }) { return V }',
    channelOf,
  });
}

function channelOf(instance: Instance, trial: number, parameters: Parameters): Channel {
  const { M, K, N, d, P, sigma2, alpha, H } = instance;
  const flat = H.slice(trial * 2 * K * N * M, (trial + 1) * 2 * K * N * M);
  return {
    H: nested(flat, [K, N, M]) as Channel['H'],
    ...{ flat, M, K, N, d, P, sigma2, alpha: [...alpha] },
    parameters: parameters as Channel['parameters'],
  };
}
