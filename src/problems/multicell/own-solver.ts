import type { Parameters, Solver } from '../../contracts/problem.ts';
import { type Entry, nested, ownSolver } from '../../downlink/own-solver.ts';
import type { Solution } from '../../downlink/solution.ts';
import type { Instance } from './instance.ts';

/** The channels of one trial, as a solver of the user's own gets them. */
export interface Channels {
  /** H[b][k][n][m]: from transmit antenna m of station b to antenna n of user k, as [re, im]. Station b serves users b U ... b U + U - 1. */
  readonly H: readonly (readonly (readonly (readonly Entry[])[])[])[];
  /** The same in one Float64Array: re, im of H[0][0][0][0], H[0][0][0][1] ... */
  readonly flat: Float64Array;
  readonly B: number;
  readonly U: number;
  readonly Nt: number;
  readonly Nr: number;
  /** Transmit power of each station. */
  readonly P: number;
  /** Noise power. */
  readonly sigma2: number;
  /** Priority of each user. */
  readonly alpha: readonly number[];
  /** The module's parameters, as given on the command line or in the experiment. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

/**
 * A solver that calls the user's own once a trial: `solve({ H, flat, B, U, Nt, Nr, P, sigma2, alpha, parameters })` gives V[k][m][i],
 * the weight of transmit antenna m of the user's station in stream i of user k. Throws an Error that says what the module lacks.
 */
export function adaptOwnSolver(name: string, exported: unknown): Solver<Instance, Solution> {
  return ownSolver(name, exported, {
    signature: 'solve({ H, B, U, Nt, Nr, P, sigma2, alpha }) { return V }',
    channelOf,
  });
}

function channelOf(instance: Instance, trial: number, parameters: Parameters): Channels {
  const { B, U, M, K, N, P, sigma2, alpha, H } = instance;
  const perTrial = 2 * B * K * N * M;
  const flat = H.slice(trial * perTrial, (trial + 1) * perTrial);
  return {
    H: nested(flat, [B, K, N, M]) as Channels['H'],
    ...{ flat, B, U, Nt: M, Nr: N, P, sigma2, alpha: [...alpha] },
    parameters: parameters as Channels['parameters'],
  };
}
