import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { multicell } from '../../../src/problems/multicell/problem.ts';
import { openChannels } from '../../../src/problems/multicell/recorded.ts';
import { streamsFor } from '../../../src/random/streams.ts';
import { draw, run } from './solving.ts';

const streams = streamsFor({ seed: 1, experiment: 'test', scenario: 'test' });

/** ||H[b, k]||_F^2 of every channel of a trial. */
function gains({ B, K, N, M, H }: ReturnType<typeof draw>, trial: number): number[] {
  const perChannel = 2 * N * M;
  return Array.from({ length: B * K }, (_, i) => {
    const first = (trial * B * K + i) * perChannel;
    return H.subarray(first, first + perChannel).reduce((sum, value) => sum + value * value, 0);
  });
}

describe('noise', () => {
  test("is `snr` dB below the geometric mean of the gains of a station's users", () => {
    const instance = draw({ B: 3, U: 4, isd: 0.5, snr: 7 }, 5);
    for (let trial = 0; trial < 5; trial++) {
      const of = gains(instance, trial);
      for (let b = 0; b < 3; b++) {
        const own = of.slice(b * 12 + b * 4, b * 12 + b * 4 + 4).map((gain) => 10 * Math.log10(gain / instance.N));
        expect(own.reduce((sum, value) => sum + value, 0) / 4).toBeCloseTo(7, 10);
      }
    }
  });

  test('as it is printed, with 1/10 for 1/U, is the same for ten users and something else for others', () => {
    const both = (U: number) => ['mean', 'printed'].map((noise) => draw({ B: 2, U, Nt: 4, noise }, 1).H);
    const [mean, printed] = both(10);
    mean.forEach((value, i) => {
      expect(printed[i]).toBeCloseTo(value, 10);
    });
    const [ofFour, printedFour] = both(4);
    const ratio = ofFour[0] / printedFour[0];
    expect(ratio).toBeGreaterThan(1e2);
  });
});

describe('draws', () => {
  test('of the same users and fading differ between distances of the stations by the paths alone', () => {
    const [near, far] = [0.5, 2.8].map((isd) => gains(draw({ B: 2, U: 1, isd }, 1), 0));
    expect(near[0]).toBeCloseTo(far[0], 10);
    expect(near[3]).toBeCloseTo(far[3], 10);
    expect(near[1] / far[1]).toBeGreaterThan(10);
  });

  test('are the same in any range', () => {
    const whole = draw({}, 9).H;
    expect(draw({}, 4, 3).H).toEqual(whole.slice((3 * whole.length) / 9, (7 * whole.length) / 9));
  });

  test('are refused where an axis says that it is that of a file', () => {
    const scenario = multicell.scenario.parse({ isd: 'file' });
    expect(() => multicell.draw(scenario, { first: 0, count: 1 }, streams)).toThrow('isd = file: only for channels');
  });
});

test.each([
  [{ isd: 0.3 }, 'isd'],
  [{ Nr: 9 }, 'Nr'],
  [{ B: 2, U: 2, alpha: '1 2 3' }, 'alpha'],
  [{ B: 64, U: 64, Nt: 64 }, 'B'],
  [{ P: 0 }, 'P'],
  [{ layout: 'circle' }, 'layout'],
])('the scenario %o is refused', (axes, axis) => {
  const { error } = multicell.scenario.safeParse(axes);
  expect(error!.issues[0].path).toEqual([axis]);
});

describe('channels of a file', () => {
  async function file(shape: readonly number[], values: Float64Array): Promise<string> {
    const path = join(await mkdtemp(join(tmpdir(), 'multicell-')), 'h.npy');
    const header = `{'descr': '<c16', 'fortran_order': False, 'shape': (${shape.join(', ')}), }`;
    const bytes = Buffer.alloc(128 + 8 * values.length);
    bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
    bytes.write(`${header.padEnd(117)}\n`, 10, 'latin1');
    values.forEach((value, i) => {
      bytes.writeDoubleLE(value, 128 + 8 * i);
    });
    writeFileSync(path, bytes);
    return path;
  }

  test('are taken as they are, with the sizes of the file and noise power 1', async () => {
    const drawn = draw({ B: 2, U: 3, Nt: 4 }, 5);
    const recorded = await openChannels(await file([5, 2, 6, 2, 4], drawn.H));
    expect(recorded).toMatchObject({ trials: 5, axes: { B: 2, U: 3, Nt: 4, Nr: 2, isd: 'file', snr: 'file' } });
    const scenario = multicell.scenario.parse({ ...recorded.axes, P: 3 });
    const instance = multicell.draw(scenario, { first: 1, count: 3 }, streams, recorded);
    expect(instance).toMatchObject({ B: 2, U: 3, K: 6, M: 4, N: 2, d: 2, P: 3, sigma2: 1 });
    expect(instance.H).toEqual(drawn.H.slice(drawn.H.length / 5, (4 * drawn.H.length) / 5));
    expect((await run('wmmse', instance, { iterations: 1, start: 'mrt' })).violations).toEqual([]);
  });

  test('are refused where the stations cannot serve equally many users, or with another shape', async () => {
    const zeros = (count: number) => new Float64Array(2 * count);
    await expect(openChannels(await file([1, 2, 5, 1, 1], zeros(10)))).rejects.toThrow('5 users from 2 stations');
    await expect(openChannels(await file([1, 2, 4, 1], zeros(8)))).rejects.toThrow('(trials, B, B U, Nr, Nt)');
  });
});
