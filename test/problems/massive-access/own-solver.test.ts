import { describe, expect, test } from 'vitest';
import { adaptOwnSolver, type Entry, type Trial } from '../../../src/problems/massive-access/own-solver.ts';
import { instance, nmseOf, solve } from './solving.ts';

const axes = { L: 6, N: 8, M: 3, activity: 0.3, snr: 12 };
const given = instance(axes, 5, 20);

/** x_n = s_n^H Y: a bad estimate that takes every entry of both. */
const matchedFilter = ({ Y, S, L, N, M }: Trial): Entry[][] =>
  Array.from({ length: N }, (_, n) =>
    Array.from({ length: M }, (_, m): Entry => {
      let [re, im] = [0, 0];
      for (let l = 0; l < L; l++) {
        re += S[l][n][0] * Y[l][m][0] + S[l][n][1] * Y[l][m][1];
        im += S[l][n][0] * Y[l][m][1] - S[l][n][1] * Y[l][m][0];
      }
      return [re, im];
    }),
  );

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

describe('a solver of the user', () => {
  test('gets Y and S and returns X, nested or flat, at once or later', async () => {
    const nested = async (trial: Trial) => matchedFilter(trial);
    const flat = (trial: Trial) => Float64Array.from(matchedFilter(trial).flat(2));
    for (const own of [matchedFilter, nested, flat]) {
      const [report] = await solve(adaptOwnSolver('mine', { solve: own }), given);
      expect(report.iteration).toBeNull();
      const wanted = expected();
      report.X.forEach((x, i) => {
        expect(x).toBeCloseTo(wanted[i], 12);
      });
    }
  });

  test('gets sizes, statistics and its parameters', async () => {
    const seen: Trial[] = [];
    const own = adaptOwnSolver('mine', {
      parameters: { share: 1 },
      solve(trial: Trial) {
        seen.push(trial);
        return new Float64Array(2 * 8 * 3);
      },
    });
    await solve(own, given, { share: 0.5 });
    expect(seen).toHaveLength(5);
    expect(seen[3]).toMatchObject({ ...{ L: 6, N: 8, M: 3, activity: 0.3 }, parameters: { share: 0.5 } });
    expect(seen[3].sigma2).toBe(given.sigma2);
    expect([seen[3].Y.length, seen[3].Y[0].length, seen[3].S.length, seen[3].S[0].length]).toEqual([6, 3, 6, 8]);
    expect(own.parameters.safeParse({ share: 'much' }).success).toBe(false);
  });

  test('may decide on the activity and report iterates', async () => {
    const solver = adaptOwnSolver('mine', {
      reports: 'every iteration',
      solve: (trial: Trial) =>
        [0, 1].map((factor) => ({
          X: matchedFilter(trial).map((row) => row.map(([re, im]) => [factor * re, factor * im])),
          active: Array.from({ length: 8 }, (_, n) => n % 2),
        })),
    });
    const reports = await solve(solver, given);
    expect(reports.map(({ iteration }) => iteration)).toEqual([1, 2]);
    expect(nmseOf(given, reports[0].X)).toBe(0);
    expect(reports[1].X[7]).toBeCloseTo(expected()[7], 12);
    expect(Array.from(reports[1].active!.subarray(8, 16))).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  test.each([
    [undefined],
    [[1, 2]],
    [new Float64Array(47)],
    [{ X: new Float64Array(48), active: [1] }],
    [[[['1', '0']]]],
  ])('is told what was expected where it returns %o', async (returned) => {
    const solver = adaptOwnSolver('mine', { solve: () => returned });
    await expect(solve(solver, given)).rejects.toThrow(
      'solve() returned for trial 20 no X[n][m] = [re, im] of N = 8, M = 3, nor 48 numbers',
    );
  });

  test('is refused without a function solve, and with another number of iterates', async () => {
    expect(() => adaptOwnSolver('mine', { solve: 1 })).toThrow('(at solve); accepted: { solve({ Y, S, L, N, M');
    let calls = 0;
    const solver = adaptOwnSolver('mine', {
      reports: 'every iteration',
      solve: () => Array(++calls).fill(new Float64Array(48)),
    });
    await expect(solve(solver, given)).rejects.toThrow('trial 21 no array of 1 X, as for the trials before');
  });
});
