import { Matrix, SVD } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { type PreambleScenario, preamblesOf } from '../../../../src/problems/massive-access/preambles/preambles.ts';
import { largestSquaredSingularValue } from '../../../../src/problems/massive-access/preambles/spectrum.ts';
import { scenario } from '../solving.ts';

type Complex = [number, number];

function preambles(axes: Partial<PreambleScenario>) {
  const given = scenario(axes);
  const { S, ...rest } = preamblesOf(given);
  const C = largestSquaredSingularValue(rest.real);
  const at = (l: number, n: number): Complex => [S.data[2 * (l * S.columns + n)], S.data[2 * (l * S.columns + n) + 1]];
  const column = (n: number) => Array.from({ length: S.rows }, (_, l) => at(l, n));
  return { ...rest, S, C, at, column };
}

/** |a^H b| */
function correlation(a: Complex[], b: Complex[]): number {
  let [re, im] = [0, 0];
  a.forEach(([ar, ai], i) => {
    const [br, bi] = b[i];
    re += ar * br + ai * bi;
    im += ar * bi - ai * br;
  });
  return Math.hypot(re, im);
}

function singularValues({ real }: ReturnType<typeof preambles>): number[] {
  const svd = new SVD(Matrix.from1DArray(real.rows, real.columns, real.data), { autoTranspose: true });
  return svd.diagonal.filter((_, i) => i % 2 === 0);
}

describe('preambles', () => {
  test.each(['gaussian', 'binary', 'zadoff-chu'] as const)('%s: columns of unit length, C = ||S||_2^2', (preamble) => {
    const drawn = preambles({ L: 12, N: 30, preamble });
    for (let n = 0; n < 30; n++) expect(correlation(drawn.column(n), drawn.column(n))).toBeCloseTo(1, 12);
    expect(drawn.energy).toBeCloseTo(30, 10);
    expect(drawn.C).toBeCloseTo(singularValues(drawn)[0] ** 2, 9);
  });

  test('Gaussian ones have the statistics of CN(0, 1), and the bound that random matrix theory gives', () => {
    const { S } = preambles({ L: 100, N: 200, columns: 'raw' });
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const re = Array.from(S.data).filter((_, i) => i % 2 === 0);
    const im = Array.from(S.data).filter((_, i) => i % 2 === 1);
    for (const part of [re, im]) {
      expect(mean(part)).toBeCloseTo(0, 1);
      expect(mean(part.map((x) => x * x))).toBeCloseTo(0.5, 1);
    }
    expect(Math.abs(mean(re.map((x, i) => x * im[i])))).toBeLessThan(0.02);
    // (1 + sqrt(N / L))^2 for large matrices, from below
    const { C } = preambles({ L: 100, N: 200 });
    expect(C).toBeGreaterThan(5.2);
    expect(C).toBeLessThan(5.9);
  });

  test('another realization is another draw, the same one the same', () => {
    const first = preambles({ L: 4, N: 6 }).S.data.slice();
    expect(preambles({ L: 4, N: 6, realization: 2 }).S.data).not.toEqual(first);
    expect(preambles({ L: 4, N: 6, realization: 1 }).S.data).toEqual(first);
  });

  test.each([2, 15])('of condition number %d have it, with geometric singular values', (kappa) => {
    const raw = preambles({ L: 10, N: 25, kappa, columns: 'raw' });
    const values = singularValues(raw);
    for (let i = 0; i < 10; i++) expect(values[i] / values[0]).toBeCloseTo(kappa ** (-i / 9), 10);
    expect(raw.energy).toBeCloseTo(25, 10);
    // The singular vectors are those of the draw: A -> U f(Sigma) V^H keeps A A^H S S^H symmetric.
    const drawn = preambles({ L: 10, N: 25, columns: 'raw' });
    const [a, b] = [drawn, raw].map(({ real }) => Matrix.from1DArray(real.rows, real.columns, real.data));
    const product = a.mmul(a.transpose()).mmul(b.mmul(b.transpose()));
    expect(Matrix.sub(product, product.transpose()).norm()).toBeLessThan(1e-9 * product.norm());
    const unit = singularValues(preambles({ L: 10, N: 25, kappa }));
    expect(unit[0] / unit[9]).toBeGreaterThan(0.7 * kappa);
    expect(unit[0] / unit[9]).toBeLessThan(1.4 * kappa);
  });

  test('binary ones are +1 and -1, about equally often', () => {
    const { S } = preambles({ L: 40, N: 60, preamble: 'binary', columns: 'raw' });
    const re = Array.from(S.data).filter((_, i) => i % 2 === 0);
    expect(re.every((x) => Math.abs(x) === 1)).toBe(true);
    expect(Math.abs(re.reduce((a, b) => a + b, 0) / re.length)).toBeLessThan(0.06);
    expect(Array.from(S.data).filter((_, i) => i % 2 === 1)).toEqual(re.map(() => 0));
  });

  test('Zadoff-Chu ones: shifts of one root are orthogonal, roots u and v correlate by sqrt(gcd(u - v, L) / L)', () => {
    // Roots of 90 are 1, 7, 11, ...
    const drawn = preambles({ L: 90, N: 270, preamble: 'zadoff-chu' });
    for (const shift of [1, 17, 89]) expect(correlation(drawn.column(0), drawn.column(shift))).toBeLessThan(1e-10);
    const peak = (root: number) =>
      Math.max(...Array.from({ length: 90 }, (_, i) => correlation(drawn.column(0), drawn.column(90 * root + i))));
    expect(peak(1)).toBeCloseTo(Math.sqrt(6 / 90), 10);
    expect(peak(2)).toBeCloseTo(Math.sqrt(10 / 90), 10);
    // Whole orthogonal bases: S S^H = 3 I.
    expect(drawn.C).toBeCloseTo(3, 10);
    const odd = preambles({ L: 7, N: 14, preamble: 'zadoff-chu', columns: 'raw' });
    expect(correlation(odd.column(0), odd.column(3))).toBeLessThan(1e-12);
    for (let n = 7; n < 14; n++) expect(correlation(odd.column(0), odd.column(n))).toBeCloseTo(Math.sqrt(7), 10);
  });
});
