import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, ready } from 'h5wasm/node';
import { afterAll, describe, expect, test } from 'vitest';
import { mat5 } from '../../src/arrays/mat/mat5-writer.ts';
import { readChannels } from '../../src/downlink/recorded-channels.ts';

const folder = mkdtempSync(join(tmpdir(), 'formats-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

/** Two trials of K = 1, N = 1, M = 3: entries 1 + 2j, 3 + 4j ... 11 + 12j. */
const numbers = Float64Array.from({ length: 12 }, (_, i) => i + 1);

/** A .npy file of format 1. */
function npy(descr: string, shape: string, put: (view: DataView, at: number, value: number) => void): Buffer {
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
  const header = `${dictionary.padEnd(117)}\n`;
  const start = Buffer.concat([Buffer.from([0x93]), Buffer.from('NUMPY'), Buffer.from([1, 0, header.length, 0])]);
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  for (const [i, value] of numbers.entries()) put(view, 8 * i, value);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), new Uint8Array(view.buffer)]);
}

/** MATLAB's level 7.3, real with real and imaginary parts along a last axis: axes in reverse, 512 bytes before. */
async function level73(): Promise<Buffer> {
  await ready;
  const path = join(folder, 'plain.h5');
  const file = new File(path, 'w');
  const [parts, antennas, trials] = [2, 3, 2].map((length) => [...Array(length).keys()]);
  const data = parts.flatMap((c) => antennas.flatMap((m) => trials.map((t) => numbers[2 * (3 * t + m) + c])));
  file.create_dataset({ name: 'H', data: Float64Array.from(data), shape: [2, 3, 1, 1, 2], dtype: '<d' });
  file.close();
  const block = Buffer.alloc(512, ' ');
  block.write('MATLAB 7.3 MAT-file', 'latin1');
  return Buffer.concat([block, readFileSync(path)]);
}

const little = (view: DataView, at: number, value: number) => view.setFloat64(at, value, true);
const big = (view: DataView, at: number, value: number) => view.setFloat64(at, value, false);

describe('channels are the same numbers from', () => {
  test.each<[string, () => Promise<Uint8Array> | Uint8Array]>([
    ['complex.npy', () => npy('<c16', '(2, 1, 1, 3)', little)],
    ['big-endian.npy', () => npy('>c16', '(2, 1, 1, 3)', big)],
    ['pairs.npy', () => npy('<f8', '(2, 1, 1, 3, 2)', little)],
    ['level5.mat', () => mat5([{ name: 'H', shape: [2, 1, 1, 3], complex: true, values: numbers }])],
    ['pairs5.mat', () => mat5([{ name: 'H', shape: [2, 1, 1, 3, 2], complex: false, values: numbers }])],
    ['level73-pairs.mat', level73],
  ])('%s', async (name, bytes) => {
    const { sizes, trials, data } = await readChannels(written(name, await bytes()), ['K', 'N', 'M']);
    expect({ sizes, trials }).toEqual({ sizes: [1, 1, 3], trials: 2 });
    expect(data).toEqual(numbers);
  });

  test('an .npz archive, also by the name of an array', async () => {
    const path = new URL('../arrays/fixtures/two.npz', import.meta.url).pathname;
    const whole = await readChannels(path, ['K', 'N', 'M']);
    expect(whole).toMatchObject({ sizes: [2, 1, 3], trials: 2 });
    expect((await readChannels(`${path}:H`, ['K', 'N', 'M'])).data).toEqual(whole.data);
    expect([...(whole.data as Float64Array).slice(0, 4)]).toEqual([0, -2, 0, 3]);
  });
});

test('what is not of that form is refused with what is accepted, and with what the file holds', async () => {
  const path = written('flat.npy', npy('<f8', '(12,)', little));
  await expect(readChannels(path, ['K', 'N', 'M'])).rejects.toThrow(
    'complex channels of shape (trials, K, N, M), or real ones (trials, K, N, M, 2), none of them 0',
  );
});
