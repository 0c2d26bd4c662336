import { cosineAndSine } from '../../../random/elementary.ts';
import type { Paths } from './paths.ts';

/** Antennas at half a wavelength in a line, subcarriers of a band in hertz, and delay rows that are kept. */
export interface Grid {
  readonly Nt: number;
  readonly Nc: number;
  readonly Na: number;
  readonly carrier: number;
  readonly bandwidth: number;
}

/**
 * The angular-delay channel of paths, eq. (2), of which the first Na rows are kept, without going through Nc subcarriers. With
 *     H[k, n] = sum over paths of a exp(-j 2 pi f_k tau) exp(-j pi n cos phi), f_k = carrier - bandwidth / 2 + k bandwidth / Nc,
 * the inverse DFT over k and the DFT over n (both unitary) turn each path into the product of two geometric sums: with
 * x = bandwidth tau = l0 + r and y = Nt cos(phi) / 2 = a0 + q, rounded to the nearest integers,
 *     1 / Nc sum_k exp(-j 2 pi k (x - l) / Nc)
 *       = exp(j pi (x / Nc - r)) exp(-j pi l / Nc) [sin(pi r) / Nc / sin(pi (l0 - l + r) / Nc)]
 * at delay l, and likewise at angle a with y, a0 + a and q. The phases that depend on l and a alone are applied once to the sum over
 * paths, what is left of each path is a real vector of delays times a complex one of angles: 2 Na Nt multiplications a path.
 */
export class AngularDelay {
  readonly #grid: Grid;
  readonly #delays: GeometricSums;
  readonly #angles: GeometricSums;
  /** Of `together` paths: real rows, and complex columns as real parts then imaginary parts. */
  readonly #rows: Float64Array;
  readonly #columns: Float64Array;
  /** Phases exp(j pi (a / Nt - l / Nc)), entry by entry. */
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #sum: Float64Array;

  constructor(grid: Grid) {
    const { Nt, Nc, Na } = grid;
    this.#grid = grid;
    this.#delays = new GeometricSums(Nc);
    this.#angles = new GeometricSums(Nt);
    this.#rows = new Float64Array(together * Na);
    this.#columns = new Float64Array(together * 2 * Nt);
    this.#sum = new Float64Array(Na * 2 * Nt);
    const phases = Float64Array.from({ length: Na * Nt }, (_, i) => (i % Nt) / Nt - Math.floor(i / Nt) / Nc);
    this.#cos = phases.map((phase) => cosineOf(phase / 2));
    this.#sin = phases.map((phase) => sineOf(phase / 2));
  }

  /** Writes the real plane, Na x Nt, and then the imaginary plane; unitary transforms, so that energies are those of H. */
  transform(paths: Paths, out: Float64Array): void {
    this.#sum.fill(0);
    for (let first = 0; first < paths.count; first += together) this.#accumulate(paths, first);
    const { Nt, Na } = this.#grid;
    const size = Na * Nt;
    for (let i = 0; i < size; i++) {
      const at = i + Math.floor(i / Nt) * Nt;
      const [re, im] = [this.#sum[at], this.#sum[at + Nt]];
      out[i] = re * this.#cos[i] - im * this.#sin[i];
      out[size + i] = re * this.#sin[i] + im * this.#cos[i];
    }
  }

  /** Adds `together` paths from `first` on. */
  #accumulate(paths: Paths, first: number): void {
    const { Nt, Na } = this.#grid;
    const width = 2 * Nt;
    for (let i = 0; i < together; i++) this.#factorize(paths, first + i, i);
    const [rows, columns, sum] = [this.#rows, this.#columns, this.#sum];
    for (let l = 0; l < Na; l++) {
      const [r0, r1, r2, r3] = [rows[l], rows[Na + l], rows[2 * Na + l], rows[3 * Na + l]];
      const at = l * width;
      for (let j = 0; j < width; j++) {
        sum[at + j] +=
          r0 * columns[j] + r1 * columns[width + j] + r2 * columns[2 * width + j] + r3 * columns[3 * width + j];
      }
    }
  }

  /** The row and the column of path `path`, zero where there is none, in place `i`. */
  #factorize(paths: Paths, path: number, i: number): void {
    const { Nt, Nc, Na, carrier, bandwidth } = this.#grid;
    const width = 2 * Nt;
    if (path >= paths.count) {
      this.#rows.fill(0, i * Na, (i + 1) * Na);
      this.#columns.fill(0, i * width, (i + 1) * width);
      return;
    }
    const tau = paths.delay[path];
    const x = bandwidth * tau;
    const y = (Nt * paths.cosine[path]) / 2;
    const r = x - Math.round(x);
    const q = y - Math.round(y);
    this.#delays.write(Math.round(x), r, -1, this.#rows.subarray(i * Na, (i + 1) * Na));
    const column = this.#columns.subarray(i * width, i * width + Nt);
    this.#angles.write(Math.round(y), q, 1, column);
    const turns = (carrier - bandwidth / 2) * tau;
    cosineAndSine((x / Nc - r + y / Nt - q) / 2 - (turns - Math.round(turns)), phase);
    const [c, s] = phase;
    const re = (paths.re[path] * c - paths.im[path] * s) * Math.sqrt(Nc * Nt);
    const im = (paths.re[path] * s + paths.im[path] * c) * Math.sqrt(Nc * Nt);
    for (let a = 0; a < Nt; a++) {
      const value = column[a];
      column[a] = re * value;
      this.#columns[i * width + Nt + a] = im * value;
    }
  }
}

/** Paths whose products are added in one pass: each sum is read and written once for all of them. */
const together = 4;

/** The real factor of a geometric sum of N terms, sin(pi r) / (N sin(pi (m + r) / N)) at m = centre, centre +- 1 ... */
class GeometricSums {
  readonly #N: number;
  /** Sine and cosine of pi m / N for m = 0 ... 2N - 1, exact at multiples of N. */
  readonly #sin: Float64Array;
  readonly #cos: Float64Array;

  constructor(N: number) {
    this.#N = N;
    this.#sin = Float64Array.from({ length: 2 * N }, (_, m) => (m % N === 0 ? 0 : sineOf(m / (2 * N))));
    this.#cos = Float64Array.from({ length: 2 * N }, (_, m) => cosineOf(m / (2 * N)));
  }

  /** Writes the values at m = centre, centre + step, centre + 2 step ... (step 1 or -1). */
  write(centre: number, rest: number, step: 1 | -1, out: Float64Array): void {
    const N = this.#N;
    // At rest 0 the sum is 1 at m = 0 and 0 elsewhere: the limit, which the quotient reaches to within rounding.
    const r = Math.abs(rest) < 1e-12 ? 1e-12 : rest;
    const top = sineOf(r / 2) / N;
    cosineAndSine(r / (2 * N), phase);
    const [cos, sin] = phase;
    let m = ((centre % (2 * N)) + 2 * N) % (2 * N);
    for (let i = 0; i < out.length; i++) {
      out[i] = top / (this.#sin[m] * cos + this.#cos[m] * sin);
      m += step;
      if (m < 0) m = 2 * N - 1;
      else if (m === 2 * N) m = 0;
    }
  }
}

const phase = new Float64Array(2);

/** The cosine of an angle in turns. */
function cosineOf(turns: number): number {
  cosineAndSine(turns, phase);
  return phase[0];
}

/** The sine of an angle in turns. */
function sineOf(turns: number): number {
  cosineAndSine(turns, phase);
  return phase[1];
}
