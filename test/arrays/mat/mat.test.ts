import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { File, ready } from 'h5wasm/node';
import { afterAll, describe, expect, test } from 'vitest';
import { bytesIn } from '../../../src/arrays/byte-reader.ts';
import type { DenseArray } from '../../../src/arrays/dense-array.ts';
import { openMat } from '../../../src/arrays/mat/index.ts';
import { openMat5 } from '../../../src/arrays/mat/mat5.ts';
import { type MatVariable, mat5, storage } from './mat5-forms.ts';

const folder = mkdtempSync(join(tmpdir(), 'mat-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function readAll(path: string): Promise<{ arrays: Record<string, DenseArray>; others: readonly string[] }> {
  const { arrays, others } = await openMat(path);
  const read = await Promise.all(arrays.map(async (array) => [array.name, await array.read('float64')] as const));
  return { arrays: Object.fromEntries(read), others };
}

function written(bytes: Uint8Array): string {
  const path = join(folder, 'h.mat');
  writeFileSync(path, bytes);
  return path;
}

describe('a MATLAB file of level 5', () => {
  test.each(['scipy.mat', 'scipy-compressed.mat'])('%s, written by SciPy, is read', async (name) => {
    const { arrays, others } = await readAll(join(import.meta.dirname, 'fixtures', name));
    const real = (shape: number[], ...values: number[]) => ({
      shape,
      complex: false,
      values: Float64Array.from(values),
    });
    expect(arrays).toEqual({
      reals: real([2, 3], 1, 2.5, -3, 4, 5e-3, 6),
      cube: {
        shape: [2, 2, 3],
        complex: true,
        values: Float64Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i / 2 : 0.5 - (i - 1) / 2)),
      },
      single: real([1, 2], 1.5, -2.5),
      small: real([3, 1], 1, 200, -7),
      whole: real([2, 2], 1, -2, 300, 4),
      long: real([1, 2], 2 ** 40, -5),
      H: real([1, 1], 3),
      empty: real([0, 4]),
    });
    expect(others.toSorted()).toEqual(['cell', 'record', 'sparse', 'text']);
  });

  const variable: fc.Arbitrary<MatVariable> = fc
    .record({
      name: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{0,20}$/),
      shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
      stored: fc.constantFrom('double' as const, 'single' as const, 'int16' as const, 'uint8' as const),
      complex: fc.boolean(),
      seed: fc.nat(),
    })
    .map(({ name, shape, stored, complex, seed }) => {
      const size = shape.reduce((product, n) => product * n, 1);
      const numbers = (shift: number) => Array.from({ length: size }, (_, i) => (i * 7 + seed + shift) % 200);
      return { name, shape, stored, re: numbers(0), ...(complex && { im: numbers(3) }) };
    });

  test('is read in either byte order, compressed or not, whatever type its numbers are stored in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(variable, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
        fc.boolean(),
        fc.boolean(),
        async (variables, littleEndian, compressed) => {
          const { arrays } = await readAll(written(mat5(variables, { littleEndian, compressed })));
          expect(Object.keys(arrays)).toEqual(variables.map(({ name }) => name));
          for (const { name, shape, re, im } of variables) {
            const { values, complex } = arrays[name];
            expect(arrays[name].shape).toEqual(shape);
            expect(complex).toBe(im !== undefined);
            re.forEach((value, at) => {
              const entry = lastIndexFastest(at, shape);
              expect(values[complex ? 2 * entry : entry]).toBe(value);
              if (im) expect(values[2 * entry + 1]).toBe(im[at]);
            });
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(Object.keys(storage)).toHaveLength(4);
  });

  test.each([true, false])(
    'is read, or refused in one line, whatever happens to its bytes (compressed: %s)',
    async (compressed) => {
      const variables: MatVariable[] = [
        { name: 'HT', shape: [3, 4], stored: 'double', re: Array.from({ length: 12 }, (_, i) => i / 7) },
        { name: 'H', shape: [2, 2, 2], stored: 'single', re: [1, 2, 3, 4, 5, 6, 7, 8], im: [8, 7, 6, 5, 4, 3, 2, 1] },
      ];
      const good = mat5(variables, { littleEndian: true, compressed });
      await damaged(good, 3000, readInMemory, 'Damaged');
      const path = written(good.subarray(0, good.length - 20));
      await expect(readAll(path)).rejects.toThrow(`${path} is damaged: an element at byte `);
    },
  );

  test.each([
    ['text', Buffer.from('1,2,3'), 'is no MATLAB file of level 5, 7 or 7.3'],
    ['nothing', new Uint8Array(0), 'is no MATLAB file'],
    ['another header', Buffer.alloc(600), 'is no MATLAB file'],
  ])('%s is refused', async (_, bytes, message) => {
    const path = written(bytes);
    await expect(openMat(path)).rejects.toThrow(`${path} ${message}`);
  });

  test('that announces more numbers than it can hold is refused before room is made for them', async () => {
    const good = Buffer.from(
      mat5([{ name: 'H', shape: [2, 3], stored: 'double', re: [1, 2, 3, 4, 5, 6] }], {
        littleEndian: true,
        compressed: false,
      }),
    );
    const sizes = 128 + 8 + 16 + 8;
    good.writeInt32LE(40_000, sizes);
    good.writeInt32LE(20_000, sizes + 4);
    const path = written(good);
    const { arrays } = await openMat(path);
    await expect(arrays[0].read('float32')).rejects.toThrow(`${path} is damaged: 48 bytes where 800000000 numbers`);
  });
});

