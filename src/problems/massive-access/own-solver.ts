import { readOwnModule } from '../../contracts/own-module.ts';
import { type Parameters, SolutionError, type Solver } from '../../contracts/problem.ts';
import { messages } from '../../messages.ts';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/** A complex number as [re, im]. */
export type Entry = readonly [number, number];

/** One trial, as a solver of the user's own gets it. */
export interface Trial {
  /** Y[l][m]: what antenna m receives with symbol l. */
  readonly Y: readonly (readonly Entry[])[];
  /** S[l][n]: symbol l of the preamble of device n. The same object in all trials. */
  readonly S: readonly (readonly Entry[])[];
  readonly L: number;
  readonly N: number;
  readonly M: number;
  /** Probability that a device is active. */
  readonly activity: number;
  /** Variance of the entries of the noise. */
  readonly sigma2: number;
  /** The module's parameters, as given on the command line or in the experiment. */
  readonly parameters: Readonly<Record<string, number | string | boolean>>;
}

/**
 * The estimate: X[n][m], the channel between device n and antenna m or zero, as [re, im]; or flat, re, im of X[0][0], X[0][1] ...
 * (2 N M numbers). With decisions on the activity as { X, active }: N ones and zeros.
 */
export type Estimate = Rows | { readonly X: Rows; readonly active: ArrayLike<number> };

type Rows = ArrayLike<ArrayLike<Entry>> | ArrayLike<number>;

/**
 * Wraps what a module exports as default, to stand beside the published solvers:
 *
 * ```js
 * export default {
 *   name: 'mine',                      // optional; the file's name otherwise
 *   parameters: { lambda: 0.1 },       // optional: names and defaults of numbers, texts and booleans
 *   files: ['weights.json'],           // optional: files that it reads, from its own folder; imports are known without
 *   reports: 'final',                  // or 'every iteration': solve then returns the array of its iterates
 *   solve({ Y, S, L, N, M, activity, sigma2, parameters }) { return X; },
 * };
 * ```
 *
 * Throws an Error that says what the module lacks.
 */
export function adaptOwnSolver(name: string, exported: unknown): Solver<Instance, Solution> {
  const own = readOwnModule(exported, 'solve({ Y, S, L, N, M, activity, sigma2 }) { return X }');
  const iterates = own.reports === 'every iteration';
  return {
    name,
    summary: 'a solver of your own',
    parameters: own.parameters,
    reports: own.reports,
    async solve(instance, given, observer) {
      const S = preambles(instance);
      const { first, count } = instance.range;
      // Every iterate of one trial is reported before the next trial: nothing is kept.
      let expected: number | undefined;
      for (let i = 0; i < count; i++) {
        const trial = first + i;
        const returned = await own.solve(trialOf(instance, i, S, given));
        const estimates = iterates ? listOf(returned, trial, expected) : [returned];
        expected = estimates.length;
        estimates.forEach((estimate, k) => {
          observer.solution(iterates ? k + 1 : null, { first: trial, count: 1 }, read(estimate, instance, trial));
        });
      }
    },
  };
}

function trialOf(instance: Instance, i: number, S: Trial['S'], parameters: Parameters): Trial {
  const { L, N, M, activity, sigma2, Y } = instance;
  const at = i * M * 2 * L;
  return {
    Y: table(L, M, (l, m) => [Y[at + m * 2 * L + l], Y[at + m * 2 * L + L + l]]),
    ...{ S, L, N, M, activity, sigma2 },
    parameters: parameters as Trial['parameters'],
  };
}

function preambles({ L, N, real: { data } }: Instance): Trial['S'] {
  return table(L, N, (l, n) => [data[l * 2 * N + n], data[(L + l) * 2 * N + n]]);
}

function table(rows: number, columns: number, entry: (i: number, j: number) => Entry): Entry[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j)));
}

function listOf(returned: unknown, trial: number, expected: number | undefined): unknown[] {
  if (!Array.isArray(returned) || returned.length === 0 || (expected !== undefined && returned.length !== expected)) {
    throw new SolutionError(messages.ownIterates(trial, 'X', expected));
  }
  return returned;
}

/** What `solve` returned for one trial, in the layout of the instance; a SolutionError says what was expected. */
function read(returned: unknown, { N, M }: Instance, trial: number): Solution {
  const refuse = (): never => {
    throw new SolutionError(messages.ownEstimate(trial, N, M));
  };
  const { X: rows, active } = isEstimate(returned) ? returned : { X: returned, active: undefined };
  const flat = isList(rows) && rows.length === 2 * N * M && typeof rows[0] === 'number';
  const part = (n: number, m: number, p: number): number => {
    const value = flat ? rows[2 * (n * M + m) + p] : at(at(at(rows, n, N), m, M), p, 2);
    return typeof value === 'number' ? value : refuse();
  };
  const X = new Float64Array(M * 2 * N);
  for (let n = 0; n < N; n++) {
    for (let m = 0; m < M; m++) {
      X[m * 2 * N + n] = part(n, m, 0);
      X[m * 2 * N + N + n] = part(n, m, 1);
    }
  }
  if (active === undefined) return { X };
  if (!isList(active) || active.length !== N) return refuse();
  return { X, active: Uint8Array.from(active as ArrayLike<number>, (a) => (Number(a) === 0 ? 0 : 1)) };
}

function at(list: unknown, index: number, length: number): unknown {
  return isList(list) && list.length === length ? list[index] : undefined;
}

function isEstimate(value: unknown): value is { X: unknown; active: unknown } {
  return typeof value === 'object' && value !== null && 'X' in value;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
