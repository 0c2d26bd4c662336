import { innerProduct, squaredNorm } from './singular-vectors.ts';

/** An orthonormal basis of the rows of matrices that are added one by one, rows of M complex entries (re, im). */
export class OrthonormalRows {
  readonly #M: number;
  readonly #rounding: number;
  readonly #rows: Float64Array[] = [];

  /** @param rounding a row of which no larger part is new depends on those before it */
  constructor(M: number, rounding: number) {
    this.#M = M;
    this.#rounding = rounding;
  }

  add(A: Float64Array): void {
    for (let at = 0; at < A.length; at += 2 * this.#M) {
      const row = A.subarray(at, at + 2 * this.#M);
      const rest = this.#without(row);
      const length = Math.sqrt(squaredNorm(rest));
      if (length <= this.#rounding * Math.sqrt(squaredNorm(row))) continue;
      this.#rows.push(rest.map((value) => value / length));
    }
  }

  /** A with every row's part in the space of the basis taken away. */
  without(A: Float64Array): Float64Array {
    const rest = new Float64Array(A.length);
    for (let at = 0; at < A.length; at += 2 * this.#M) {
      rest.set(this.#without(A.subarray(at, at + 2 * this.#M)), at);
    }
    return rest;
  }

  /** Gram and Schmidt, twice: once leaves of a small rest little that is right. */
  #without(row: Float64Array): Float64Array {
    const rest = row.slice();
    for (let times = 0; times < 2; times++) {
      for (const known of this.#rows) {
        const [re, im] = innerProduct(rest, known);
        for (let k = 0; k < rest.length; k += 2) {
          rest[k] -= re * known[k] - im * known[k + 1];
          rest[k + 1] -= re * known[k + 1] + im * known[k];
        }
      }
    }
    return rest;
  }
}
