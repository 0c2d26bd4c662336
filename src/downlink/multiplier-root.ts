import { power as powerOf } from '../random/elementary.ts';

/** A step down to less than this part of mu hints at mu = 0, which is then tried; if that is not it, steps go down no farther. */
const remote = 1e-3;

/** Powers cannot be told apart more finely than this, relative to P. */
const resolution = 1e-12;

/**
 * The search for one multiplier: mu = 0 where p(0) <= P, else the root of the decreasing function p(mu) = P. With
 * q = -1/2 dp/dmu its steps are those of Newton's method,
 *
 *     mu <- mu + p / q (sqrt(p / P) - 1)         on 1 / sqrt(p) where p > P,
 *     mu <- mu (p / P)^(p / (2 mu q))            on log p over log mu where p < P.
 *
 * The first is the secular equation of trust-region methods (More and Sorensen, 1983): 1 / sqrt(p) is concave and increasing, so
 * the steps come nearer to the root from below and never pass it; those of the second do so from above where log p is concave.
 * A bracket of the root is kept, and halved where a step would leave it: a bisection's safety.
 */
export class MultiplierRoot {
  readonly #P: number;
  readonly #tolerance: number;
  /** The root is above `#low` and not above `#high`. */
  #low = 0;
  #high = Number.POSITIVE_INFINITY;
  #zeroTried = false;
  #found = false;

  /** @param tolerance how far from P the power may stay, absolute */
  constructor(P: number, tolerance: number) {
    this.#P = P;
    this.#tolerance = Math.max(tolerance, resolution * P);
  }

  restart(): void {
    this.#low = 0;
    this.#high = Number.POSITIVE_INFINITY;
    this.#zeroTried = false;
    this.#found = false;
  }

  /** Whether mu, with power p(mu), is the multiplier; where there are no finite numbers, nothing better can be had. */
  isFound(mu: number, power: number): boolean {
    if (!this.#found) this.#found = mu === 0 ? power <= this.#P : !(Math.abs(power - this.#P) > this.#tolerance);
    return this.#found;
  }

  /** The multiplier to try after mu, with p(mu) and q: mu itself where it was found, or where doubles do not get nearer. */
  next(mu: number, power: number, slope: number): number {
    if (this.#found) return mu;
    const next = this.#inside(mu, power, slope);
    this.#found = next === mu;
    return next;
  }

  #inside(mu: number, power: number, slope: number): number {
    if (power <= this.#P) this.#high = mu;
    else this.#low = mu;
    const ratio = power / this.#P;
    const newton =
      ratio > 1 ? mu + (power / slope) * (Math.sqrt(ratio) - 1) : mu * powerOf(ratio, power / (2 * mu * slope));
    if (newton < remote * mu && !this.#zeroTried) {
      this.#zeroTried = true;
      return 0;
    }
    // Far below the root the powers of an ill-conditioned channel are no numbers any more.
    const bounded = Math.max(newton, remote * mu);
    if (bounded > this.#low && bounded < this.#high) return bounded;
    return this.#high === Number.POSITIVE_INFINITY ? 2 * this.#low : (this.#low + this.#high) / 2;
  }
}
