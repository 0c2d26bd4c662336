import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NpyWriter } from '../../../src/arrays/npy-writer.ts';
import { readPreambles } from '../../../src/problems/massive-access/preambles/own.ts';
import { preamblesOf } from '../../../src/problems/massive-access/preambles/preambles.ts';
import { massiveAccess } from '../../../src/problems/massive-access/problem.ts';
import { streamsFor } from '../../../src/random/streams.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-data-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, shape: readonly number[], complex: boolean, values: readonly number[]): string {
  const path = join(folder, name);
  const array = { shape, complex, values: Float64Array.from(values) };
  const writer = new NpyWriter(path, shape[0], array);
  writer.append(array);
  writer.finish();
  return path;
}

const streams = streamsFor({ seed: 2, experiment: 'test', scenario: 'test' });

describe('preambles of a file', () => {
  test('are S as it is there, or with columns of length 1, and fix L, N and what the scenario calls them', async () => {
    const { axes } = await readPreambles(write('s.npy', [2, 3], true, [3, 0, 0, 0, 1, 0, 0, 4, 0, 2, 0, 1]));
    expect(axes).toEqual({ L: 2, N: 3, preamble: expect.stringMatching(/^own [0-9a-f]{12}$/) });
    const scenario = massiveAccess.scenario.parse({ ...axes, M: 1, columns: 'raw' });
    expect([...preamblesOf(scenario).S.data]).toEqual([3, 0, 0, 0, 1, 0, 0, 4, 0, 2, 0, 1]);
    const unit = preamblesOf({ ...scenario, columns: 'unit' });
    const r = Math.SQRT1_2;
    expect([...unit.S.data]).toEqual([0.6, 0, 0, 0, r, 0, 0, 0.8, 0, 1, 0, r].map((v) => expect.closeTo(v, 14)));
    expect(unit.energy).toBeCloseTo(3, 14);
  });

  test('may be real, or real with a last axis of 2: the same preambles have the same name', async () => {
    const named = async (path: string) => (await readPreambles(path)).axes.preamble;
    const real = await named(write('real.npy', [2, 2], false, [1, -1, -1, -1]));
    expect(await named(write('pairs.npy', [2, 2, 2], false, [1, 0, -1, 0, -1, 0, -1, 0]))).toBe(real);
    expect(await named(write('other.npy', [2, 2], false, [1, -1, -1, 1]))).not.toBe(real);
  });

  test('that are no matrix, zero or not finite are refused', async () => {
    const zero = write('zero.npy', [2, 2], false, [1, 0, 1, 0]);
    await expect(readPreambles(zero)).rejects.toThrow(`${zero}: the preamble of device 1 is zero or not finite`);
    const nan = write('nan.npy', [2, 2], false, [Number.NaN, 0, 1, 1]);
    await expect(readPreambles(nan)).rejects.toThrow('the preamble of device 0 is zero or not finite');
    await expect(readPreambles(write('flat.npy', [4], false, [1, 1, 1, 1]))).rejects.toThrow('of shape (L, N)');
  });

  test('that this thread has not read are refused', () => {
    const scenario = massiveAccess.scenario.parse({ L: 2, N: 2, preamble: 'own 0123456789ab' });
    expect(() => preamblesOf(scenario)).toThrow('preamble = own 0123456789ab: only with --preambles');
    expect(massiveAccess.scenario.safeParse({ preamble: 'own' }).success).toBe(false);
  });
});

describe('channels of a file', () => {
  test('are those of the active devices: Y = S X + Z with the noise of snr', async () => {
    const H = Array.from({ length: 2 * 3 * 4 * 2 }, (_, i) => ((7 * i) % 5) / 2 - 1);
    const recorded = await massiveAccess.open!(write('h.npy', [2, 3, 4], true, H));
    expect(recorded).toMatchObject({ axes: { N: 3, M: 4 }, trials: 2 });
    const scenario = massiveAccess.scenario.parse({ ...recorded.axes, L: 5, activity: 0.5, snr: 200 });
    const instance = massiveAccess.draw(scenario, { first: 1, count: 1 }, streams, recorded);
    expect(instance.active).toContain(1);
    const [Y, X, active] = massiveAccess.arrays!(instance).map(({ values }) => values);
    for (let n = 0; n < 3; n++) {
      const own = H.slice(24 + n * 8, 24 + (n + 1) * 8);
      expect([...X.slice(n * 8, (n + 1) * 8)]).toEqual(own.map((value) => (active[n] ? value : 0)));
    }
    // Entry (2, 3) of S X, which noise at -200 dB leaves alone.
    const { data } = instance.S;
    let [re, im] = [0, 0];
    for (let n = 0; n < 3; n++) {
      const [a, b] = [data[2 * (2 * 3 + n)], data[2 * (2 * 3 + n) + 1]];
      const [c, d] = [X[2 * (n * 4 + 3)], X[2 * (n * 4 + 3) + 1]];
      re += a * c - b * d;
      im += a * d + b * c;
    }
    expect(Y[2 * (2 * 4 + 3)]).toBeCloseTo(re, 8);
    expect(Y[2 * (2 * 4 + 3) + 1]).toBeCloseTo(im, 8);
  });

  test('of another power than 1 are named, and scaled on request; a noise power is refused', async () => {
    const path = write('big.npy', [1, 1, 2], true, [3, 0, 0, 3]);
    expect((await massiveAccess.open!(path)).caution).toContain('a mean power of 9.5 dB');
    const scaled = await massiveAccess.open!(path, { normalize: 'all' });
    expect(scaled).not.toHaveProperty('caution');
    expect([...(scaled.data as Float64Array)]).toEqual([1, 0, 0, 1].map((v) => expect.closeTo(v, 14)));
    await expect(massiveAccess.open!(path, { noisePower: 2 })).rejects.toThrow(
      '--noise-power: the noise of massive access',
    );
  });
});
