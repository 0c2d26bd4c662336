import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openArrayFile } from '../../src/arrays/array-file.ts';
import { drawArrays } from '../../src/cli/actions/draw-arrays.ts';
import { openSamples } from '../../src/problems/csi-feedback/recorded.ts';
import { problems } from '../../src/problems/index.ts';
import { openSweep } from '../../src/study/experiment/sweep.ts';
import { drawTrials } from '../../src/study/run/compute.ts';

const folder = mkdtempSync(join(tmpdir(), 'draw-'));
const cwd = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(cwd);
  rmSync(folder, { recursive: true });
});

const read = async (path: string) => (await openArrayFile(join(folder, path))).arrays[0].read('float64');

/** The first trials of a sweep, as it draws them. */
async function drawn(problem: string, set: Record<string, (string | number)[]>, count: number) {
  const { plan, source } = await openSweep({ problem, set, trials: count }, '.');
  const [{ scenario, drawHash }] = plan.points;
  const { id: experiment, seed, metrics } = plan;
  const range = { first: 0, count };
  return drawTrials(plan.problem, { source, experiment, seed, scenario, drawHash, range, metrics, jobs: [] });
}

describe('draw', () => {
  test('writes the channels that sweep beamforming solves', async () => {
    await drawArrays('beamforming', { set: ['M=4', 'K=3', 'N=2', 'd=1'], trials: 5, npy: 'h.npy', quiet: true });
    const H = await read('h.npy');
    expect(H).toMatchObject({ shape: [5, 3, 2, 4], complex: true });
    const { H: expected } = (await drawn('beamforming', { M: [4], K: [3], N: [2], d: [1] }, 5)) as { H: Float64Array };
    expect(H.values).toEqual(expected);
  });

  test('writes samples of CSI feedback that sweep reads again, over several blocks', async () => {
    const set = ['Nt=4', 'Nc=16', 'Na=4'];
    await drawArrays('csi-feedback', { set, trials: 501, npy: 'x.npy', quiet: true });
    const { data, axes, trials } = await openSamples(join(folder, 'x.npy'));
    expect({ axes, trials }).toEqual({ axes: { Nt: 4, Na: 4 }, trials: 501 });
    const { X } = (await drawn('csi-feedback', { Nt: [4], Nc: [16], Na: [4] }, 501)) as { X: Float32Array };
    const worst = X.reduce((most, x, i) => Math.max(most, Math.abs(x - (data as Float32Array)[i])), 0);
    expect(worst).toBeLessThan(1e-5);
  });

  test('writes each array of massive access on its own, preambles once: Y = S X + Z', async () => {
    const set = ['L=5', 'N=7', 'M=2', 'snr=100', 'activity=0.5'];
    await drawArrays('massive-access', { set, trials: 65, npy: 'a.npy', quiet: true });
    const [Y, X, active, S] = await Promise.all(['Y', 'X', 'active', 'S'].map((name) => read(`a.${name}.npy`)));
    expect([Y.shape, X.shape, active.shape, S.shape]).toEqual([
      [65, 5, 2],
      [65, 7, 2],
      [65, 7],
      [5, 7],
    ]);
    for (const [t, l, m] of [
      [0, 0, 0],
      [64, 4, 1],
    ]) {
      let [re, im] = [0, 0];
      for (let n = 0; n < 7; n++) {
        const [s, x] = [2 * (l * 7 + n), 2 * ((t * 7 + n) * 2 + m)];
        re += S.values[s] * X.values[x] - S.values[s + 1] * X.values[x + 1];
        im += S.values[s] * X.values[x + 1] + S.values[s + 1] * X.values[x];
      }
      const y = 2 * ((t * 5 + l) * 2 + m);
      expect(Y.values[y]).toBeCloseTo(re, 3);
      expect(Y.values[y + 1]).toBeCloseTo(im, 3);
    }
  });

  test('is there for every problem', async () => {
    for (const load of Object.values(problems)) expect((await load()).arrays).toBeDefined();
  });

  test('refuses several scenarios, and a name of another kind', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(drawArrays('beamforming', { set: ['M=4,8'] })).rejects.toThrow('2 scenarios');
    await expect(drawArrays('beamforming', { npy: 'h.csv' })).rejects.toThrow('h.csv');
    stderr.mockRestore();
  });
});
