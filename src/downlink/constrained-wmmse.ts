import {
  type ComplexMatrix,
  type Group,
  type Lanes,
  load,
  loadLane,
  type Program,
  type RealMatrix,
} from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import { MultiplierSearch } from './multiplier-search.ts';
import { MmseReceiver } from './receiver.ts';
import type { Solution } from './solution.ts';
import { type System, Transmitter } from './transmitter.ts';
import type { WmmseMethod } from './wmmse-method.ts';

/** What the solvers that use it choose. */
export interface ConstrainedSettings {
  /** Writes the first V of the trials of a group. */
  readonly start: (V: ComplexMatrix, group: Group) => void;
  /** How near to P the power of a station must be where its multiplier is not 0, absolute. */
  readonly powerTolerance: number;
  readonly system: System;
}

/**
 * WMMSE of Shi, Razaviyayn, Luo and He (2011): U_k and W_k are optimal at noise power sigma^2, and at every station b, for its users
 * k, V_k = alpha_k (A_b + mu_b I)^-1 H_bk^H U_k W_k with A_b = sum_m alpha_m H_bm^H U_m W_m U_m^H H_bm over all users m, and the
 * multiplier mu_b >= 0 of the station's power constraint: 0 where that gives at most power P, else the root of the decreasing function
 * sum_k ||V_k(mu_b)||_F^2 = P, which {@link MultiplierSearch} finds. The rate of the V never falls.
 */
export class ConstrainedWmmse implements WmmseMethod {
  readonly lanes: Lanes;
  readonly V: ComplexMatrix;
  readonly #downlink: Downlink;
  readonly #settings: ConstrainedSettings;
  readonly #H: ComplexMatrix;
  readonly #receiver: MmseReceiver;
  /** One search a station. */
  readonly #searches: readonly MultiplierSearch[];
  readonly #receive: Program;
  readonly #traces: RealMatrix;
  /** V and what else beamformers are written to, station by station. */
  readonly #stations = new Map<ComplexMatrix, readonly ComplexMatrix[]>();
  readonly #solution: Solution;

  constructor(lanes: Lanes, downlink: Downlink, settings: ConstrainedSettings) {
    const { B, M, K, N, d, P, sigma2 } = downlink;
    this.lanes = lanes;
    this.#downlink = downlink;
    this.#settings = settings;
    this.V = lanes.complex(M, K * d);
    this.#H = lanes.complex(K * N, M, B);
    this.#receiver = new MmseReceiver(downlink, this.#H, this.V);
    this.#searches = Array.from({ length: B }, (_, station) => {
      const transmitter = new Transmitter(this.#receiver, station, settings.system);
      return new MultiplierSearch(transmitter, lanes, P, settings.powerTolerance);
    });
    this.#receive = lanes.record(() => this.#receiver.receive(lanes.constant(sigma2)));
    this.#traces = lanes.scalar(B);
    this.#solution = { V: this.V };
  }

  start(group: Group): void {
    for (const { mu } of this.#searches) mu.fill(Number.NaN);
    load(this.#H, this.#downlink.H, group);
    this.#settings.start(this.V, group);
  }

  startLane(lane: number, trial: number): void {
    for (const { mu } of this.#searches) mu.set(Number.NaN, lane);
    loadLane(this.#H, this.#downlink.H, trial, lane);
  }

  receive(): void {
    this.#receive.run();
  }

  transmit(next: ComplexMatrix): void {
    this.#receiver.weightedTraces(this.#traces);
    const beams = this.#stationsOf(next);
    for (const [station, search] of this.#searches.entries()) {
      for (let lane = 0; lane < this.lanes.width; lane++) this.#startSearch(search.mu, station, lane);
      search.find(beams[station]);
    }
  }

  /** The beamformers of every station; the same views for the same matrix, for which the searches have recorded programs. */
  #stationsOf(V: ComplexMatrix): readonly ComplexMatrix[] {
    let stations = this.#stations.get(V);
    if (stations === undefined) {
      const blocks = V.columnBlocks(V.cols / this.#downlink.B);
      stations = this.#searches.map((_, station) => blocks.at(station));
      this.#stations.set(V, stations);
    }
    return stations;
  }

  /**
   * At the fixed point of one station mu = sigma^2 / P sum_k alpha_k Tr(U_k W_k U_k^H), and of several this holds for the sum of all
   * mu: the first search of a trial starts there, later ones at the mu before, but not as low as 0.
   */
  #startSearch(mu: RealMatrix, station: number, lane: number): void {
    const { sigma2, P } = this.#downlink;
    const before = mu.get(lane);
    const fixed = this.#traces.get(lane, 0, 0, station) * (sigma2 / P);
    mu.set(Number.isNaN(before) ? fixed : Math.max(before, 1e-3 * fixed), lane);
  }

  rate(s: RealMatrix): void {
    this.#receiver.weightedRate(s);
  }

  feasible(use: (solution: Solution) => void): void {
    use(this.#solution);
  }
}
