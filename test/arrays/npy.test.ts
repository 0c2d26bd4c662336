import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesIn } from '../../src/arrays/byte-reader.ts';
import type { DenseArray } from '../../src/arrays/dense-array.ts';
import { npyBytes, openNpy } from '../../src/arrays/npy.ts';
import { beamforming } from '../../src/problems/beamforming/problem.ts';
import { openChannels } from '../../src/problems/beamforming/recorded.ts';
import { streamsFor } from '../../src/random/streams.ts';
import { mat5 } from './mat/mat5-forms.ts';

interface File {
  readonly descr?: string;
  readonly fortran?: boolean;
  readonly shape: readonly number[];
  readonly version?: number;
  readonly data: Uint8Array;
}

/** The bytes of a .npy file, as numpy writes them: header padded with blanks to a multiple of 64, newline last. */
function npy({ descr = "'<c16'", fortran = false, shape, version = 1, data }: File): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
  const fixed = version === 1 ? 10 : 12;
  const length = Math.ceil((fixed + text.length + 1) / 64) * 64 - fixed;
  const header = Buffer.alloc(fixed + length, ' ');
  header.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  if (version === 1) header.writeUInt16LE(length, 8);
  else header.writeUInt32LE(length, 8);
  header.write(text, fixed);
  header[fixed + length - 1] = 0x0a;
  return Buffer.concat([header, data]);
}

/** Reads the whole array. */
async function parse(bytes: Uint8Array): Promise<DenseArray> {
  return (await openNpy(bytesIn(bytes), 'h.npy')).read('float64');
}

const bytesOf = (values: Float64Array | Float32Array) => new Uint8Array(values.buffer);
const counting = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 0.5);

