import { SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { numbers } from '../graph/check.ts';
import { complex } from '../problems/beamforming/oracle.ts';
import { forms } from './forms.ts';

const rate = (exponent: number) => ({ kind: 'power', rate: 0.1, exponent }) as const;

describe.each(forms)('normalized ascent %s', (_, form, precision) => {
  const arrays = [
    { name: 'X', shape: [2, 2, 3, 2] },
    { name: 'O', shape: [1, 3, 1, 2] },
    { name: 'zero', shape: [2, 2, 2] },
  ];
  const initial = { X: new Float64Array(24).fill(3), O: new Float64Array(6), zero: new Float64Array(8) };
  const gradient = { X: numbers(24, 5).map((x, i) => x * 10 ** (i % 4)), O: numbers(6, 6), zero: new Float64Array(8) };
  const optimizer = { kind: 'normalized', entries: 'complex', rate: rate(0.5), rates: { X: rate(0.6) } } as const;

  test('moves every complex matrix against its gradient, by the rate of its array in spectral norm', async () => {
    const moved = await form(arrays, optimizer, initial, () => gradient, 1);
    for (const [name, rows, cols, length] of [
      ['X', 2, 3, 0.1],
      ['O', 3, 1, 0.1],
    ] as const) {
      const size = 2 * rows * cols;
      for (let first = 0; first < gradient[name].length; first += size) {
        const g = gradient[name].slice(first, first + size);
        const norm = new SingularValueDecomposition(
          complex(rows, cols, (i, j) => [g[2 * (i * cols + j)], g[2 * (i * cols + j) + 1]]),
          { autoTranspose: true },
        ).norm2;
        g.forEach((value, i) => {
          const wanted = initial[name][first + i] - (length * value) / norm;
          expect(Math.abs(moved[name][first + i] - wanted)).toBeLessThan(Math.max(1e-9, precision));
        });
      }
    }
    expect(Array.from(moved.zero)).toEqual(Array(8).fill(0));
  });

  test('takes shorter steps later, each array by its own schedule', async () => {
    const one = await form(arrays, optimizer, initial, () => gradient, 1);
    const two = await form(arrays, optimizer, initial, () => gradient, 2);
    const ratio = (name: 'X' | 'O') => (two[name][1] - one[name][1]) / (one[name][1] - initial[name][1]);
    expect(ratio('X')).toBeCloseTo(2 ** -0.6, 3);
    expect(ratio('O')).toBeCloseTo(2 ** -0.5, 3);
  });

  test('takes real matrices as they are', async () => {
    const real = [{ name: 'W', shape: [3, 2] }];
    const W = numbers(6, 9);
    const moved = await form(
      real,
      { kind: 'normalized', entries: 'real', rate: rate(0.5) },
      { W: new Float64Array(6) },
      () => ({ W }),
      1,
    );
    const norm = new SingularValueDecomposition([0, 1, 2].map((i) => [W[2 * i], W[2 * i + 1]])).norm2;
    W.forEach((value, i) => {
      expect(Math.abs(moved.W[i] + (0.1 * value) / norm)).toBeLessThan(Math.max(1e-9, precision));
    });
  });
});
