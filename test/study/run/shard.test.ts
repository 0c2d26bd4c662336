import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ofShard } from '../../../src/study/run/shard.ts';

it('gives every cell to exactly one shard, evenly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(100), (count, cells) => {
      const owners = Array.from({ length: cells }, (_, cell) =>
        Array.from({ length: count }, (_, i) => i + 1).filter((index) => ofShard(cell, { index, count })),
      );
      expect(owners.every((own) => own.length === 1)).toBe(true);
      const sizes = Array.from({ length: count }, (_, i) => owners.flat().filter((own) => own === i + 1).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
  expect(ofShard(7, undefined)).toBe(true);
});
