import { compile, gemm, input, type Session } from '../../graph/index.ts';
import type { Stream } from '../../random/streams.ts';

/** How strongly the covariance C of samples shapes random rows R: rows of R C^exponent, and of R C^8 for principal components. */
export const exponents = { random: 0, root: 0.5, covariance: 1, principal: 8 } as const;

/**
 * Rows of length 1 at right angles that lie where the samples have their energy: those of R C^exponent made orthonormal, with R standard
 * normal and C = X^T X. As the exponent grows they become the principal components, the largest first.
 * @param X samples, [count, n]
 * @returns [M, n]
 */
export async function shapedRows(
  X: Float32Array,
  { M, n, shape, stream }: { M: number; n: number; shape: keyof typeof exponents; stream: Stream },
): Promise<Float32Array> {
  const count = X.length / n;
  const exponent = exponents[shape];
  const normal = (size: number) => Float32Array.from({ length: size }, () => stream.normal());
  if (exponent === 0) return orthonormalRows(normal(M * n), M);
  const samples = input('X', [count, n]);
  const half = await compile({ rows: gemm(input('R', [M, count]), samples) });
  const whole = await compile({ rows: gemm(gemm(input('R', [M, n]), samples, { transposeB: true }), samples) });
  const product = async (session: Session, R: Float32Array) =>
    orthonormalRows((await session.run({ X, R })).rows as Float32Array, M);
  let rows = exponent === 0.5 ? await product(half, normal(M * count)) : normal(M * n);
  for (let power = 1; power <= exponent; power++) rows = await product(whole, rows);
  await Promise.all([half.release(), whole.release()]);
  return rows;
}

/** The rows made orthonormal one after the other, by the modified method of Gram and Schmidt, each twice. */
export function orthonormalRows(rows: Float32Array, count: number): Float32Array {
  const n = rows.length / count;
  const result = Float64Array.from(rows);
  for (let i = 0; i < count; i++) {
    const row = result.subarray(i * n, (i + 1) * n);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) takeAway(row, result.subarray(j * n, (j + 1) * n));
      scaleTo(row, 1 / Math.sqrt(product(row, row)));
    }
  }
  return Float32Array.from(result);
}

/** The transpose of a matrix of `rows` rows. */
export function transposed(matrix: Float32Array, rows: number): Float32Array {
  const columns = matrix.length / rows;
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]);
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function takeAway(row: Float64Array, direction: Float64Array): void {
  const share = product(row, direction);
  for (let k = 0; k < row.length; k++) row[k] -= share * direction[k];
}

function scaleTo(row: Float64Array, factor: number): void {
  for (let k = 0; k < row.length; k++) row[k] *= factor;
}
