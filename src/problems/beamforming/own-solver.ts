import { readOwnModule } from '../../contracts/own-module.ts';
import { type Parameters, SolutionError, type Solver } from '../../contracts/problem.ts';
import { rangeOf } from '../../downlink/cell.ts';
import type { Solution } from '../../downlink/solution.ts';
import { engine, load } from '../../lanes/index.ts';
import { messages } from '../../messages.ts';
import type { Instance } from './instance.ts';

/** A complex number as [re, im]. */
export type Entry = readonly [number, number];

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
 * Beamformers of one channel: V[k][m][i], the weight of transmit antenna m in stream i of user k, as [re, im]; or flat, re, im of
 * V[0][0][0], V[0][0][1] ... (2 K M d numbers). At most power P in all.
 */
export type Beamformers = ArrayLike<ArrayLike<ArrayLike<Entry>>> | ArrayLike<number>;

/**
 * What a module exports as default to stand beside the published solvers:
 *
 * ```js
 * export default {
 *   name: 'mine',                      // optional; the file's name otherwise
 *   parameters: { step: 0.1 },         // optional: names and defaults of numbers, texts and booleans
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
  const own = readOwnModule(name, exported, 'solve({ H, M, K, N, d, P, sigma2, alpha }) { return V }');
  const { parameters, reports } = own;
  const iterates = reports === 'every iteration';
  return {
    name: own.name,
    summary: 'a solver of your own',
    parameters,
    reports,
    async solve(instance, given, observer) {
      const lanes = engine('f64');
      for (const group of lanes.groups(instance.range.count)) {
        const range = rangeOf(instance, group);
        const solutions: Float64Array[][] = [];
        for (let i = 0; i < group.count; i++) {
          const channel = channelOf(instance, group.first + i, given);
          const returned = await own.solve(channel);
          const form = new Form(instance, range.first + i);
          solutions.push(iterates ? form.readIterates(returned, solutions[0]?.length) : [form.read(returned)]);
        }
        lanes.scope(() => {
          const V = lanes.complex(instance.M, instance.K * instance.d);
          solutions[0].forEach((_, iterate) => {
            load(V, joined(solutions.map((of) => of[iterate])), { first: 0, count: group.count });
            observer.solution(iterates ? iterate + 1 : null, range, { V });
          });
        });
      }
    },
  };
}

function channelOf(instance: Instance, trial: number, parameters: Parameters): Channel {
  const { M, K, N, d, P, sigma2, alpha, H } = instance;
  const flat = H.slice(trial * 2 * K * N * M, (trial + 1) * 2 * K * N * M);
  const entry = (at: number): Entry => [flat[2 * at], flat[2 * at + 1]];
  const list = <Item>(length: number, item: (i: number) => Item) => Array.from({ length }, (_, i) => item(i));
  return {
    H: list(K, (k) => list(N, (n) => list(M, (m) => entry((k * N + n) * M + m)))),
    ...{ flat, M, K, N, d, P, sigma2, alpha: [...alpha] },
    parameters: parameters as Channel['parameters'],
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.length * parts[0].length);
  parts.forEach((part, i) => {
    all.set(part, i * part.length);
  });
  return all;
}

/** Reads what `solve` returned for one trial; a SolutionError says what was expected. */
class Form {
  readonly #instance: Instance;
  readonly #trial: number;

  constructor(instance: Instance, trial: number) {
    this.#instance = instance;
    this.#trial = trial;
  }

  /** Iterates, as many as the other trials have (`count`, where known). */
  readIterates(returned: unknown, count: number | undefined): Float64Array[] {
    if (!Array.isArray(returned) || returned.length === 0 || (count !== undefined && returned.length !== count)) {
      throw new SolutionError(messages.ownIterates(this.#trial, 'V', count));
    }
    return returned.map((V) => this.read(V));
  }

  /** V as [V_1 ... V_K] (M x K d), row by row, re, im. */
  read(returned: unknown): Float64Array {
    const { M, K, d } = this.#instance;
    const flat = isList(returned) && returned.length === 2 * K * M * d && typeof returned[0] === 'number';
    const V = new Float64Array(2 * M * K * d);
    for (let k = 0; k < K; k++) {
      for (let m = 0; m < M; m++) {
        for (let i = 0; i < d; i++) {
          const to = 2 * (m * K * d + k * d + i);
          const from = 2 * ((k * M + m) * d + i);
          V[to] = flat ? Number(returned[from]) : this.#part(returned, [k, m, i, 0]);
          V[to + 1] = flat ? Number(returned[from + 1]) : this.#part(returned, [k, m, i, 1]);
        }
      }
    }
    return V;
  }

  #part(returned: unknown, path: readonly number[]): number {
    const { M, K, d } = this.#instance;
    const lengths = [K, M, d, 2];
    const found = path.reduce<unknown>(
      (list, index, depth) => (isList(list) && list.length === lengths[depth] ? list[index] : undefined),
      returned,
    );
    if (typeof found !== 'number') throw new SolutionError(messages.ownBeamformers(this.#trial, K, M, d));
    return found;
  }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
