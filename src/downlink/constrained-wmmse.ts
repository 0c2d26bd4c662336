import { type ComplexMatrix, copy, type Group, type Lanes, type Program, type RealMatrix } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import { MultiplierSearch } from './multiplier-search.ts';
import { type Form, WmmseIterate } from './wmmse-iterate.ts';
import type { WmmseMethod } from './wmmse-method.ts';

/** What the solvers that use it choose. */
export interface ConstrainedSettings {
  /** Writes the first V of the trials of a group. */
  readonly start: (V: ComplexMatrix, group: Group) => void;
  /** How near to P the power of a station must be where its multiplier is not 0, absolute. */
  readonly powerTolerance: number;
  readonly form: Form;
}

/**
 * WMMSE of Shi, Razaviyayn, Luo and He (2011): U_k and W_k are optimal at noise power sigma^2, and at every station b, for its users
 * k, V_k = alpha_k (A_b + mu_b I)^-1 H_bk^H U_k W_k with A_b = sum_m alpha_m H_bm^H U_m W_m U_m^H H_bm over all users m, and the
 * multiplier mu_b >= 0 of the station's power constraint: 0 where that gives at most power P, else the root of the decreasing function
 * sum_k ||V_k(mu_b)||_F^2 = P, which {@link MultiplierSearch} finds. The rate of the V never falls.
 */
export class ConstrainedWmmse implements WmmseMethod {
  readonly iterate: WmmseIterate;
  readonly #downlink: Downlink;
  /** One search a station. */
  readonly #searches: readonly MultiplierSearch[];
  readonly #sigma2: RealMatrix;
  readonly #traces: RealMatrix;
  readonly #prepare: Program;
  readonly #receive: Program;

  constructor(lanes: Lanes, downlink: Downlink, { start, powerTolerance, form }: ConstrainedSettings) {
    const { B, P, sigma2 } = downlink;
    this.#downlink = downlink;
    this.iterate = new WmmseIterate(lanes, downlink, { form, start, reported: 'as it is', reports: lanes });
    const { receiver, transmitters, state } = this.iterate;
    this.#searches = transmitters.map((transmitter) => new MultiplierSearch(transmitter, lanes, P, powerTolerance));
    this.#sigma2 = lanes.constant(sigma2);
    this.#traces = lanes.scalar(B);
    this.#prepare = lanes.specialise(() => {
      receiver.filter();
      receiver.weightedTraces(this.#traces);
      for (const transmitter of transmitters) transmitter.prepare();
    });
    const T = this.iterate.stations(state.T);
    this.#receive = lanes.specialise(() => {
      for (const [station, transmitter] of transmitters.entries()) {
        transmitter.receive(T.at(station));
        copy(state.power.at(station), this.#searches[station].power);
      }
    });
  }

  beginLane(lane: number): void {
    for (const { mu } of this.#searches) mu.set(Number.NaN, lane);
  }

  weigh(): void {
    this.iterate.receiver.weigh(this.#sigma2);
  }

  step(): void {
    this.#prepare.run();
    for (const [station, search] of this.#searches.entries()) {
      for (let lane = 0; lane < this.iterate.lanes.width; lane++) this.#startSearch(search.mu, station, lane);
      search.find();
    }
    this.#receive.run();
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
}
