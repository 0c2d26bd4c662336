import {
  cos0,
  cos1,
  cos2,
  cos3,
  cos4,
  cos5,
  cos6,
  ln2High,
  ln2Low,
  log0,
  log1,
  log2,
  log3,
  log4,
  log5,
  log6,
  nearRoot2,
  perWord,
  sin0,
  sin1,
  sin2,
  sin3,
  sin4,
  sin5,
  turnHigh,
  turnLow,
} from './coefficients.ts';
import type { Block } from './threefry.ts';

/*
 * The transform of Box and Muller in operations that IEEE 754 rounds correctly (sums, products, quotients, square roots), so that
 * every machine and every engine gives the same bits; `Math.log`, `Math.cos` and `Math.sin` promise no such thing. The same
 * operations in the same order, on several draws at a time, are in `kernels/box-muller.ts`.
 *
 * A word w stands for the middle u = (w + 1/2) 2^-32 of its cell when (0, 1) is cut into 2^32: never 0, never 1.
 */

/**
 * -ln u, to one unit in the last place. For u = m 2^-n, m in [sqrt(1/2), sqrt 2), it is n ln 2 - ln m; with f = m - 1 and
 * s = f / (2 + f), ln m = 2 atanh s = f - (f^2/2 - s (f^2/2 + s^2 p(s^2))), where the one term without error, f, is the largest.
 */
export function negativeLogarithm(word: number): number {
  let n = Math.clz32(word) + 1;
  let m = ((word >>> 0) + 0.5) * normalizers[n];
  if (m >= nearRoot2) {
    m *= 0.5;
    n -= 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const z = s * s;
  const z2 = z * z;
  const low = z2 * (z * log3 + log2) + (z * log1 + log0);
  const high = z2 * log6 + (z * log5 + log4);
  const tail = z * (z2 * z2 * high + low);
  return n * ln2Low - s * (half + tail) + half - f + n * ln2High;
}

/** 2^(n - 32), the factor that brings a number with n - 1 leading zeros among 32 bits into [1, 2). */
const normalizers = Float64Array.from({ length: 34 }, (_, n) => 2 ** (n - 32));

/**
 * Writes cos(2 pi u) and sin(2 pi u) to `out`, each to 1.5 units in the last place. The nearest quarter of a turn is taken off
 * without error, |x| < 1/8 of a turn is left.
 */
export function cosineAndSine(word: number, out: Float64Array): void {
  const quarters = (word + 0x20000000) >>> 30;
  const x = (((word - (quarters << 30)) | 0) + 0.5) * perWord;
  const z = x * x;
  const z2 = z * z;
  const sinLow = z2 * (z * sin3 + sin2) + (z * sin1 + sin0);
  const sine = x * (z * (z2 * z2 * (z * sin5 + sin4) + sinLow) + turnLow + turnHigh);
  const cosLow = z2 * (z * cos3 + cos2) + (z * cos1 + cos0);
  const cosHigh = z2 * cos6 + (z * cos5 + cos4);
  const cosine = 1 + z * (z2 * z2 * cosHigh + cosLow);
  const [re, im] = (quarters & 1) === 0 ? [cosine, sine] : [sine, cosine];
  out[0] = quarters === 1 || quarters === 2 ? -re : re;
  out[1] = quarters >= 2 ? -im : im;
}

/**
 * A CN(0, 1) entry from a block of random bits, written to `out` from `at` on: real and imaginary parts are N(0, 1/2), each with an
 * error of at most 3 units in the last place.
 */
export function complexNormal(bits: Block, out: Float64Array, at: number): void {
  const radius = Math.sqrt(negativeLogarithm(bits[0]));
  cosineAndSine(bits[1], turn);
  out[at] = turn[0] * radius;
  out[at + 1] = turn[1] * radius;
}

/** A standard normal from a block of random bits: only the cosine is used. */
export function normal(bits: Block): number {
  cosineAndSine(bits[1], turn);
  return turn[0] * Math.sqrt(2 * negativeLogarithm(bits[0]));
}

const turn = new Float64Array(2);