describe('a .npy file', () => {
  test.each([1, 2, 3])('reads complex128 in C order, format version %d', async (version) => {
    const values = counting(2 * 2 * 3);
    expect(await parse(npy({ shape: [2, 3], version, data: bytesOf(values) }))).toEqual({
      shape: [2, 3],
      complex: true,
      values,
    });
  });

  test('reads complex64', async () => {
    const data = Float32Array.of(1.5, -2, 0.1, 4);
    const { values } = await parse(npy({ descr: "'<c8'", shape: [2], data: bytesOf(data) }));
    expect(values).toEqual(Float64Array.from(data));
  });

  test.each([
    ["'<f8'", [1.5, -2, 1e300], (view: DataView, at: number, x: number) => view.setFloat64(8 * at, x, true), 8],
    ["'>f4'", [1.5, -2, 0.25], (view: DataView, at: number, x: number) => view.setFloat32(4 * at, x, false), 4],
    ["'>i2'", [1, -2, 300], (view: DataView, at: number, x: number) => view.setInt16(2 * at, x, false), 2],
    ["'|u1'", [1, 2, 255], (view: DataView, at: number, x: number) => view.setUint8(at, x), 1],
    [
      "'<i8'",
      [1, -2, 2 ** 40],
      (view: DataView, at: number, x: number) => view.setBigInt64(8 * at, BigInt(x), true),
      8,
    ],
  ] as const)('reads reals of type %s', async (descr, numbers, put, bytes) => {
    const data = new Uint8Array(3 * bytes);
    const view = new DataView(data.buffer);
    numbers.forEach((x, i) => {
      put(view, i, x);
    });
    const read = await parse(npy({ descr, shape: [3], data }));
    expect(read).toEqual({ shape: [3], complex: false, values: Float64Array.from(numbers) });
  });

  test('reads big-endian complex numbers, and pairs of real and imaginary part', async () => {
    const data = new Uint8Array(32);
    const view = new DataView(data.buffer);
    const numbers = [1.5, -2, 0.1, 4];
    numbers.forEach((x, i) => {
      view.setFloat64(8 * i, x, false);
    });
    for (const descr of ["'>c16'", "[('real', '>f8'), ('imag', '>f8')]", "[('r', '>f8'), ('i', '>f8')]"]) {
      const read = await parse(npy({ descr, shape: [2], data }));
      expect(read).toEqual({ shape: [2], complex: true, values: Float64Array.from(numbers) });
    }
  });

  test('is read whatever hand wrote its header', async () => {
    const data = bytesOf(counting(4));
    for (const text of [
      '{"descr": "<c16", "fortran_order": False, "shape": (2,), }',
      "{'shape': (2L,), 'fortran_order': False, 'descr': '<c16'}\n",
      "{'descr':'<c16','fortran_order':False,'shape':(2)}",
    ]) {
      const header = Buffer.alloc(10 + text.length);
      header.set([0x93, ...Buffer.from('NUMPY'), 1, 0]);
      header.writeUInt16LE(text.length, 8);
      header.write(text, 10);
      expect(await parse(Buffer.concat([header, data]))).toEqual({ shape: [2], complex: true, values: counting(4) });
    }
  });

  test('is what npyBytes writes', async () => {
    for (const array of [
      { shape: [2, 3], complex: true, values: counting(12) },
      { shape: [4], complex: false, values: counting(4) },
      { shape: [2, 1, 2], complex: false, values: Float32Array.of(1, 2.5, -3, 4) },
      { shape: [1], complex: true, values: Float32Array.of(1, 2.5) },
    ]) {
      const bytes = npyBytes(array);
      expect(await parse(bytes)).toEqual({ ...array, values: Float64Array.from(array.values) });
      expect((bytes.length - array.values.byteLength) % 64).toBe(0);
    }
  });

  test('is read, or refused in one line that names it, whatever happens to its bytes', async () => {
    const good = npy({ shape: [2, 3], fortran: true, data: bytesOf(counting(12)) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) }), { minLength: 1, maxLength: 5 }),
        fc.oneof(fc.constant(good.length), fc.nat(good.length)),
        async (changes, length) => {
          const bytes = Uint8Array.from(good);
          for (const { at, to } of changes) bytes[at] = to;
          await parse(bytes.subarray(0, length)).catch((error: Error) => {
            expect(error.name).toBe('UserError');
            expect(error.message).toMatch(/^h\.npy [^\n]*$/);
          });
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('Fortran order gives the same array as C order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), async (shape) => {
        const size = shape.reduce((product, n) => product * n, 1);
        const inC = counting(2 * size);
        const inFortran = new Float64Array(2 * size);
        for (let entry = 0; entry < size; entry++) {
          let rest = entry;
          let at = 0;
          for (let axis = shape.length - 1; axis >= 0; axis--) {
            const stride = shape.slice(0, axis).reduce((product, n) => product * n, 1);
            at += (rest % shape[axis]) * stride;
            rest = Math.floor(rest / shape[axis]);
          }
          inFortran.set(inC.subarray(2 * entry, 2 * entry + 2), 2 * at);
        }
        const read = await parse(npy({ shape, fortran: true, data: bytesOf(inFortran) }));
        expect(read).toEqual({ shape, complex: true, values: inC });
      }),
    );
  });

  test('a file may lie at any offset of its buffer', async () => {
    const file = npy({ shape: [1], data: bytesOf(counting(2)) });
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect((await parse(shifted.subarray(3))).values).toEqual(counting(2));
  });

  const data = bytesOf(counting(8));
  test.each([
    ['text', new Uint8Array(Buffer.from('1,2,3,4,5,6,7,8,9')), 'h.npy is no .npy file of format 1, 2 or 3'],
    ['nothing', new Uint8Array(0), 'h.npy is no .npy file'],
    ['a later version', npy({ shape: [4], version: 4, data }), 'h.npy is no .npy file'],
    ['half a header', npy({ shape: [4], data }).subarray(0, 40), 'h.npy is no .npy file'],
    ['objects', npy({ descr: "'|O'", shape: [8], data }), 'h.npy holds entries of type "|O"; accepted: float32'],
    [
      'long doubles',
      npy({ descr: "'<c32'", shape: [2], data }),
      'numpy.save(path, h.astype(complex)) writes such a file',
    ],
    [
      'records',
      npy({ descr: "[('a', '<f8'), ('b', '<f8')]", shape: [4], data }),
      "h.npy holds entries of type \"[('a'",
    ],
    ['cut off', npy({ shape: [5], data }), 'h.npy holds 64 bytes of data where its header announces 80'],
    ['too long', npy({ shape: [3], data }), 'h.npy holds 64 bytes of data where its header announces 48'],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(parse(bytes)).rejects.toThrow(message);
    await expect(parse(bytes)).rejects.toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});

