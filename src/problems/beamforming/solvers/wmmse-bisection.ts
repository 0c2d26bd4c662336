import { z } from 'zod';
import { MultiplierSearch } from '../../../downlink/multiplier-search.ts';
import { MmseReceiver } from '../../../downlink/receiver.ts';
import { bestOfRestarts, restartsDiffer, restartsParameter } from '../../../downlink/restarts.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { type Start, startAt, startParameter } from '../../../downlink/start.ts';
import { Transmitter } from '../../../downlink/transmitter.ts';
import {
  type ComplexMatrix,
  engine,
  type Group,
  type Lanes,
  load,
  loadLane,
  type Program,
  type RealMatrix,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import type { BeamformingSolver } from '../solver.ts';
import { iterateWmmse } from './wmmse-iterations.ts';
import { iterationParameters, type WmmseMethod } from './wmmse-method.ts';

const parameters = z
  .strictObject({
    ...iterationParameters,
    start: startParameter,
    restarts: restartsParameter,
    powerTolerance: z
      .number()
      .positive()
      .default(1e-4)
      .describe('The multiplier is found when the transmit power is this near to P (absolute; sigma^2 = 1).'),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * WMMSE of Shi, Razaviyayn, Luo and He (2011) for one base station, problem (5) of Pellaco and Jalden: U_k and W_k are optimal
 * at noise power sigma^2, and V_k = alpha_k (A + mu I)^-1 H_k^H U_k W_k with A = sum_m alpha_m H_m^H U_m W_m U_m^H H_m and the
 * multiplier mu >= 0 of the power constraint: 0 where that gives at most power P, else the root of the decreasing function
 * sum_k ||V_k(mu)||_F^2 = P. The root is found by MultiplierSearch (Newton's method in a bracket, which it halves where a step would leave it).
 * Each of its steps, two or three an iteration at 10 dB, costs a Transmitter's solve; the rest is counted in MmseReceiver.
 */
export const wmmseBisection: BeamformingSolver<Parameters> = {
  name: 'wmmse-bisection',
  summary: 'WMMSE of Shi et al. with the multiplier of the power constraint searched in every iteration',
  parameters,
  reports: 'every iteration',
  solve(instance, options, observer) {
    const lanes = engine('f64');
    bestOfRestarts(instance, options.restarts, observer, (runs, runObserver) =>
      lanes.scope(() => iterateWmmse(new ConstrainedWmmse(lanes, runs, options), runs, options, runObserver)),
    );
  },
};

class ConstrainedWmmse implements WmmseMethod {
  readonly lanes: Lanes;
  readonly V: ComplexMatrix;
  readonly #instance: Instance;
  readonly #start: Start;
  readonly #H: ComplexMatrix;
  readonly #receiver: MmseReceiver;
  readonly #search: MultiplierSearch;
  readonly #receive: Program;
  readonly #relativeNoise: number;
  readonly #guess: RealMatrix;
  readonly #solution: Solution;

  constructor(lanes: Lanes, instance: Instance, { start, powerTolerance }: Parameters) {
    const { M, K, N, d, P, sigma2 } = instance;
    this.lanes = lanes;
    this.#instance = instance;
    this.#start = start;
    this.V = lanes.complex(M, K * d);
    this.#H = lanes.complex(K * N, M);
    this.#receiver = new MmseReceiver(instance, this.#H, this.V);
    this.#search = new MultiplierSearch(new Transmitter(this.#receiver), lanes, P, powerTolerance);
    this.#receive = lanes.record(() => this.#receiver.receive(lanes.constant(sigma2)));
    this.#relativeNoise = sigma2 / P;
    this.#guess = lanes.scalar();
    this.#solution = { V: this.V };
  }

  start(group: Group): void {
    this.#search.mu.fill(Number.NaN);
    load(this.#H, this.#instance.H, group);
    startAt(this.#start, this.V, this.#instance, group, 'natural');
  }

  startLane(lane: number, trial: number): void {
    this.#search.mu.set(Number.NaN, lane);
    loadLane(this.#H, this.#instance.H, trial, lane);
  }

  receive(): void {
    this.#receive.run();
  }

  transmit(next: ComplexMatrix): void {
    this.#receiver.weightedTrace(this.#guess);
    for (let lane = 0; lane < this.lanes.width; lane++) this.#startSearch(lane);
    this.#search.find(next);
  }

  /**
   * At the fixed point mu = sigma^2 / P sum_k alpha_k Tr(U_k W_k U_k^H): the first search of a trial starts there, later ones at the
   * mu before, but not as low as 0.
   */
  #startSearch(lane: number): void {
    const { mu } = this.#search;
    const before = mu.get(lane);
    const fixed = this.#guess.get(lane) * this.#relativeNoise;
    mu.set(Number.isNaN(before) ? fixed : Math.max(before, 1e-3 * fixed), lane);
  }

  rate(s: RealMatrix): void {
    this.#receiver.weightedRate(s);
  }

  feasible(use: (solution: Solution) => void): void {
    use(this.#solution);
  }
}
