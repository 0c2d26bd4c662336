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

describe('a trial in which', () => {
  /** The channels of drawn trials, the one of `user` in the second changed by `change` of its entries and those of user 0. */
  const changed = (user: number, change: (own: number, first: number) => number) => {
    const instance = draw({ M: 6, K: 3, N: 1, d: 1 }, 4, 20);
    const H = instance.H.slice();
    const [perUser, perTrial] = [12, 36];
    for (let i = 0; i < perUser; i++) {
      const at = perTrial + user * perUser + i;
      H[at] = change(H[at], H[perTrial + i]);
    }
    return { ...instance, H };
  };

  test.each<[string, (own: number, first: number) => number]>([
    ['two users have the same channel', (_, first) => first],
    ['two users have the same channel up to rounding', (_, first) => first * (1 + 1e-15)],
    ['two channels differ by a factor', (_, first) => -3 * first],
    ['a user has no channel', () => 0],
  ])('%s has no zero-forcing; the others are solved as before', async (_, change) => {
    const { V, lost, violations } = await run('zero-forcing', changed(2, change));
    expect([lost, violations]).toEqual([[21], []]);
    const { V: before } = await run(
      'zero-forcing',
      changed(2, (own) => own),
    );
    const perTrial = 36;
    for (const trial of [0, 2, 3]) {
      const part = (of: Map<number | null, Float64Array>) =>
        of.get(null)!.subarray(trial * perTrial, (trial + 1) * perTrial);
      expect(part(V)).toEqual(part(before));
    }
    expect(
      V.get(null)!
        .subarray(perTrial, 2 * perTrial)
        .every((v) => v === 0),
    ).toBe(true);
  });

  test('channels are close but apart has its zero-forcing', async () => {
    const { lost } = await run(
      'zero-forcing',
      changed(2, (own, first) => first + 1e-4 * own),
    );
    expect(lost).toEqual([]);
  });

  test.each(['mrt', 'regularized-zero-forcing', 'wmmse'])(
    'a user has no channel leaves it a zero beam of %s',
    async (solver) => {
      const instance = changed(2, () => 0);
      const { V, lost, violations } = await run(solver, instance, solver === 'wmmse' ? { iterations: 5 } : {});
      expect([lost, violations]).toEqual([[], []]);
      const last = [...V.values()].at(-1)!;
      for (let m = 0; m < 6; m++) {
        const row = last.subarray(36 + 6 * m, 36 + 6 * (m + 1));
        expect([row[4], row[5]].map((v) => Math.abs(v))).toEqual([0, 0]);
        expect(Math.hypot(row[0], row[1])).toBeGreaterThan(0);
      }
    },
  );
});
