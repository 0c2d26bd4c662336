import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BlockIndex } from '../../../src/study/store/block-index.ts';

const location = (n: number) => ({
  kind: 90,
  pack: n % 7,
  offset: 2 ** 40 + n,
  length: 3 * n,
  seconds: n / 8,
  ordinal: n,
});

it('finds what was put in last under each of many keys, and nothing else', () => {
  const index = new BlockIndex();
  const keyOf = (n: number) => createHash('sha256').update(String(n)).digest();
  for (let n = 0; n < 5000; n++) index.set(keyOf(n), location(n));
  for (let n = 0; n < 5000; n += 3) index.set(keyOf(n), location(n + 1));
  expect(index.size).toBe(5000);
  for (let n = 0; n < 5000; n++) expect(index.get(keyOf(n))).toEqual(location(n % 3 === 0 ? n + 1 : n));
  for (let n = 5000; n < 10_000; n++) expect(index.get(keyOf(n))).toBeUndefined();
});

it('is a map also where keys begin alike', () => {
  const key = fc.tuple(fc.nat(3), fc.nat(3)).map(([first, last]) => Buffer.alloc(32).fill(first, 0, 1).fill(last, 31));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat(100)), { maxLength: 60 }), (entries) => {
      const index = new BlockIndex();
      const model = new Map<string, number>();
      for (const [bytes, n] of entries) {
        index.set(bytes, location(n));
        model.set(bytes.toString('hex'), n);
      }
      expect(index.size).toBe(model.size);
      for (const [hex, n] of model) expect(index.get(Buffer.from(hex, 'hex'))).toEqual(location(n));
    }),
  );
});
