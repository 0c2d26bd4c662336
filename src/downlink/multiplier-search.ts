import type { Lanes, Program, RealMatrix } from '../lanes/index.ts';
import { MultiplierRoot } from './multiplier-root.ts';
import type { Transmitter } from './transmitter.ts';

/** More steps than a bisection of doubles needs. */
const maxSteps = 120;

/**
 * The multiplier mu >= 0 of the power constraint, and V(mu) of the {@link Transmitter}, in every lane: mu = 0 where
 * ||V(0)||_F^2 <= P, else the root of ||V(mu)||_F^2 = P, as {@link MultiplierRoot} finds it. Lanes that are done keep their mu while
 * the others go on, so no lane's result depends on its neighbours. A step costs a solve of the Transmitter's, and its slope.
 */
export class MultiplierSearch {
  readonly #lanes: Lanes;
  readonly #transmitter: Transmitter;
  readonly #P: number;
  /** The multipliers: where the search starts, and what it finds. */
  readonly mu: RealMatrix;
  /** ||V||_F^2 of what was found. */
  readonly power: RealMatrix;
  readonly #slope: RealMatrix;
  readonly #factor: RealMatrix;
  readonly #evaluate: Program;
  readonly #findSlope: Program;
  readonly #bringDown: Program;
  readonly #roots: readonly MultiplierRoot[];

  /** @param tolerance how far from P the power may stay, absolute */
  constructor(transmitter: Transmitter, lanes: Lanes, P: number, tolerance: number) {
    this.#lanes = lanes;
    this.#transmitter = transmitter;
    this.#P = P;
    this.mu = lanes.scalar();
    this.power = lanes.scalar();
    this.#slope = lanes.scalar();
    this.#factor = lanes.scalar();
    this.#evaluate = lanes.specialise(() => {
      transmitter.solve(this.mu);
      transmitter.power(this.power);
    });
    this.#findSlope = lanes.specialise(() => transmitter.slope(this.#slope));
    this.#bringDown = lanes.specialise(() => transmitter.scale(this.#factor));
    this.#roots = Array.from({ length: lanes.width }, () => new MultiplierRoot(P, tolerance));
  }

  /**
   * Solves for V(mu) with what the transmitter has prepared, starting at the present {@link mu}, which has to be positive. A power above P,
   * by at most the tolerance, is taken back to P by scaling.
   */
  find(): void {
    for (const root of this.#roots) root.restart();
    this.#solve();
    for (let step = 0; step < maxSteps && !this.#allFound(); step++) {
      this.#findSlope.run();
      this.#step();
      this.#solve();
    }
    this.#keepToPower();
  }

  #solve(): void {
    this.#evaluate.run();
    this.#transmitter.correctPower(this.power);
  }

  #allFound(): boolean {
    let all = true;
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      if (!this.#roots[lane].isFound(this.mu.get(lane), this.power.get(lane))) all = false;
    }
    return all;
  }

  #step(): void {
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      const next = this.#roots[lane].next(this.mu.get(lane), this.power.get(lane), this.#slope.get(lane));
      this.mu.set(next, lane);
    }
  }

  #keepToPower(): void {
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      const power = this.power.get(lane);
      const above = power > this.#P;
      this.#factor.set(above ? Math.sqrt(this.#P / power) : 1, lane);
      if (above) this.power.set(this.#P, lane);
    }
    this.#bringDown.run();
  }
}
