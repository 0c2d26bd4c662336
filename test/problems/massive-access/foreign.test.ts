import { afterAll, describe, expect, test } from 'vitest';
import { OwnFiles } from '../../foreign/own.ts';
import { instance, nmseOf, solve } from './solving.ts';

const files = new OwnFiles();
afterAll(() => files.remove());

const axes = { L: 6, N: 8, M: 3, activity: 0.3, snr: 12 };
const given = instance(axes, 5, 20);
const own = (text: string, name = 'mine.js') => files.solver('massive-access', name, text);

/** x_n = s_n^H Y: a bad estimate that takes every entry of both. */
const matchedFilter = `
export function matchedFilter({ Y, S, L, N, M }) {
  return Array.from({ length: N }, (_, n) => Array.from({ length: M }, (_, m) => {
    let [re, im] = [0, 0];
    for (let l = 0; l < L; l++) {
      re += S[l][n][0] * Y[l][m][0] + S[l][n][1] * Y[l][m][1];
      im += S[l][n][0] * Y[l][m][1] - S[l][n][1] * Y[l][m][0];
    }
    return [re, im];
  }));
}
`;

/** The same from the real form: rows of X are those of Y times S~. */
function expected(): Float64Array {
  const { L, N, M, Y, real } = given;
  const X = new Float64Array(5 * M * 2 * N);
  for (let row = 0; row < 5 * M; row++) {
    for (let j = 0; j < 2 * N; j++) {
      for (let l = 0; l < 2 * L; l++) X[row * 2 * N + j] += Y[row * 2 * L + l] * real.data[l * 2 * N + j];
    }
  }
  return X;
}

function expectClose(found: Float64Array): void {
  const wanted = expected();
  for (const [i, x] of found.entries()) expect(x).toBeCloseTo(wanted[i], 12);
}

describe('a solver of the user', () => {
  test('gets Y and S and returns X, in JavaScript trial by trial, in Python of many trials', async () => {
    const [report] = await solve(await own(`${matchedFilter} export default { solve: matchedFilter };`), given);
    expect(report.iteration).toBeNull();
    expectClose(report.X);
    const python = await own('def solve(Y, S):\n    return S.conj().T @ Y\n', 'matched.py');
    expectClose((await solve(python, given))[0].X);
  });

  test('gets sizes, statistics and its parameters', async () => {
    const { sigma2 } = given;
    const solver =
      await own(`export default { parameters: { share: 1 }, solve({ Y, S, L, N, M, activity, sigma2, parameters }) {
      const seen = [Y.length, Y[0].length, S.length, S[0].length, L, N, M, activity, sigma2, parameters.share];
      if (String(seen) !== '6,3,6,8,6,8,3,0.3,${sigma2},0.5') throw new Error(String(seen));
      return new Float64Array(2 * N * M);
    } };`);
    await solve(solver, given, { share: 0.5 });
  });

  test('may decide on the activity and report iterates', async () => {
    const solver =
      await own(`${matchedFilter} export default { reports: 'every iteration', solve: (trial) => [0, 1].map((factor) => ({
      X: matchedFilter(trial).map((row) => row.map(([re, im]) => [factor * re, factor * im])),
      active: Array.from({ length: 8 }, (_, n) => n % 2),
    })) };`);
    const python = await own(
      `import numpy as np\nreports = "every iteration"\ndef solve(Y, S, N):
    X = S.conj().T @ Y
    active = np.broadcast_to(np.arange(N) % 2, (2, len(Y), N))
    return np.stack([0 * X, X]), active\n`,
      'deciding.py',
    );
    for (const each of [solver, python]) {
      const reports = await solve(each, given);
      expect(reports.map(({ iteration }) => iteration)).toEqual([1, 2]);
      expect(nmseOf(given, reports[0].X)).toBe(0);
      expectClose(reports[1].X);
      expect(Array.from(reports[1].active!.subarray(8, 16))).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    }
  });

  test.each(['undefined', '[[1, 2]]', 'new Float64Array(47)', '{ X: new Float64Array(48), active: [1] }'])(
    'is told what was expected where it returns %s',
    async (returned) => {
      await expect(solve(await own(`export const solve = () => (${returned});`), given)).rejects.toThrow(
        'it returned no X[n][m] = [re, im] of N = 8, M = 3, nor 48 numbers, nor with active[n] = number of N = 8, nor 8 numbers',
      );
    },
  );
});
