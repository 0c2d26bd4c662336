import { type ComplexMatrix, type Lanes, type Program, type RealMatrix, scale, squaredNorm } from '../lanes/index.ts';
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
  readonly #power: RealMatrix;
  readonly #slope: RealMatrix;
  readonly #factor: RealMatrix;
  readonly #prepare: Program;
  readonly #programs = new Map<ComplexMatrix, Programs>();
  readonly #roots: readonly MultiplierRoot[];

  /** @param tolerance how far from P the power may stay, absolute */
  constructor(transmitter: Transmitter, lanes: Lanes, P: number, tolerance: number) {
    this.#lanes = lanes;
    this.#transmitter = transmitter;
    this.#P = P;
    this.mu = lanes.scalar();
    this.#power = lanes.scalar();
    this.#slope = lanes.scalar();
    this.#factor = lanes.scalar();
    this.#prepare = lanes.record(() => transmitter.prepare());
    this.#roots = Array.from({ length: lanes.width }, () => new MultiplierRoot(P, tolerance));
  }

  /**
   * Writes V(mu) for what the transmitter's receiver last computed, starting at the present {@link mu}, which has to be positive.
   * A power above P, by at most the tolerance, is taken back to P by scaling.
   */
  find(V: ComplexMatrix): void {
    const { evaluate, slope } = this.#programsFor(V);
    for (const root of this.#roots) root.restart();
    this.#prepare.run();
    evaluate.run();
    for (let step = 0; step < maxSteps && !this.#allFound(); step++) {
      slope.run();
      this.#step();
      evaluate.run();
    }
    this.#bringDown(V);
  }

  /** V(mu) with its power, and the power's slope, recorded for the matrix that V is written to. */
  #programsFor(V: ComplexMatrix): Programs {
    let programs = this.#programs.get(V);
    if (programs === undefined) {
      const evaluate = this.#lanes.record(() => {
        this.#transmitter.solve(V, this.mu);
        squaredNorm(this.#power, V);
      });
      programs = { evaluate, slope: this.#lanes.record(() => this.#transmitter.slope(this.#slope, V)) };
      this.#programs.set(V, programs);
    }
    return programs;
  }

  #allFound(): boolean {
    let all = true;
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      if (!this.#roots[lane].isFound(this.mu.get(lane), this.#power.get(lane))) all = false;
    }
    return all;
  }

  #step(): void {
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      const next = this.#roots[lane].next(this.mu.get(lane), this.#power.get(lane), this.#slope.get(lane));
      this.mu.set(next, lane);
    }
  }

  #bringDown(V: ComplexMatrix): void {
    for (let lane = 0; lane < this.#lanes.width; lane++) {
      const power = this.#power.get(lane);
      this.#factor.set(power > this.#P ? Math.sqrt(this.#P / power) : 1, lane);
    }
    scale(V, this.#factor, V);
  }
}

interface Programs {
  readonly evaluate: Program;
  readonly slope: Program;
}
