import { readOwnModule } from '../contracts/own-module.ts';
import { type Parameters, SolutionError, type Solver } from '../contracts/problem.ts';
import { engine, load } from '../lanes/index.ts';
import { messages } from '../messages.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';

/** A complex number as [re, im]. */
export type Entry = readonly [number, number];

/**
 * Beamformers of one channel: V[k][m][i], the weight of transmit antenna m in stream i of user k, as [re, im]; or flat, re, im of
 * V[0][0][0], V[0][0][1] ... (2 K M d numbers).
 */
export type Beamformers = ArrayLike<ArrayLike<ArrayLike<Entry>>> | ArrayLike<number>;

/** How a problem hands a trial to a solver of the user's own. */
export interface OwnForm<Instance extends Downlink> {
  /** Of `solve`, for the message where there is none. */
  readonly signature: string;
  /** What `solve` is given for one trial; `trial` counts from the first of the downlink. */
  channelOf(downlink: Instance, trial: number, parameters: Parameters): unknown;
}

/** A solver that calls the user's own once a channel. Throws an Error that says what the module lacks. */
export function ownSolver<Instance extends Downlink>(
  name: string,
  exported: unknown,
  form: OwnForm<Instance>,
): Solver<Instance, Solution> {
  const own = readOwnModule(exported, form.signature);
  const { parameters, reports } = own;
  const iterates = reports === 'every iteration';
  return {
    name,
    summary: 'a solver of your own',
    parameters,
    reports,
    async solve(instance, given, observer) {
      const lanes = engine('f64');
      for (const group of lanes.groups(instance.range.count)) {
        const range = rangeOf(instance, group);
        const solutions: Float64Array[][] = [];
        for (let i = 0; i < group.count; i++) {
          const channel = form.channelOf(instance, group.first + i, given);
          const returned = await own.solve(channel);
          const reader = new Reader(instance, range.first + i);
          solutions.push(iterates ? reader.readIterates(returned, solutions[0]?.length) : [reader.read(returned)]);
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

/** An array of complex numbers, re, im, as nested lists of these sizes, from entry `first` on. */
export function nested(flat: Float64Array, sizes: readonly number[], first = 0): unknown {
  const [size, ...inner] = sizes;
  if (size === undefined) return [flat[2 * first], flat[2 * first + 1]];
  const step = inner.reduce((product, each) => product * each, 1);
  return Array.from({ length: size }, (_, i) => nested(flat, inner, first + i * step));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.length * parts[0].length);
  parts.forEach((part, i) => {
    all.set(part, i * part.length);
  });
  return all;
}

/** Reads what `solve` returned for one trial; a SolutionError says what was expected. */
class Reader {
  readonly #instance: Downlink;
  readonly #trial: number;

  constructor(instance: Downlink, trial: number) {
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
