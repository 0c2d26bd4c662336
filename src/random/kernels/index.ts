import { transform } from './box-muller';
import { blocks } from './threefry';

/** Entries that a call has room for: 32 KB, so that they stay in the first-level cache until they are copied. */
export const room: i32 = 2048;

/** Where they are; with room for the three that a last vector may write too many. */
export const draws: usize = memory.data(2051 * 16, 64);

/**
 * Writes `count` complex normals a trial for `trials` trials from `trial` on, one after the other, each from a block of its own from
 * `block` on: re, im, re, im ...
 */
export function complexNormals(k0: i32, k1: i32, trial: i32, trials: i32, block: i32, count: i32): void {
  // Two passes over the same place: the bits first, where the numbers then are. Both are long chains of dependent operations, and
  // a processor has more of one chain under way at once where the other is not in between.
  for (let out = draws; trials > 0; --trials, ++trial, out += <usize>count * 16) {
    blocks(k0, k1, trial, block, count, out);
    transform(count, out);
  }
}
