import { describe, expect, test } from 'vitest';
import { squaredNorm } from '../../../src/arrays/complex-matrix.ts';
import { instance, scenario } from './solving.ts';

describe('a drawn instance', () => {
  test('has the noise power of eq. (38)', () => {
    expect(instance({ snr: 15 }, 1).sigma2).toBeCloseTo(0.2 / 10 ** 1.5, 12);
    for (const [snr, sigma2] of [
      [0, 1 / 3],
      [5, 0.105409],
      [10, 1 / 30],
    ]) {
      expect(instance({ L: 90, N: 300, M: 2, snr }, 1).sigma2).toBeCloseTo(sigma2, 6);
    }
  });

  test('has that ratio of signal to noise, and that many active devices, in its numbers', () => {
    for (const axes of [
      { L: 20, N: 40, M: 8, snr: 3 },
      { L: 20, N: 40, M: 8, snr: 3, columns: 'raw' },
      { L: 20, N: 40, M: 8, snr: 3, preamble: 'binary', columns: 'raw', activity: 0.3 },
    ] as const) {
      const given = instance(axes, 400);
      const { L, N, M, real, X, Y, activity, active } = given;
      let [signal, noise] = [0, 0];
      for (let row = 0; row < 400 * M; row++) {
        for (let l = 0; l < 2 * L; l++) {
          let s = 0;
          for (let j = 0; j < 2 * N; j++) s += real.data[l * 2 * N + j] * X[row * 2 * N + j];
          signal += s * s;
          noise += (Y[row * 2 * L + l] - s) ** 2;
        }
      }
      expect(10 * Math.log10(signal / noise)).toBeCloseTo(3, 0);
      expect(Math.abs(noise / (400 * M * L * given.sigma2) - 1)).toBeLessThan(0.03);
      const share = active.reduce((sum, a) => sum + a, 0) / active.length;
      expect(Math.abs(share - activity)).toBeLessThan(0.02);
      // Rows of inactive devices are zero, and those of active ones have M entries of mean energy 1.
      expect(squaredNorm(X) / (share * active.length * M)).toBeCloseTo(1, 1);
      for (let n = 0; n < N; n++) {
        const energy = Array.from({ length: M }, (_, m) => X[m * 2 * N + n] ** 2 + X[m * 2 * N + N + n] ** 2);
        expect(energy.every((e) => e > 0)).toBe(active[n] === 1);
      }
    }
  });

  test('shows the same trial whatever the range it is drawn in', () => {
    const axes = { L: 6, N: 10, M: 3, activity: 0.4 };
    const many = instance(axes, 5, 3);
    const one = instance(axes, 1, 5);
    const [y, x] = [3 * 12, 3 * 20];
    expect(many.Y.slice(2 * y, 3 * y)).toEqual(one.Y);
    expect(many.X.slice(2 * x, 3 * x)).toEqual(one.X);
    expect(many.active.slice(20, 30)).toEqual(one.active);
  });

  test('keeps activity and channels when only the SNR changes', () => {
    const [low, high] = [instance({ L: 6, N: 10, M: 3, snr: 0 }, 4), instance({ L: 6, N: 10, M: 3, snr: 20 }, 4)];
    expect(low.X).toEqual(high.X);
    expect(low.Y).not.toEqual(high.Y);
  });
});

describe('a scenario', () => {
  test('has the defaults of the paper', () => {
    expect(scenario({})).toEqual({
      L: 100,
      N: 200,
      M: 30,
      activity: 0.1,
      preamble: 'gaussian',
      kappa: 'drawn',
      columns: 'unit',
      snr: 15,
      threshold: 'own',
      realization: 1,
    });
  });

  test.each([
    [{ activity: 0 }, 'activity'],
    [{ N: 0 }, 'N'],
    [{ preamble: 'hadamard' }, 'preamble'],
    [{ preamble: 'binary', kappa: 2 }, 'kappa is for gaussian preambles'],
    [{ kappa: 0.5 }, 'kappa'],
    [{ kappa: 2, L: 100, N: 50 }, 'L <= 50'],
    [{ preamble: 'zadoff-chu', L: 6, N: 13 }, 'there are 12 different Zadoff-Chu preambles of length 6'],
    [{ N: 10_000, M: 10_000 }, 'at most'],
    [{ users: 4 }, 'users'],
  ])('like %j is refused', (axes, message) => {
    expect(() => scenario(axes as never)).toThrow(message);
  });
});