describe('channels from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'channels-'));
  const written = (name: string, file: File) => {
    const path = join(folder, name);
    writeFileSync(path, npy(file));
    return path;
  };
  const shape = [3, 2, 1, 4];
  const values = counting(2 * 24);

  test('are drawn trial by trial, and fix M, K and N', async () => {
    const recorded = await openChannels(written('good.npy', { shape, data: bytesOf(values) }));
    expect(recorded).toMatchObject({ axes: { M: 4, K: 2, N: 1 }, trials: 3 });
    expect(recorded.sha256).toMatch(/^[0-9a-f]{64}$/);
    const scenario = beamforming.scenario.parse({ ...recorded.axes, d: 1 });
    const streams = streamsFor({ seed: 1, experiment: 'e', scenario: 's' });
    const instance = beamforming.draw(scenario, { first: 1, count: 2 }, streams, recorded);
    expect(instance.H).toEqual(values.slice(16));
    expect(() => beamforming.draw(scenario, { first: 2, count: 2 }, streams, recorded)).toThrow(RangeError);
  });

  test('must have four axes, none of them empty', async () => {
    const flat = written('flat.npy', { shape: [6, 4], data: bytesOf(values) });
    await expect(openChannels(flat)).rejects.toThrow(
      `${flat} holds an array of shape (6, 4), complex; accepted: complex channels of shape (trials, K, N, M), or`,
    );
    const none = written('none.npy', { shape: [0, 2, 1, 4], data: new Uint8Array(0) });
    await expect(openChannels(none)).rejects.toThrow(`${none} holds an array of shape (0, 2, 1, 4)`);
  });

  test('may be real with real and imaginary parts along a last axis, or in a MATLAB file', async () => {
    const parts = written('parts.npy', { descr: "'<f8'", shape: [...shape, 2], data: bytesOf(values) });
    expect(await openChannels(parts)).toMatchObject({ axes: { M: 4, K: 2, N: 1 }, trials: 3, data: values });
    // First index fastest: trial, then user, antenna of the user, antenna.
    const places = Array.from({ length: 24 }, (_, i) => (i % 3) * 8 + (Math.floor(i / 3) % 2) * 4 + Math.floor(i / 6));
    const H = { name: 'H', shape, re: places.map((i) => values[2 * i]), im: places.map((i) => values[2 * i + 1]) };
    const other = { name: 'snr', shape: [1, 1], re: [10], stored: 'uint8' } as const;
    const path = join(folder, 'h.mat');
    writeFileSync(path, mat5([other, { ...H, stored: 'double' }], { littleEndian: true, compressed: true }));
    const expected = { axes: { M: 4, K: 2, N: 1 }, trials: 3, data: values };
    expect(await openChannels(path)).toMatchObject(expected);
    expect(await openChannels(`${path}:H`)).toMatchObject(expected);
    await expect(openChannels(`${path}:snr`)).rejects.toThrow(
      `${path} holds "snr" of shape (1, 1), real; accepted: complex`,
    );
    await expect(openChannels(`${path}:h`)).rejects.toThrow(
      `${path} has no variable "h"; it holds "snr" of shape (1, 1), real, "H"`,
    );
  });

  test('are named where they look as if they had been left in other units', async () => {
    const scaled = (factor: number) => {
      const entries = new Float64Array(48).fill(factor * Math.SQRT1_2);
      return openChannels(written('scaled.npy', { shape, data: bytesOf(entries) }));
    };
    for (const factor of [1, 0.2, 9]) expect(await scaled(factor)).not.toHaveProperty('caution');
    expect((await scaled(1e-3)).caution).toContain('mean power of -60.0 dB');
    expect((await scaled(100)).caution).toContain('mean power of 40.0 dB');
  });

  test('must be finite', async () => {
    const wrong = written('nan.npy', { shape, data: bytesOf(values.with(20, Number.NaN)) });
    await expect(openChannels(wrong)).rejects.toThrow(`${wrong}: the channel of trial 1 holds NaN`);
  });

  test('must exist', async () => {
    await expect(openChannels(join(folder, 'no.npy'))).rejects.toThrow('no.npy does not exist');
  });
});
