import { describe, expect, test } from 'vitest';
import { adjoint, type Complex, caseOf, complex, distance, eye, inv, plus, scaled, times, total } from '../oracle.ts';
import { beamsOf, draw, run } from '../solving.ts';

const scenarios = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 8, K: 2, N: 3, d: 2, snr: 3 },
  { M: 4, K: 4, N: 1, d: 1, snr: 20 },
];

/** Htilde: the d strongest rows of every user, stacked. */
function selected(H: readonly Complex[], d: number): Complex {
  const rows = H.flatMap((Hk) => {
    const [n, m] = [Hk.rows / 2, Hk.columns / 2];
    const entry = (row: number, col: number): [number, number] => [Hk.get(row, col), Hk.get(n + row, col)];
    const power = (row: number) => total(Array.from({ length: m }, (_, col) => Math.hypot(...entry(row, col)) ** 2));
    return Array.from({ length: n }, (_, row) => row)
      .sort((a, b) => power(b) - power(a))
      .slice(0, d)
      .sort((a, b) => a - b)
      .map((row) => Array.from({ length: m }, (_, col) => entry(row, col)));
  });
  return complex(rows.length, rows[0].length, (row, col) => rows[row][col]);
}

/** V_1 ... V_K from the columns of V, each scaled to its share of the power. */
function withEqualPower(V: Complex, K: number, P: number): Complex[] {
  const [m, streams] = [V.rows / 2, V.columns / 2];
  const entry = (row: number, col: number): [number, number] => [V.get(row, col), V.get(m + row, col)];
  const length = (col: number) =>
    Math.sqrt(total(Array.from({ length: m }, (_, row) => Math.hypot(...entry(row, col)) ** 2)));
  const d = streams / K;
  return Array.from({ length: K }, (_, k) =>
    complex(m, d, (row, col) => {
      const factor = Math.sqrt(P / streams) / length(k * d + col);
      const [re, im] = entry(row, k * d + col);
      return [re * factor, im * factor];
    }),
  );
}

describe.each(scenarios)('closed forms at %o', (axes) => {
  const instance = draw(axes, 11);
  const { K, d, P } = instance;

  test.each([
    { name: 'mrt', formula: (Ht: Complex) => adjoint(Ht) },
    { name: 'zero-forcing', formula: (Ht: Complex) => times(adjoint(Ht), inv(times(Ht, adjoint(Ht)))) },
    {
      name: 'regularized-zero-forcing',
      formula: (Ht: Complex) =>
        times(adjoint(Ht), inv(plus(times(Ht, adjoint(Ht)), scaled(eye(Ht.rows / 2), (K * d) / P)))),
    },
  ])('$name is its formula', async ({ name, formula }) => {
    const { V, metrics, violations } = await run(name, instance, {}, ['power']);
    expect(violations).toEqual([]);
    for (let trial = 0; trial < 11; trial++) {
      const Ht = selected(caseOf(instance, trial).H, d);
      const expected = withEqualPower(formula(Ht), K, P);
      expect(distance(beamsOf(instance, V.get(null)!, trial), expected)).toBeLessThan(1e-10);
      expect(metrics.get('power null')![trial]).toBeCloseTo(P, 9);
    }
  });
});

test('zero-forcing leaves no interference where all antennas are served', async () => {
  const instance = draw({ M: 8, K: 4, N: 2, d: 2 }, 5);
  const { V } = await run('zero-forcing', instance);
  for (let trial = 0; trial < 5; trial++) {
    const { H } = caseOf(instance, trial);
    const beams = beamsOf(instance, V.get(null)!, trial);
    for (let k = 0; k < 4; k++) {
      for (let m = 0; m < 4; m++) {
        const leak = times(H[k], beams[m]).abs().max();
        if (k === m) expect(leak).toBeGreaterThan(1e-3);
        else expect(leak).toBeLessThan(1e-12);
      }
    }
  }
});

test('zero-forcing refuses more streams than transmit antennas', async () => {
  const instance = draw({ M: 4, K: 3, N: 2, d: 2 }, 2);
  await expect(run('zero-forcing', instance)).rejects.toThrow(
    'zero-forcing needs K d <= M: 3 users with 2 streams each, but 4 transmit antennas',
  );
  await expect(run('wmmse', instance, { start: 'zero-forcing' })).rejects.toThrow('zero-forcing needs K d <= M');
});
