import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { DenseArray } from '../../../src/arrays/dense-array.ts';
import { npyBytes } from '../../../src/arrays/npy.ts';
import { csiFeedback } from '../../../src/problems/csi-feedback/problem.ts';
import { openSamples } from '../../../src/problems/csi-feedback/recorded.ts';
import { mat5 } from '../../arrays/mat/mat5-forms.ts';
import { instance, scenario, streams } from './drawing.ts';

const folder = mkdtempSync(join(tmpdir(), 'samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

function npy(name: string, array: DenseArray): string {
  const path = join(folder, name);
  writeFileSync(path, npyBytes(array));
  return path;
}

/** Three samples, the same as drawn and then in the layouts of files. */
const drawn = instance({}, 3).X;
const planes = { shape: [3, 2, 32, 32], complex: false, values: drawn.map((x) => 3 * x) };

function expectDrawn(data: unknown): void {
  const worst = (data as Float32Array).reduce((most, x, i) => Math.max(most, Math.abs(x - drawn[i])), 0);
  expect(worst).toBeLessThan(1e-5);
}

describe('samples of a file', () => {
  test('are planes of delays by angles, scaled, and fix Nt and Na', async () => {
    const recorded = await openSamples(npy('planes.npy', planes));
    expect(recorded).toMatchObject({ axes: { Nt: 32, Na: 32 }, trials: 3 });
    expectDrawn(recorded.data);
    const given = csiFeedback.draw(scenario(recorded.axes as never), { first: 1, count: 2 }, streams, recorded);
    expect(given.X).toEqual((recorded.data as Float32Array).slice(2048));
    expect(() => csiFeedback.draw(scenario(), { first: 2, count: 2 }, streams, recorded)).toThrow(RangeError);
  });

  test('may be complex', async () => {
    const values = new Float64Array(drawn.length);
    for (let i = 0; i < values.length / 2; i++) {
      const at = 2048 * Math.floor(i / 1024) + (i % 1024);
      values[2 * i] = drawn[at];
      values[2 * i + 1] = drawn[at + 1024];
    }
    const recorded = await openSamples(npy('complex.npy', { shape: [3, 32, 32], complex: true, values }));
    expect(recorded).toMatchObject({ axes: { Nt: 32, Na: 32 }, trials: 3 });
    expectDrawn(recorded.data);
  });

  test('of the public form, angles by delays in [0, 1], are turned and moved to zero, from .mat and .npy', async () => {
    const most = 2 * drawn.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
    const HT = (i: number, j: number) => {
      const [plane, angle, delay] = [Math.floor(j / 1024), Math.floor((j % 1024) / 32), j % 32];
      return 0.5 + drawn[2048 * i + 1024 * plane + 32 * delay + angle] / most;
    };
    const columns = Array.from({ length: 3 * 2048 }, (_, k) => HT(k % 3, Math.floor(k / 3)));
    const path = join(folder, 'DATA_Htestin.mat');
    const other = { name: 'HF_all', shape: [3, 4000], re: Array(12_000).fill(0), im: Array(12_000).fill(1) };
    const variables = [
      { name: 'HT', shape: [3, 2048], re: columns, stored: 'double' },
      { ...other, stored: 'uint8' },
    ] as const;
    writeFileSync(path, mat5(variables, { littleEndian: true, compressed: true }));
    expectDrawn((await openSamples(path)).data);
    const rows = Float32Array.from({ length: 3 * 2048 }, (_, k) => HT(Math.floor(k / 2048), k % 2048));
    expectDrawn((await openSamples(npy('HT.npy', { shape: [3, 2048], complex: false, values: rows }))).data);
  });

  test.each([
    ['another shape', { shape: [3, 2048, 1], complex: false, values: drawn }, 'accepted: samples (n, 2, Na, Nt)'],
    ['no samples', { shape: [0, 2, 4, 4], complex: false, values: new Float32Array(0) }, 'accepted: samples'],
    ['a shift', { ...planes, values: drawn.map((x) => 0.5 + x / 100) }, 'no value is below zero'],
    ['the public form without its shift', { shape: [3, 2048], complex: false, values: drawn }, 'are from 0 to 1'],
    ['a sample of zeros', { ...planes, values: drawn.map((x, i) => (i < 2048 ? x : 0)) }, 'sample 1 is zero'],
    ['what is not finite', { ...planes, values: drawn.with(5000, Number.NaN) }, 'sample 2 is not finite'],
  ])('with %s are refused', async (_, array, message) => {
    const path = npy('wrong.npy', array);
    await expect(openSamples(path)).rejects.toThrow(message);
    await expect(openSamples(path)).rejects.toThrow(path);
  });
});
