import { add, copy, divide, type Factor, type Lanes, type RealMatrix, subtract, sum, times } from '../lanes/index.ts';

/**
 * sum_k alpha_k log det W_k in nats from the reciprocal diagonal entries of L_k, the Cholesky factor of W_k^-1 / alpha_k, whose product is
 * (alpha_k^d det W_k)^(1/2). A logarithm costs as much as twenty multiplications: how far the rate has grown is found without any, from
 * products of several entries, few enough that none leaves the range.
 */
export class WeightedRate {
  readonly #groups: readonly (readonly RealMatrix[])[];
  readonly #products: RealMatrix;
  /** The products that {@link growth} saw last. */
  readonly #before: RealMatrix;
  readonly #weights: RealMatrix;
  readonly #offset: number;
  readonly #terms: RealMatrix;
  readonly #squares: RealMatrix;
  readonly #third: RealMatrix;

  constructor(L: Factor, alpha: Float64Array) {
    const { lanes, rows: d } = L.matrix;
    const entries = Array.from(alpha, (_, k) =>
      Array.from({ length: d }, (_, i) => L.reciprocals.at(k).rowRange(i, 1)),
    );
    const alike = alpha.every((priority) => priority === alpha[0]);
    const together = alike
      ? [{ weight: alpha[0], of: entries.flat() }]
      : entries.map((of, k) => ({ weight: alpha[k], of }));
    const groups = together.flatMap(({ weight, of }) => parts(of, lanes).map((part) => ({ weight, of: part })));
    this.#groups = groups.map(({ of }) => of);
    [this.#products, this.#before, this.#weights, this.#terms, this.#squares] = Array.from({ length: 5 }, () =>
      lanes.scalar(groups.length),
    );
    groups.forEach(({ weight }, i) => {
      this.#weights.at(i).fill(2 * weight);
    });
    this.#offset = -alpha.reduce((total, value) => total + value * d * Math.log(value), 0);
    this.#third = lanes.constant(1 / 3);
  }

  /**
   * s = what the rate in nats has grown by since the last call, by log(x/y) = 2 (z + z^3/3 + ...) with z = (x - y) / (x + y): less by the
   * part y^4/80 of itself for a growth y of a product, so exact where it is small. To be recorded; a lane's first is anything large.
   */
  growth(s: RealMatrix): void {
    const [z, before, squares] = [this.#terms, this.#before, this.#squares];
    this.#multiply();
    subtract(z, this.#products, before);
    add(before, before, this.#products);
    divide(z, z, before);
    copy(before, this.#products);
    times(squares, z, z);
    times(squares, squares, this.#third);
    times(squares, squares, z);
    add(z, z, squares);
    times(z, z, this.#weights);
    sum(s, z);
    add(s, s, s);
  }

  /** The rate of a lane, in nats, of what {@link growth} saw last. */
  at(lane: number): number {
    let rate = this.#offset;
    for (let i = 0; i < this.#products.count; i++) {
      rate += this.#weights.get(lane, 0, 0, i) * Math.log(this.#products.get(lane, 0, 0, i));
    }
    return rate;
  }

  /** Makes the next growth in a lane its first. */
  forget(lane: number): void {
    for (let i = 0; i < this.#before.count; i++) this.#before.set(0, lane, 0, 0, i);
  }

  #multiply(): void {
    this.#groups.forEach(([first, ...others], i) => {
      const product = this.#products.at(i);
      copy(product, first);
      for (const entry of others) times(product, product, entry);
    });
  }
}

/** In parts of which each has a product. */
function parts(entries: readonly RealMatrix[], { precision }: Lanes): RealMatrix[][] {
  const most = precision === 'f64' ? 8 : 4;
  return Array.from({ length: Math.ceil(entries.length / most) }, (_, i) => entries.slice(i * most, (i + 1) * most));
}
