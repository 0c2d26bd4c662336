import { type Block, threefry2x32 } from './threefry.ts';

/**
 * The 64-bit key of a stream: a hash of the seed and of texts, made of the generator itself. The texts, each preceded by its
 * length in bytes, are cut into blocks m of 64 bits, and the key is chained through h <- threefry(key h, counter m) xor m
 * (Matyas, Meyer and Oseas), starting from h = (seed, number of texts). Writes the key to `out`.
 */
export function deriveKey(seed: number, texts: readonly string[], out: Block): void {
  out[0] = seed;
  out[1] = texts.length;
  for (const text of texts) absorb(new TextEncoder().encode(text), out);
}

function absorb(bytes: Uint8Array, h: Block): void {
  const words = new Int32Array(2 * Math.ceil((bytes.length + 4) / 8));
  words[0] = bytes.length;
  for (let i = 0; i < bytes.length; i++) words[1 + (i >> 2)] |= bytes[i] << (8 * (i & 3));
  for (let i = 0; i < words.length; i += 2) {
    threefry2x32(h[0], h[1], words[i], words[i + 1], h);
    h[0] ^= words[i];
    h[1] ^= words[i + 1];
  }
}
