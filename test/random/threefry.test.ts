import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { threefry2x32 } from '../../src/random/threefry.ts';

const block = (k0: number, k1: number, c0: number, c1: number) => {
  const out = new Int32Array(2);
  threefry2x32(k0, k1, c0, c1, out);
  return [...out].map((word) => word >>> 0);
};

const word = fc.integer({ min: 0, max: 0xffffffff });

describe('threefry2x32, 20 rounds', () => {
  // Known-answer vectors of the Random123 distribution.
  test.each([
    { key: [0, 0], counter: [0, 0], answer: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], answer: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], answer: [0xc4923a9c, 0x483df7a0] },
  ])('known answer for key $key and counter $counter', ({ key, counter, answer }) => {
    expect(block(key[0], key[1], counter[0], counter[1])).toEqual(answer);
  });

  test('words are taken modulo 2^32, signed or unsigned', () => {
    fc.assert(
      fc.property(word, word, word, word, (k0, k1, c0, c1) => {
        expect(block(k0 | 0, k1 | 0, c0 | 0, c1 | 0)).toEqual(block(k0, k1, c0, c1));
      }),
    );
  });

  test('a flipped bit of key or counter flips about half of the block', () => {
    let flipped = 0;
    let cases = 0;
    for (let bit = 0; bit < 128; bit++) {
      for (let sample = 0; sample < 64; sample++) {
        const words = [sample, sample * 7, sample * 13, sample * 29];
        const plain = block(words[0], words[1], words[2], words[3]);
        words[bit >> 5] ^= 1 << (bit & 31);
        const changed = block(words[0], words[1], words[2], words[3]);
        flipped += ones(plain[0] ^ changed[0]) + ones(plain[1] ^ changed[1]);
        cases += 64;
      }
    }
    // 524288 fair coins: four standard deviations are 0.0028.
    expect(Math.abs(flipped / cases - 0.5)).toBeLessThan(0.0028);
  });
});

function ones(value: number): number {
  let count = 0;
  for (let bits = value >>> 0; bits !== 0; bits &= bits - 1) count++;
  return count;
}
