import type { Metric } from '../../../contracts/problem.ts';
import { type Instance, sampleLength } from '../instance.ts';
import type { Solution } from '../solution.ts';

/**
 * Cosine similarity rho of CsiNet: the mean over subcarriers k of |h^_k^H h_k| / (||h^_k|| ||h_k||), h_k the channel of subcarrier k
 * over the antennas, which decides what a beam towards the estimate gains. The delay rows that are kept are turned back into Nc
 * subcarriers, those that were cut off taken as zero in both. A unitary transform over the antennas changes none of its terms, so
 * that angles may stand for antennas. O(Nc Na Nt) operations a sample.
 */
export const cosineSimilarity: Metric<Instance, Solution> = {
  name: 'rho',
  title: 'Cosine similarity',
  unit: '1',
  kind: 'mean',
  measure(instance, solution, range, out) {
    const { Nc } = instance;
    const length = sampleLength(instance);
    const [channel, estimate] = [new Subcarrier(instance), new Subcarrier(instance)];
    for (let i = 0; i < range.count; i++) {
      const from = (range.first - instance.range.first + i) * length;
      const [x, y] = [instance.X.subarray(from, from + length), solution.X.subarray(i * length, (i + 1) * length)];
      let sum = 0;
      for (let k = 0; k < Nc; k++) {
        channel.compute(x, k);
        estimate.compute(y, k);
        sum += channel.cosine(estimate);
      }
      out[i] = sum / Nc;
    }
  },
};

/** The channel of one subcarrier, over angles. */
class Subcarrier {
  readonly #shape: Pick<Instance, 'Nt' | 'Nc' | 'Na'>;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(shape: Pick<Instance, 'Nt' | 'Nc' | 'Na'>) {
    const { Nt, Nc } = shape;
    this.#shape = shape;
    this.#re = new Float64Array(Nt);
    this.#im = new Float64Array(Nt);
    this.#cos = Float64Array.from({ length: Nc }, (_, m) => Math.cos((2 * Math.PI * m) / Nc));
    this.#sin = Float64Array.from({ length: Nc }, (_, m) => Math.sin((2 * Math.PI * m) / Nc));
  }

  /** sum_l x[l] exp(-j 2 pi k l / Nc), up to a factor. */
  compute(x: Float32Array | Float64Array, k: number): void {
    const { Nt, Nc, Na } = this.#shape;
    this.#re.fill(0);
    this.#im.fill(0);
    for (let l = 0; l < Na; l++) {
      const m = (k * l) % Nc;
      const [c, s] = [this.#cos[m], this.#sin[m]];
      const [re, im] = [l * Nt, (Na + l) * Nt];
      for (let a = 0; a < Nt; a++) {
        this.#re[a] += x[re + a] * c + x[im + a] * s;
        this.#im[a] += x[im + a] * c - x[re + a] * s;
      }
    }
  }

  /** 0 where either is zero. */
  cosine(other: Subcarrier): number {
    let [re, im, own, others] = [0, 0, 0, 0];
    for (let a = 0; a < this.#re.length; a++) {
      const [x, y, u, v] = [this.#re[a], this.#im[a], other.#re[a], other.#im[a]];
      re += u * x + v * y;
      im += u * y - v * x;
      own += x * x + y * y;
      others += u * u + v * v;
    }
    return own > 0 && others > 0 ? Math.hypot(re, im) / Math.sqrt(own * others) : 0;
  }
}
