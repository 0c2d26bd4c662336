import fc from 'fast-check';
import { SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { normalizedStep, spectralNorm } from '../../../../src/problems/beamforming/iaidnn/normalized-ascent.ts';
import { complex } from '../oracle.ts';

const entry = fc.integer({ min: -1000, max: 1000 }).map((value) => value / 100);

const matrix = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, cols]) =>
  fc.record({
    rows: fc.constant(rows),
    cols: fc.constant(cols),
    values: fc.array(entry, {
      minLength: 2 * rows * cols,
      maxLength: 2 * rows * cols,
    }),
  }),
);

describe('spectral norm', () => {
  test('is the largest singular value', () => {
    fc.assert(
      fc.property(matrix, ({ rows, cols, values }) => {
        const A = complex(rows, cols, (row, col) => {
          const at = 2 * (row * cols + col);
          return [values[at], values[at + 1]];
        });
        const expected = new SingularValueDecomposition(A, { autoTranspose: true }).norm2;
        const found = spectralNorm(Float64Array.from(values), cols);
        expect(found).toBeLessThanOrEqual(expected * (1 + 1e-9) + 1e-300);
        expect(found).toBeGreaterThanOrEqual(expected * 0.999);
      }),
      { numRuns: 300 },
    );
  });

  test('of zero is 0', () => {
    expect(spectralNorm(new Float64Array(8), 2)).toBe(0);
  });
});

describe('normalized step', () => {
  const kinds = [
    { name: 'U.X', role: 'X', rows: 2, cols: 2, count: 2 },
    { name: 'U.O', role: 'O', rows: 2, cols: 1, count: 1 },
  ] as const;

  test('moves every matrix by a length of its own kind, against its gradient', () => {
    const gradient = Float64Array.from({ length: 20 }, (_, i) => Math.cos(i * i) * 10 ** (i % 5));
    const parameters = new Float64Array(20).fill(3);
    normalizedStep(kinds, 8, gradient, parameters);
    const moved = parameters.map((value) => value - 3);
    for (const [first, size, cols, length] of [
      [0, 8, 2, 0.1 / 9 ** 0.6],
      [8, 8, 2, 0.1 / 9 ** 0.6],
      [16, 4, 1, 0.1 / 3],
    ]) {
      const [own, g] = [moved, gradient].map((values) => values.slice(first, first + size));
      expect(spectralNorm(own, cols) / length).toBeCloseTo(1, 4);
      const ratio = own[0] / g[0];
      expect(ratio).toBeLessThan(0);
      own.forEach((value, i) => {
        expect(value / (ratio * g[i])).toBeCloseTo(1, 9);
      });
    }
  });

  test('leaves a matrix without gradient where it is', () => {
    const parameters = new Float64Array(20).fill(3);
    normalizedStep(kinds, 0, new Float64Array(20), parameters);
    expect(parameters).toEqual(new Float64Array(20).fill(3));
  });
});
