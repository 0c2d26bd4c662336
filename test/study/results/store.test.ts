import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlockResult, BlockStore } from '../../../src/study/results/store.ts';

let folder: string;
let store: BlockStore;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  store = new BlockStore(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

const key = 'ab'.repeat(32);

const block: BlockResult = {
  count: 2,
  seconds: 0.25,
  observations: [
    { name: 'wsr', kind: 'mean', iteration: 1, values: Float64Array.of(1.5, -0) },
    { name: 'nmse', kind: 'ratio-db', iteration: null, values: Float64Array.of(1, 2, 5e-324, Number.MAX_VALUE) },
  ],
};

describe('the block store', () => {
  it('gives back what was written, bit by bit', () => {
    const double = fc.double({ noNaN: true });
    const observation = (count: number) =>
      fc.record({
        name: fc.string({ minLength: 1 }),
        kind: fc.constant('mean' as const),
        iteration: fc.option(fc.nat()),
        values: fc.float64Array({ minLength: count, maxLength: count, noNaN: true }),
      });
    const result = fc
      .nat({ max: 5 })
      .chain((count) =>
        fc.record({ count: fc.constant(count), seconds: double, observations: fc.array(observation(count)) }),
      )
      .filter(({ seconds }) => Number.isFinite(seconds) && !Object.is(seconds, -0));
    fc.assert(
      fc.property(result, (written) => {
        store.write(key, written);
        expect(store.read(key)).toEqual({ state: 'stored', result: written });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps two columns a trial apart and the sign of zero', () => {
    store.write(key, block);
    const read = store.read(key);
    expect(read).toEqual({ state: 'stored', result: block });
    expect(Object.is(read.state === 'stored' && read.result.observations[0].values[1], -0)).toBe(true);
  });

  it('knows a file in which any one bit changed, and one that was cut short or grew', () => {
    store.write(key, block);
    const path = store.path(key);
    const bytes = readFileSync(path);
    const damaged = { state: 'damaged', path };
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] ^= 1 << (i % 8);
      writeFileSync(path, changed);
      expect(store.read(key)).toEqual(damaged);
    }
    for (const other of [bytes.subarray(0, -1), bytes.subarray(1), Buffer.alloc(0), Buffer.concat([bytes, bytes])]) {
      writeFileSync(path, other);
      expect(store.read(key)).toEqual(damaged);
    }
  });

  it('refuses a whole block under the name of another', () => {
    store.write(key, block);
    const other = 'ab'.padEnd(64, '0');
    writeFileSync(store.path(other), readFileSync(store.path(key)));
    expect(store.read(other).state).toBe('damaged');
  });

  it('has no block that was never written, or was removed, and leaves no temporary files', () => {
    expect(store.read('cd'.repeat(32))).toEqual({ state: 'missing' });
    store.write(key, block);
    expect(statSync(store.path(key)).isFile()).toBe(true);
    store.remove(key);
    store.remove(key);
    expect(store.read(key)).toEqual({ state: 'missing' });
  });
});
