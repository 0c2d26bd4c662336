import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complexNormal } from '../../src/random/box-muller.ts';
import { fillComplexNormals } from '../../src/random/normals.ts';
import { threefry2x32 } from '../../src/random/threefry.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

/** What the kernel has to give, one entry at a time and without WebAssembly. */
function expected(key: Int32Array, trial: number, block: number, perTrial: number, trials: number): Float64Array {
  const out = new Float64Array(2 * perTrial * trials);
  const bits = new Int32Array(2);
  for (let i = 0; i < perTrial * trials; i++) {
    threefry2x32(key[0], key[1], trial + Math.floor(i / perTrial), block + (i % perTrial), bits);
    complexNormal(bits, out, 2 * i);
  }
  return out;
}

/** The counter that Threefry takes to a block of bits: its rounds backwards. */
function counterOf(k0: number, k1: number, bits: readonly number[]): readonly [number, number] {
  const keys = [k0, k1, 0x1bd11bda ^ k0 ^ k1];
  const rotations = [13, 15, 26, 6, 17, 29, 16, 24];
  let [x, y] = bits;
  for (let round = 19; round >= 0; round--) {
    if (round % 4 === 3) {
      const injection = (round + 1) / 4;
      x = (x - keys[injection % 3]) | 0;
      y = (y - keys[(injection + 1) % 3] - injection) | 0;
    }
    const by = rotations[round % 8];
    y ^= x;
    y = (y >>> by) | (y << (32 - by));
    x = (x - y) | 0;
  }
  return [(x - k0) | 0, (y - k1) | 0];
}

describe('complex normals from WebAssembly', () => {
  test('have the bits of the transform in TypeScript, for any key, trial and block', () => {
    fc.assert(
      fc.property(
        word,
        word,
        word,
        word,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (...args) => {
          const [k0, k1, trial, block, perTrial, trials] = args;
          const key = Int32Array.of(k0, k1);
          const out = new Float64Array(2 * perTrial * trials);
          fillComplexNormals(key, { trial, block }, perTrial, out);
          expect(out).toEqual(expected(key, trial, block, perTrial, trials));
        },
      ),
    );
  });

  test.each([
    { perTrial: 2048, trials: 2 },
    { perTrial: 2049, trials: 2 },
    { perTrial: 5000, trials: 3 },
    { perTrial: 700, trials: 7 },
    { perTrial: 1, trials: 4099 },
  ])('$perTrial entries of $trials trials: more than one call holds', ({ perTrial, trials }) => {
    const key = Int32Array.of(3, 4);
    const out = new Float64Array(2 * perTrial * trials);
    fillComplexNormals(key, { trial: 5, block: 6 }, perTrial, out);
    expect(out).toEqual(expected(key, 5, 6, perTrial, trials));
  });

  // The published blocks of Threefry, and words at which the transform changes its course.
  test.each([
    [0x6b200159, 0x99ba4efe],
    [0x1cb996fc, 0xbb002be7],
    [0xc4923a9c, 0x483df7a0],
    ...[0, 1, 0x7fffffff, 0x80000000, 0xb504efff, 0xb504f000, 0xb504f333, 0xb504f334, 0xffffffff].flatMap((first) =>
      [
        0, 0x1fffffff, 0x20000000, 0x5fffffff, 0x60000000, 0x9fffffff, 0xa0000000, 0xdfffffff, 0xe0000000, 0xffffffff,
      ].map((second) => [first, second]),
    ),
  ])('of the block %i, %i have the bits of the transform in TypeScript', (...bits) => {
    const key = Int32Array.of(7, 8);
    const [trial, block] = counterOf(7, 8, bits);
    const [got, wanted] = [new Float64Array(2), new Float64Array(2)];
    fillComplexNormals(key, { trial, block }, 1, got);
    complexNormal(Int32Array.from(bits), wanted, 0);
    expect(got).toEqual(wanted);
  });
});
