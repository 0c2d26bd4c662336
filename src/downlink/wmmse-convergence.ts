import type { Observer } from '../contracts/problem.ts';
import { copyWhere, load, loadLane, type Mask, realsPerTrial, store, storeLane } from '../lanes/index.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';
import type { IterationParameters, WmmseMethod } from './wmmse-method.ts';

/**
 * Runs a WMMSE algorithm on every trial until an iteration adds at most `tolerance` bits to its rate, and reports where that
 * ended, with the iterations it took and whether it was stopped at `maxIterations`. A lane whose trial has converged takes up the
 * next one, so no lane waits for a slower neighbour. The rate of an iterate is a by-product of receiving it: to see that it
 * has converged costs half an iteration.
 */
export function solveToConvergence(
  method: WmmseMethod,
  instance: Downlink,
  parameters: IterationParameters,
  observer: Observer<Solution>,
): void {
  const trials = new Trials(method, instance.range.count, parameters);
  const { lanes, V } = method;
  const next = lanes.complex(V.rows, V.cols);
  while (trials.busy.countTrue(lanes.width) > 0) {
    method.receive();
    trials.judge();
    method.transmit(next);
    copyWhere(trials.busy, V, next);
    trials.refill();
  }
  for (const group of lanes.groups(instance.range.count)) {
    const range = rangeOf(instance, group);
    const own = (values: Float64Array) => values.subarray(group.first, group.first + group.count);
    load(V, trials.V, group);
    method.feasible((solution) => observer.solution(null, range, solution));
    observer.diagnostic('iterations', 'mean', range, own(trials.iterations));
    observer.diagnostic('capped', 'proportion', range, own(trials.capped));
    const { operations } = method;
    if (operations === undefined) continue;
    observer.diagnostic(
      'operations',
      'mean',
      range,
      own(trials.iterations).map((count) => count * operations),
    );
  }
}

/** Which trial every lane carries, and what became of those that are done. */
class Trials {
  readonly #method: WmmseMethod;
  readonly #count: number;
  readonly #tolerance: number;
  readonly #maxIterations: number;
  /** V of every trial: the start until it is taken up, the end once it is done. */
  readonly V: Float64Array;
  readonly iterations: Float64Array;
  readonly capped: Float64Array;
  /** Lanes with a trial that still goes on. */
  readonly busy: Mask;
  readonly #perTrial: number;
  readonly #trial: Int32Array;
  /** Rates of the iterates before, in nats. */
  readonly #before: Float64Array;
  readonly #rate;
  #waiting = 0;

  constructor(method: WmmseMethod, count: number, { tolerance, maxIterations }: IterationParameters) {
    const { lanes } = method;
    this.#method = method;
    this.#count = count;
    this.#tolerance = tolerance * Math.LN2;
    this.#maxIterations = maxIterations;
    this.V = startsOf(method, count);
    this.#perTrial = realsPerTrial(method.V);
    this.iterations = new Float64Array(count);
    this.capped = new Float64Array(count);
    this.busy = lanes.mask();
    this.#trial = new Int32Array(lanes.width);
    this.#before = new Float64Array(lanes.width);
    this.#rate = lanes.scalar();
    for (let lane = 0; lane < lanes.width; lane++) this.#put(Math.min(lane, count - 1), lane);
    for (let lane = 0; lane < Math.min(lanes.width, count); lane++) this.busy.set(lane, true);
    this.#waiting = Math.min(lanes.width, count);
  }

  /** Takes the trials that have converged, or run out of iterations, out of their lanes; one more iteration for the others. */
  judge(): void {
    this.#method.rate(this.#rate);
    for (let lane = 0; lane < this.#trial.length; lane++) {
      if (!this.busy.get(lane)) continue;
      const trial = this.#trial[lane];
      const rate = this.#rate.get(lane);
      const grows = rate - this.#before[lane] > this.#tolerance;
      this.#before[lane] = rate;
      if (grows && this.iterations[trial] < this.#maxIterations) {
        this.iterations[trial]++;
        continue;
      }
      this.capped[trial] = grows ? 1 : 0;
      storeLane(this.#method.V, this.V, trial, lane);
      // Of channels that are no numbers nothing has been solved: the start must not pass for a solution.
      if (Number.isNaN(rate)) this.V.fill(Number.NaN, trial * this.#perTrial, (trial + 1) * this.#perTrial);
      this.busy.set(lane, false);
    }
  }

  /** Gives the lanes that are free a trial that waits. */
  refill(): void {
    for (let lane = 0; lane < this.#trial.length && this.#waiting < this.#count; lane++) {
      if (this.busy.get(lane)) continue;
      this.#put(this.#waiting++, lane);
      this.busy.set(lane, true);
    }
  }

  #put(trial: number, lane: number): void {
    this.#method.startLane(lane, trial);
    loadLane(this.#method.V, this.V, trial, lane);
    this.#trial[lane] = trial;
    this.#before[lane] = Number.NEGATIVE_INFINITY;
  }
}

/** The first V of every trial. */
function startsOf(method: WmmseMethod, count: number): Float64Array {
  const starts = new Float64Array(count * realsPerTrial(method.V));
  for (const group of method.lanes.groups(count)) {
    method.start(group);
    store(method.V, starts, group);
  }
  return starts;
}
