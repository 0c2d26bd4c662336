import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gemm, input } from '../../../src/graph/index.ts';
import { checkGradient, evaluate, expectClose, numbers } from '../check.ts';

type Matrix = number[][];

function matrix(rows: number, columns: number, seed: number) {
  return { shape: [rows, columns], data: numbers(rows * columns, seed) };
}

function toRows({ shape: [rows, columns], data }: { shape: number[]; data: ArrayLike<number> }): Matrix {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => data[i * columns + j]));
}

function transposed(a: Matrix): Matrix {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

/** The textbook triple loop. */
function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
}

const size = fc.integer({ min: 1, max: 4 });

describe('gemm', () => {
  test('is alpha op(a) op(b) + beta c for all transposes and all shapes of c', async () => {
    const cases = fc.record({
      sizes: fc.tuple(size, size, size),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      c: fc.constantFrom('none', 'full', 'row', 'column', 'vector', 'scalar'),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ sizes: [m, k, n], transposeA, transposeB, c }) => {
        const a = transposeA ? matrix(k, m, 1) : matrix(m, k, 1);
        const b = transposeB ? matrix(n, k, 2) : matrix(k, n, 2);
        const cShape = { none: [], full: [m, n], row: [1, n], column: [m, 1], vector: [n], scalar: [] }[c]!;
        const cData = numbers(
          cShape.reduce((x, y) => x * y, 1),
          3,
        );
        const options = { transposeA, transposeB, alpha: -0.5, beta: 2 };
        const build = (x: ReturnType<typeof input>, y: ReturnType<typeof input>, z?: ReturnType<typeof input>) =>
          gemm(x, y, z ? { ...options, c: z } : options);
        const operands = c === 'none' ? [a, b] : [a, b, { shape: cShape, data: cData }];
        const { shape, data } = await evaluate(build as never, ...operands);
        expect(shape).toEqual([m, n]);
        const plain = product(
          transposeA ? transposed(toRows(a)) : toRows(a),
          transposeB ? transposed(toRows(b)) : toRows(b),
        );
        const cAt = (i: number, j: number) => {
          if (c === 'none') return 0;
          return cData[{ full: i * n + j, row: j, column: i, vector: j, scalar: 0 }[c]!];
        };
        expectClose(
          data,
          plain.flatMap((row, i) => row.map((x, j) => -0.5 * x + 2 * cAt(i, j))),
          1e-14,
        );
        await checkGradient(build as never, operands);
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  test('names the sizes that do not fit', () => {
    const [a, b] = [input('a', [64, 200]), input('b', [100, 30])];
    expect(() => gemm(a, b)).toThrow('gemm: inner sizes differ: [64, 200] x [100, 30]');
    expect(() => gemm(a, a, { transposeA: true, c: b })).not.toThrow('inner');
    expect(() => gemm(a, b, { transposeA: true })).toThrow('gemm: inner sizes differ: [64, 200]^T x [100, 30]');
    expect(() => gemm(input('a', [2, 3]), input('b', [3, 4]), { c: input('c', [3]) })).toThrow('gemm:');
    expect(() => gemm(input('x', [2, 2, 2]), b)).toThrow('gemm: matrices are needed: [2, 2, 2] x [100, 30]');
  });
});

describe('matmul', () => {
  test.each([
    [
      [2, 3],
      [3, 4],
    ],
    [
      [5, 2, 3],
      [3, 4],
    ],
    [
      [5, 2, 3],
      [5, 3, 4],
    ],
    [
      [2, 3],
      [5, 3, 4],
    ],
    [
      [2, 1, 2, 3],
      [3, 3, 2],
    ],
    [
      [1, 3],
      [3, 1],
    ],
  ])('of %j and %j broadcasts over leading axes', async (a, b) => {
    const operands = [a, b].map((shape, i) => ({
      shape,
      data: numbers(
        shape.reduce((x, y) => x * y),
        i,
      ),
    }));
    await checkGradient((x, y) => x.matmul(y), operands);
    const { shape, data } = await evaluate((x, y) => x.matmul(y), ...operands);
    const batch = shape.slice(0, -2);
    const [m, n, k] = [shape[shape.length - 2], shape[shape.length - 1], a[a.length - 1]];
    const count = batch.reduce((x, y) => x * y, 1);
    for (let i = 0; i < count; i++) {
      const [x, y] = operands.map(({ shape: own, data: values }) => {
        const [rows, columns] = own.slice(-2);
        const at = offset(own.slice(0, -2), batch, i) * rows * columns;
        return toRows({ shape: [rows, columns], data: values.slice(at, at + rows * columns) });
      });
      expect(x[0].length).toBe(k);
      expectClose(data.slice(i * m * n, (i + 1) * m * n), product(x, y).flat(), 1e-14);
    }
  });

  /** Number of the matrix of an operand with leading axes `own` that belongs to matrix `i` of the result. */
  function offset(own: number[], batch: number[], i: number): number {
    let [rest, at, stride] = [i, 0, 1];
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      const length = own[axis - batch.length + own.length];
      if (length !== undefined) {
        at += (length === 1 ? 0 : rest % batch[axis]) * stride;
        stride *= length;
      }
      rest = Math.floor(rest / batch[axis]);
    }
    return at;
  }

  test('names the shapes that do not fit', () => {
    expect(() => input('a', [64, 200]).matmul(input('b', [100, 30]))).toThrow(
      'matmul: inner sizes differ: [64, 200] x [100, 30]',
    );
    expect(() => input('a', [3]).matmul(input('b', [3, 2]))).toThrow('matmul: matrices are needed: [3] x [3, 2]');
  });
});