/** Changes bytes of a good file and expects what `read` throws, if it does, to be of that kind and one line. */
async function damaged(
  good: Uint8Array,
  runs: number,
  read: (bytes: Uint8Array) => Promise<unknown>,
  kind: string,
): Promise<void> {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
      fc.oneof(fc.constant(good.length), fc.nat(good.length)),
      async (changes, length) => {
        const bytes = Uint8Array.from(good);
        for (const { at, to } of changes) bytes[at] = to;
        await read(bytes.subarray(0, length)).catch((error: Error) => {
          refused++;
          expect(error.name, error.stack).toBe(kind);
          expect(error.message).not.toContain('\n');
        });
      },
    ),
    { numRuns: runs },
  );
  expect(refused).toBeGreaterThan(runs / 10);
}

async function readInMemory(bytes: Uint8Array): Promise<void> {
  const { arrays } = await openMat5(bytesIn(bytes));
  for (const array of arrays) await array.read('float32');
}

function lastIndexFastest(at: number, shape: readonly number[]): number {
  let [rest, entry] = [at, 0];
  shape.forEach((size, axis) => {
    entry += (rest % size) * shape.slice(axis + 1).reduce((product, n) => product * n, 1);
    rest = Math.floor(rest / size);
  });
  return entry;
}

describe('a MATLAB file of level 7.3', () => {
  /** An HDF5 file behind the 512 bytes that MATLAB puts before it. */
  async function mat73(build: (file: File) => void): Promise<Uint8Array> {
    await ready;
    const path = join(folder, 'part.h5');
    const file = new File(path, 'w');
    build(file);
    file.close();
    const block = Buffer.alloc(512, ' ');
    block.write('MATLAB 7.3 MAT-file, Platform: GLNXA64, HDF5 schema 1.00 .', 'latin1');
    return Buffer.concat([block, readFileSync(path)]);
  }

  const build = (file: File) => {
    // MATLAB's 2 x 3 array [1 2 3; 4 5 6], its axes in reverse; chunked and compressed, as MATLAB stores large ones.
    file.create_dataset({
      name: 'HT',
      data: Float64Array.of(1, 4, 2, 5, 3, 6),
      shape: [3, 2],
      chunks: [3, 1],
      compression: 'gzip',
    });
    file.create_dataset({ name: 'single', data: Float32Array.of(1.5, 2.5), shape: [2, 1] });
    file.create_dataset({ name: 'whole', data: Int16Array.of(-3, 4, 5), shape: [1, 3] });
    const parts = { real: Float64Array.of(1, 2, 3, 4), imag: Float64Array.of(-1, -2, -3, -4) };
    file.create_dataset({
      name: 'H',
      data: new Map(Object.entries(parts)),
      shape: [2, 2],
      dtype: [
        ['real', '<d'],
        ['imag', '<d'],
      ],
    });
    file.create_group('#refs#');
    file.create_group('record');
  };

  test('is read: reals, complex numbers, whole numbers, in MATLAB order', async () => {
    const { arrays, others } = await readAll(written(await mat73(build)));
    expect(arrays).toEqual({
      HT: { shape: [2, 3], complex: false, values: Float64Array.of(1, 2, 3, 4, 5, 6) },
      single: { shape: [1, 2], complex: false, values: Float64Array.of(1.5, 2.5) },
      whole: { shape: [3, 1], complex: false, values: Float64Array.of(-3, 4, 5) },
      H: { shape: [2, 2], complex: true, values: Float64Array.of(1, -1, 3, -3, 2, -2, 4, -4) },
    });
    expect(others).toEqual(['record']);
  });

  test('is read, or refused in one line that names it, whatever happens to its bytes', async () => {
    await damaged(await mat73(build), 200, (bytes) => readAll(written(bytes)), 'UserError');
  });
});
