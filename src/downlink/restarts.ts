import { z } from 'zod';
import type { Observer, TrialRange } from '../contracts/problem.ts';
import { type ComplexMatrix, engine, type Group, load, realsPerTrial, store } from '../lanes/index.ts';
import { messages } from '../messages.ts';
import { streamsFrom } from '../random/streams.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';
import type { Start } from './start.ts';
import { SumRate } from './sum-rate.ts';

/** Parameter `restarts` of the iterative solvers. */
export const restartsParameter = z
  .int()
  .min(1)
  .max(1000)
  .default(1)
  .describe(
    'Runs on every channel, each from a random start of its own; the one with the largest weighted sum rate at its end is ' +
      'reported, and of it only the end where there are several runs.',
  );

/** Refuses restarts that would all be the same run. */
export function restartsDiffer(
  { restarts, start }: { readonly restarts: number; readonly start: Start },
  context: z.RefinementCtx,
): void {
  if (restarts === 1 || start === 'random') return;
  context.addIssue({ code: 'custom', path: ['restarts'], message: messages.sameRestarts(), input: restarts });
}

/**
 * Runs `solve` on an instance in which every trial comes `restarts` times, with the same channel and starts of its own (every
 * pair of trial and restart is a lane), and reports of each trial the run whose last solution has the largest weighted sum rate,
 * with that run's diagnostics and, the best of several being no point of a trajectory, without an iteration. Restart 0 is the
 * run that `solve` does on the instance itself, and a single run is just that.
 */
export function bestOfRestarts(
  instance: Downlink,
  restarts: number,
  observer: Observer<Solution>,
  solve: (instance: Downlink, observer: Observer<Solution>) => void,
): void {
  if (restarts === 1) {
    solve(instance, observer);
    return;
  }
  const pairs = repeated(instance, restarts);
  const runs = new Runs(pairs);
  solve(pairs, runs);
  const rates = runs.rates();
  const chosen = Array.from({ length: instance.range.count }, (_, trial) => best(rates, trial * restarts, restarts));
  runs.report(chosen, instance, observer);
}

function repeated(instance: Downlink, restarts: number): Downlink {
  const { range, H, streams } = instance;
  const perTrial = H.length / range.count;
  const pairs = new Float64Array(H.length * restarts);
  for (let pair = 0; pair < range.count * restarts; pair++) {
    const trial = Math.floor(pair / restarts);
    pairs.set(H.subarray(trial * perTrial, (trial + 1) * perTrial), pair * perTrial);
  }
  return {
    ...instance,
    range: { first: range.first * restarts, count: range.count * restarts },
    H: pairs,
    streams: streamsFrom((purpose, pair) => streams.of(purpose, Math.floor(pair / restarts), pair % restarts)),
  };
}

/** The place of the largest of `count` rates from `first` on; the first of equal ones. */
function best(rates: Float64Array, first: number, count: number): number {
  let place = first;
  for (let i = first + 1; i < first + count; i++) if (rates[i] > rates[place]) place = i;
  return place;
}

/** Keeps the last solution of every trial that it observes, and the diagnostics. */
class Runs implements Observer<Solution> {
  readonly #instance: Downlink;
  readonly #V: Float64Array;
  readonly #diagnostics = new Map<string, { kind: 'mean' | 'proportion'; values: Float64Array }>();

  constructor(instance: Downlink) {
    const { M, K, d, range } = instance;
    this.#instance = instance;
    this.#V = new Float64Array(range.count * 2 * M * K * d);
  }

  solution(_iteration: number | null, range: TrialRange, { V }: Solution): void {
    store(V, this.#V, this.#groupOf(range));
  }

  /** An iteration has a solution from every start. */
  lost(trial: number): never {
    throw new Error(`trial ${trial} lost from one of several starts`);
  }

  diagnostic(name: string, kind: 'mean' | 'proportion', range: TrialRange, values: ArrayLike<number>): void {
    const kept = this.#diagnostics.get(name) ?? { kind, values: new Float64Array(this.#instance.range.count) };
    this.#diagnostics.set(name, kept);
    kept.values.set(values, this.#groupOf(range).first);
  }

  /** Weighted sum rates of the solutions. */
  rates(): Float64Array {
    const instance = this.#instance;
    const { B, M, K, N, d, range } = instance;
    const rates = new Float64Array(range.count);
    const lanes = engine('f64');
    lanes.scope(() => {
      const H = lanes.complex(K * N, M, B);
      const V = lanes.complex(M, K * d);
      const rate = new SumRate(instance, H, V, 1);
      for (const group of lanes.groups(range.count)) {
        load(H, instance.H, group);
        load(V, this.#V, group);
        store(rate.evaluate(), rates, group);
      }
    });
    return rates;
  }

  /** Reports the chosen solutions as those of the trials of `instance`. */
  report(chosen: readonly number[], instance: Downlink, observer: Observer<Solution>): void {
    const { M, K, d } = instance;
    const lanes = engine('f64');
    lanes.scope(() => {
      const V = lanes.complex(M, K * d);
      for (const group of lanes.groups(chosen.length)) {
        const places = chosen.slice(group.first, group.first + group.count);
        load(V, this.#gathered(places, V), { first: 0, count: group.count });
        const range = rangeOf(instance, group);
        observer.solution(null, range, { V });
        for (const [name, { kind, values }] of this.#diagnostics) {
          observer.diagnostic(
            name,
            kind,
            range,
            places.map((place) => values[place]),
          );
        }
      }
    });
  }

  #gathered(places: readonly number[], V: ComplexMatrix): Float64Array {
    const perTrial = realsPerTrial(V);
    const gathered = new Float64Array(places.length * perTrial);
    places.forEach((place, i) => {
      gathered.set(this.#V.subarray(place * perTrial, (place + 1) * perTrial), i * perTrial);
    });
    return gathered;
  }

  #groupOf({ first, count }: TrialRange): Group {
    return { first: first - this.#instance.range.first, count };
  }
}
