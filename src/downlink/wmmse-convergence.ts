import type { Observer } from '../contracts/problem.ts';
import {
  andNot,
  Bundle,
  copy,
  lessThan,
  type Mask,
  or,
  type Program,
  type RealMatrix,
  subtract,
  times,
} from '../lanes/index.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';
import type { State } from './wmmse-iterate.ts';
import type { IterationParameters, WmmseMethod } from './wmmse-method.ts';

/**
 * Runs a WMMSE algorithm on every trial until an iteration adds at most `tolerance` bits to its rate, and at most the part
 * `relativeTolerance` of it, and reports where that ended, with the iterations it took and whether it was stopped at `maxIterations`. A lane
 * whose trial has converged takes up the next one, so no lane waits for a slower neighbour. The rate of an iterate is a by-product of
 * weighing it; what is dearer than a fixed number of iterations is mostly that every trial goes to a lane of its own and back.
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
    trials.parts.load(trials.ends, group);
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
  /** Those of every trial. */
  readonly ends: Float64Array;
  readonly iterations: Float64Array;
  readonly capped: Float64Array;
  /** Lanes with a trial that still goes on. */
  readonly #busy: Mask;
  readonly #trial: Int32Array;
  /** The step at which a lane took up its trial. */
  readonly #begun: Int32Array;
  #step = 0;
  /** The first step at which a trial runs out of iterations. */
  #nextCap = 0;
  readonly #judge: Program;
  /** Lanes whose rate has stopped growing. */
  readonly #done: Mask;
  /** Rates of the iterates before, in nats. */
  readonly #before: RealMatrix;
  /** Starts of the next trials, as many as there are lanes: those from `#firstAhead` on. */
  readonly #ahead: State;
  readonly #states: { readonly present: Bundle; readonly ahead: Bundle };
  #firstAhead = -1;
  #waiting = 0;
  /** Lanes that are free. */
  #free: number;
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
    this.#free = lanes.width;
    this.#maxIterations = maxIterations;
    this.parts = new Bundle(iterate.parts);
    this.ends = roomFor(count * this.parts.length);
    this.iterations = new Float64Array(count);
    this.capped = new Float64Array(count);
    this.#busy = lanes.mask();
    this.#trial = new Int32Array(lanes.width);
    this.#begun = new Int32Array(lanes.width);
    this.#done = lanes.mask();
    this.#before = lanes.scalar();
    this.#ahead = iterate.newState();
    const [present, ahead] = [iterate.state, this.#ahead].map(
      ({ channel, T, power }) => new Bundle([channel, T, power]),
    );
    this.#states = { present, ahead };
    const [rate, gain, part] = [lanes.scalar(), lanes.scalar(), lanes.scalar()];
    const [grows, growsInPart] = [lanes.mask(), lanes.mask()];
    this.#judge = lanes.specialise(() => {
      method.weigh();
      iterate.receiver.weightedRate(rate);
      subtract(gain, rate, this.#before);
      copy(this.#before, rate);
      lessThan(grows, lanes.constant(tolerance * Math.LN2), gain);
      times(part, rate, lanes.constant(relativeTolerance));
      lessThan(growsInPart, part, gain);
      or(grows, grows, growsInPart);
      andNot(this.#done, this.#busy, grows);
    });
    this.refill();
    // Lanes that no trial is left for compute on the last one.
    for (let lane = count; lane < lanes.width; lane++) this.#take(count - 1, lane);
  }

  /** Weighs the iterates, and takes the trials that have converged, or run out of iterations, out of their lanes. */
  judge(): void {
    this.#judge.run();
    if (!this.#done.any() && this.#step < this.#nextCap) return;
    for (let lane = 0; lane < this.#trial.length; lane++) {
      const iterations = this.#step - this.#begun[lane];
      // Before its first iteration a trial has no V to report, and is judged done where its rate is NaN.
      if (!this.#busy.get(lane) || iterations === 0) continue;
      if (this.#done.get(lane)) this.#end(lane, 0);
      else if (iterations >= this.#maxIterations) this.#end(lane, 1);
    }
    this.#findNextCap();
  }

  /** Gives the lanes that are free a trial that waits. To be called after the step, which goes over all lanes. */
  refill(): void {
    this.#step++;
    if (this.#free === 0 || this.#waiting === this.#count) return;
    for (let lane = 0; lane < this.#trial.length && this.#waiting < this.#count; lane++) {
      if (this.#busy.get(lane)) continue;
      this.#take(this.#waiting, lane);
      this.#trial[lane] = this.#waiting++;
      this.#begun[lane] = this.#step;
      this.#busy.set(lane, true);
      this.#free--;
    }
    this.#findNextCap();
  }

  #end(lane: number, capped: 0 | 1): void {
    const trial = this.#trial[lane];
    this.iterations[trial] = this.#step - this.#begun[lane];
    this.capped[trial] = capped;
    this.parts.storeLane(this.ends, trial, lane);
    this.#busy.set(lane, false);
    this.#free++;
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
    this.#before.set(Number.NEGATIVE_INFINITY, lane);
    this.#method.beginLane(lane);
  }

  #findNextCap(): void {
    this.#nextCap = Number.POSITIVE_INFINITY;
    for (let lane = 0; lane < this.#trial.length; lane++) {
      if (this.#busy.get(lane)) this.#nextCap = Math.min(this.#nextCap, this.#begun[lane] + this.#maxIterations);
    }
  }
}

/** What solutions are kept in until they are reported: a run takes the place of the one before, since new memory costs as much as an iteration. */
let room = new Float64Array(0);

function roomFor(length: number): Float64Array {
  if (room.length < length) room = new Float64Array(length);
  return room;
}
