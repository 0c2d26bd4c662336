import type { Observer } from '../contracts/problem.ts';
import { andNot, Bundle, lessThan, type Mask, type Program, type RealMatrix } from '../lanes/index.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';
import type { State } from './wmmse-iterate.ts';
import type { IterationParameters, WmmseMethod } from './wmmse-method.ts';

/**
 * Runs a WMMSE algorithm on every trial until an iteration adds at most `tolerance` bits to its rate, and at most the part
 * `relativeTolerance` of it, and reports where that ended, with the iterations it took and whether it was stopped at `maxIterations`. A lane
 * whose trial has converged takes up the next one, so no lane waits for a slower neighbour. How far the rate has grown is a by-product of
 * weighing the iterate; what is dearer than a fixed number of iterations is mostly that every trial goes to a lane of its own and back.
 */
export function solveToConvergence(
  method: WmmseMethod,
  instance: Downlink,
  parameters: IterationParameters,
  observer: Observer<Solution>,
): void {
  const { iterate, operations } = method;
  const { lanes } = iterate;
  const { count } = instance.range;
  const trials = new Trials(method, count, parameters);
  for (;;) {
    trials.judge();
    if (trials.left === 0) break;
    method.step();
    trials.refill();
  }
  for (const group of lanes.groups(count)) {
    const range = rangeOf(instance, group);
    const own = (values: Float64Array) => values.subarray(group.first, group.first + group.count);
    trials.parts.load(trials.ends, group.first / lanes.width);
    observer.solution(null, range, iterate.solution(group));
    observer.diagnostic('iterations', 'mean', range, own(trials.iterations));
    observer.diagnostic('capped', 'proportion', range, own(trials.capped));
    if (operations === undefined) continue;
    const all = own(trials.iterations).map((iterations) => iterations * operations);
    observer.diagnostic('operations', 'mean', range, all);
  }
}

/** Which trial every lane carries, and what became of those that are done. */
class Trials {
  readonly #method: WmmseMethod;
  readonly #count: number;
  readonly #maxIterations: number;
  /** What a solution is made of. */
  readonly parts: Bundle;
  /** Those of every trial, and of the last one also in the places that are left. */
  readonly ends: RealMatrix;
  readonly iterations: Float64Array;
  readonly capped: Float64Array;
  /** Lanes with a trial that still goes on. */
  readonly #busy: Mask;
  readonly #trial: Int32Array;
  /** The step at which a lane took up its trial. */
  readonly #begun: Int32Array;
  #step = 0;
  /** No trial runs out of iterations before this step. */
  #nextCap: number;
  readonly #relativeTolerance: number;
  /** Weighs, and sees where the rate grows by no more than the tolerance. */
  readonly #weigh: Program;
  readonly #growth: RealMatrix;
  readonly #slow: Mask;
  /** Starts of the next trials, as many as there are lanes: those from `#firstAhead` on. */
  readonly #ahead: State;
  readonly #states: { readonly present: Bundle; readonly ahead: Bundle };
  #firstAhead = -1;
  #waiting = 0;
  /** Lanes that are free, the next one last. */
  readonly #free: number[];
  /** How many have not ended. */
  left: number;

  constructor(
    method: WmmseMethod,
    count: number,
    { tolerance, relativeTolerance, maxIterations }: IterationParameters,
  ) {
    const { iterate } = method;
    const { lanes } = iterate;
    this.#method = method;
    this.#count = count;
    this.left = count;
    this.#free = Array.from({ length: lanes.width }, (_, i) => lanes.width - 1 - i);
    this.#maxIterations = maxIterations;
    this.parts = new Bundle(iterate.parts);
    this.ends = this.parts.room(count);
    this.iterations = new Float64Array(count);
    this.capped = new Float64Array(count);
    this.#busy = lanes.mask();
    this.#trial = new Int32Array(lanes.width);
    this.#begun = new Int32Array(lanes.width);
    this.#nextCap = maxIterations;
    this.#relativeTolerance = relativeTolerance;
    this.#growth = lanes.scalar();
    this.#slow = lanes.mask();
    this.#ahead = iterate.newState();
    const [present, ahead] = [iterate.state, this.#ahead].map(
      ({ channel, T, power }) => new Bundle([channel, T, power]),
    );
    this.#states = { present, ahead };
    const grows = lanes.mask();
    this.#weigh = lanes.specialise(() => {
      method.weigh();
      iterate.receiver.rate.growth(this.#growth);
      lessThan(grows, lanes.constant(tolerance * Math.LN2), this.#growth);
      andNot(this.#slow, this.#busy, grows);
    });
    this.refill();
    // Lanes that no trial is left for compute on the last one.
    for (const lane of this.#free) this.#take(count - 1, lane);
  }

  /** Weighs the iterates, and takes the trials that have converged, or run out of iterations, out of their lanes. */
  judge(): void {
    this.#weigh.run();
    if (this.#slow.any()) this.#endConverged();
    if (this.#step >= this.#nextCap) this.#endCapped();
  }

  /** Gives the lanes that are free a trial that waits. To be called after the step, which goes over all lanes. */
  refill(): void {
    this.#step++;
    while (this.#waiting < this.#count) {
      const lane = this.#free.pop();
      if (lane === undefined) return;
      this.#take(this.#waiting, lane);
      this.#trial[lane] = this.#waiting++;
      this.#begun[lane] = this.#step;
      this.#busy.set(lane, true);
    }
  }

  #endConverged(): void {
    for (let lane = 0; lane < this.#trial.length; lane++) {
      // Before its first iteration a trial has no V to report, and counts as slow where its rate is NaN.
      if (!this.#slow.get(lane) || this.#step === this.#begun[lane]) continue;
      const part = this.#relativeTolerance * this.#method.iterate.receiver.rate.at(lane);
      if (!(this.#growth.get(lane) > part)) this.#end(lane, 0);
    }
  }

  #endCapped(): void {
    this.#nextCap = this.#step + this.#maxIterations;
    for (let lane = 0; lane < this.#trial.length; lane++) {
      if (!this.#busy.get(lane)) continue;
      const cap = this.#begun[lane] + this.#maxIterations;
      if (this.#step >= cap) this.#end(lane, 1);
      else this.#nextCap = Math.min(this.#nextCap, cap);
    }
  }

  #end(lane: number, capped: 0 | 1): void {
    const trial = this.#trial[lane];
    this.iterations[trial] = this.#step - this.#begun[lane];
    this.capped[trial] = capped;
    const places = trial === this.#count - 1 ? this.ends.count * this.#trial.length - trial : 1;
    for (let place = trial; place < trial + places; place++) this.parts.storeLane(this.ends, place, lane);
    this.#busy.set(lane, false);
    this.#free.push(lane);
    this.left--;
  }

  #take(trial: number, lane: number): void {
    const { iterate } = this.#method;
    const { width } = iterate.lanes;
    const first = trial - (trial % width);
    if (first !== this.#firstAhead) {
      iterate.begin({ first, count: Math.min(width, this.#count - first) }, this.#ahead);
      this.#firstAhead = first;
    }
    this.#states.present.copyLane(lane, this.#states.ahead, trial - first);
    iterate.receiver.rate.forget(lane);
    this.#method.beginLane(lane);
  }
}
