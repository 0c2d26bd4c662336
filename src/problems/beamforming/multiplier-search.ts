import { type ComplexMatrix, copy, type Lanes, type RealMatrix, scale, squaredNorm } from '../../lanes/index.ts';
import type { Transmitter } from './transmitter.ts';

/** More steps than a bisection of doubles needs. */
const maxSteps = 120;

/** Powers cannot be told apart more finely than this, relative to P. */
const resolution = 1e-12;

/**
 * The multiplier mu >= 0 of the power constraint, and V(mu), in every lane: mu = 0 where ||V(0)||^2 <= P, else the root of
 * ||V(mu)||^2 = P. The search is Newton's method on 1 / ||V(mu)||, which is concave, increasing and nearly straight (the secular
 * equation of trust-region methods, More and Sorensen 1983): a step is
 *
 *     mu <- mu + p / q (sqrt(p / P) - 1),   p = ||V(mu)||^2,   q = Tr(V(mu)^H (A + mu I)^-1 V(mu)) = -1/2 dp/dmu.
 *
 * It stays inside a bracket of the root, which is halved where a step would leave it. Lanes that are done keep their mu while the
 * others go on, so no lane's result depends on its neighbours.
 */
export class MultiplierSearch {
  readonly #transmitter: Transmitter;
  readonly #P: number;
  readonly #tolerance: number;
  readonly #mu: RealMatrix;
  readonly #power: RealMatrix;
  readonly #slope: RealMatrix;
  readonly #factor: RealMatrix;
  readonly #brackets: Bracket[];

  /** @param tolerance how far from P the power may stay, absolute */
  constructor(transmitter: Transmitter, lanes: Lanes, P: number, tolerance: number) {
    this.#transmitter = transmitter;
    this.#P = P;
    this.#tolerance = Math.max(tolerance, resolution * P);
    this.#mu = lanes.scalar();
    this.#power = lanes.scalar();
    this.#slope = lanes.scalar();
    this.#factor = lanes.scalar();
    this.#brackets = Array.from({ length: lanes.width }, () => ({ low: 0, high: 0, zeroTried: false, done: false }));
  }

  /**
   * Writes V(mu) for what the transmitter's receiver last computed, starting at mu = `guess` > 0. A power above P, by at most the
   * tolerance, is taken back to P by scaling.
   */
  find(V: ComplexMatrix, guess: RealMatrix): void {
    this.#transmitter.prepare();
    copy(this.#mu, guess);
    for (const bracket of this.#brackets) {
      Object.assign(bracket, { low: 0, high: Number.POSITIVE_INFINITY, zeroTried: false, done: false });
    }
    for (let step = 0; step < maxSteps; step++) {
      this.#transmitter.solve(V, this.#mu);
      squaredNorm(this.#power, V);
      if (this.#settled()) break;
      this.#transmitter.slope(this.#slope, V);
      this.#advance();
    }
    this.#brackets.forEach((_, lane) => {
      const power = this.#power.get(lane);
      this.#factor.set(power > this.#P ? Math.sqrt(this.#P / power) : 1, lane);
    });
    scale(V, this.#factor, V);
  }

  /** Marks the lanes whose multiplier is found; true where that is all of them. */
  #settled(): boolean {
    for (const [lane, bracket] of this.#brackets.entries()) {
      bracket.done ||= this.#good(this.#mu.get(lane), this.#power.get(lane));
    }
    return this.#brackets.every(({ done }) => done);
  }

  /** Moves the multiplier of every lane that is not done. */
  #advance(): void {
    for (const [lane, bracket] of this.#brackets.entries()) {
      if (bracket.done) continue;
      const mu = this.#mu.get(lane);
      const next = this.#next(bracket, mu, this.#power.get(lane), this.#slope.get(lane));
      bracket.done = next === mu;
      this.#mu.set(next, lane);
    }
  }

  /** Whether mu is the multiplier; of a lane without finite numbers nothing better can be had. */
  #good(mu: number, power: number): boolean {
    if (mu === 0) return power <= this.#P;
    return !(Math.abs(power - this.#P) > this.#tolerance);
  }

  #next(bracket: Bracket, mu: number, power: number, slope: number): number {
    if (power <= this.#P) bracket.high = mu;
    else bracket.low = mu;
    const newton = mu + (power / slope) * (Math.sqrt(power / this.#P) - 1);
    if (newton > bracket.low && newton < bracket.high) return newton;
    if (newton <= 0 && !bracket.zeroTried) {
      bracket.zeroTried = true;
      return 0;
    }
    return bracket.high === Number.POSITIVE_INFINITY ? 2 * bracket.low : (bracket.low + bracket.high) / 2;
  }
}

interface Bracket {
  /** The root is above. */
  low: number;
  /** The root is not above. */
  high: number;
  zeroTried: boolean;
  done: boolean;
}
