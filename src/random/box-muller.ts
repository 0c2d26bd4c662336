import { perWord } from './coefficients.ts';
import { eighth, minusLogarithm } from './elementary.ts';
import type { Block } from './threefry.ts';

/*
 * The transform of Box and Muller by the functions of `elementary.ts`. The same operations in the same order, on several draws at a
 * time, are in `kernels/box-muller.ts`.
 *
 * A word w stands for the middle u = (w + 1/2) 2^-32 of its cell when (0, 1) is cut into 2^32: never 0, never 1.
 */

/** -ln u, to one unit in the last place. */
export function negativeLogarithm(word: number): number {
  const n = Math.clz32(word) + 1;
  return minusLogarithm(((word >>> 0) + 0.5) * normalizers[n], n);
}

/** 2^(n - 32), the factor that brings a number with n - 1 leading zeros among 32 bits into [1, 2). */
const normalizers = Float64Array.from({ length: 34 }, (_, n) => 2 ** (n - 32));

/** Writes cos(2 pi u) and sin(2 pi u) to `out`, each to 1.5 units in the last place. */
export function direction(word: number, out: Float64Array): void {
  // The nearest quarter of a turn is taken off without error.
  const quarters = (word + 0x20000000) >>> 30;
  eighth((((word - (quarters << 30)) | 0) + 0.5) * perWord, quarters, out);
}

/**
 * A CN(0, 1) entry from a block of random bits, written to `out` from `at` on: real and imaginary parts are N(0, 1/2), each with an
 * error of at most 3 units in the last place.
 */
export function complexNormal(bits: Block, out: Float64Array, at: number): void {
  const radius = Math.sqrt(negativeLogarithm(bits[0]));
  direction(bits[1], pair);
  out[at] = pair[0] * radius;
  out[at + 1] = pair[1] * radius;
}

/** A standard normal from a block of random bits: only the cosine is used. */
export function normal(bits: Block): number {
  direction(bits[1], pair);
  return pair[0] * Math.sqrt(2 * negativeLogarithm(bits[0]));
}

const pair = new Float64Array(2);
