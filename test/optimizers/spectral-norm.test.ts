import fc from 'fast-check';
import { SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, test } from 'vitest';
import { spectralNorm } from '../../src/optimizers/spectral-norm.ts';
import { complex } from '../problems/beamforming/oracle.ts';

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
        const found = spectralNorm(Float64Array.from(values), cols, 'complex');
        expect(found).toBeLessThanOrEqual(expected * (1 + 1e-9) + 1e-300);
        expect(found).toBeGreaterThanOrEqual(expected * 0.999);
      }),
      { numRuns: 300 },
    );
  });

  test('of zero is 0', () => {
    expect(spectralNorm(new Float64Array(8), 2, 'complex')).toBe(0);
  });
});
