import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNpy } from '../../src/arrays/npy.ts';
import { beamforming } from '../../src/problems/beamforming/problem.ts';
import { openChannels } from '../../src/problems/beamforming/recorded.ts';
import { streamsFor } from '../../src/random/streams.ts';

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

const bytesOf = (values: Float64Array | Float32Array) => new Uint8Array(values.buffer);
const counting = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 0.5);

describe('parseNpy', () => {
  test.each([1, 2, 3])('reads complex128 in C order, format version %d', (version) => {
    const data = counting(2 * 2 * 3);
    expect(parseNpy(npy({ shape: [2, 3], version, data: bytesOf(data) }), 'h.npy')).toEqual({
      shape: [2, 3],
      values: data,
    });
  });

  test('reads complex64', () => {
    const data = Float32Array.of(1.5, -2, 0.1, 4);
    expect(parseNpy(npy({ descr: "'<c8'", shape: [2], data: bytesOf(data) }), 'h.npy').values).toEqual(
      Float64Array.from(data),
    );
  });

  test('Fortran order gives the same array as C order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), (shape) => {
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
        const read = parseNpy(npy({ shape, fortran: true, data: bytesOf(inFortran) }), 'h.npy');
        expect(read).toEqual({ shape, values: inC });
      }),
    );
  });

  test('a file may lie at any offset of its buffer', () => {
    const file = npy({ shape: [1], data: bytesOf(counting(2)) });
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(parseNpy(shifted.subarray(3), 'h.npy').values).toEqual(counting(2));
  });

  const data = bytesOf(counting(8));
  test.each([
    ['text', new Uint8Array(Buffer.from('1,2,3,4,5,6,7,8,9')), 'h.npy is no .npy file of format 1, 2 or 3'],
    ['nothing', new Uint8Array(0), 'h.npy is no .npy file'],
    ['a later version', npy({ shape: [4], version: 4, data }), 'h.npy is no .npy file'],
    ['half a header', npy({ shape: [4], data }).subarray(0, 40), 'h.npy is no .npy file'],
    [
      'big-endian',
      npy({ descr: "'>c16'", shape: [4], data }),
      'h.npy holds entries of type ">c16"; accepted: little-endian',
    ],
    ['reals', npy({ descr: "'<f8'", shape: [8], data }), 'h.npy holds entries of type "<f8"'],
    [
      'records',
      npy({ descr: "[('re', '<f8'), ('im', '<f8')]", shape: [4], data }),
      'h.npy holds entries of type "[(re',
    ],
    ['cut off', npy({ shape: [5], data }), 'h.npy holds 64 bytes of data where its header announces 80'],
    ['too long', npy({ shape: [3], data }), 'h.npy holds 64 bytes of data where its header announces 48'],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => parseNpy(bytes, 'h.npy')).toThrow(message);
    expect(() => parseNpy(bytes, 'h.npy')).toThrow(expect.objectContaining({ name: 'UserError' }));
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
      `${flat} holds an array of shape (6, 4); accepted: channels of shape (trials, K, N, M), none of them 0`,
    );
    const none = written('none.npy', { shape: [0, 2, 1, 4], data: new Uint8Array(0) });
    await expect(openChannels(none)).rejects.toThrow(`${none} holds an array of shape (0, 2, 1, 4)`);
  });

  test('must be finite', async () => {
    const wrong = written('nan.npy', { shape, data: bytesOf(values.with(20, Number.NaN)) });
    await expect(openChannels(wrong)).rejects.toThrow(`${wrong}: the channel of trial 1 holds NaN`);
  });

  test('must exist', async () => {
    await expect(openChannels(join(folder, 'no.npy'))).rejects.toThrow('no.npy does not exist');
  });
});
