import { assertCount, assertOperand } from './shapes.ts';
import { AdjointFactor, type ComplexMatrix, type Factor, type Mask, type RealMatrix } from './views.ts';

/*
 * Hermitian positive definite matrices through their Cholesky factors, A = L L^H, block by block. A lane whose matrix is
 * not positive definite or not finite gets a factor of NaN, so that everything computed from it is NaN too, and is
 * marked in `failed`.
 */

/**
 * L with L L^H = A; reads the lower triangle of A and the real part of its diagonal. L may be factored in place: A may be
 * `L.matrix`. Lanes where some block of A is not positive definite (a pivot that is not positive and finite, NaN
 * included) are set in `failed`; the others are left as they were there. Costs 4/3 n^3 real operations a lane.
 */
export function cholesky(L: Factor, A: ComplexMatrix, failed?: Mask): void {
  const { lanes, rows, count, address, rowStride, countStride } = L.matrix;
  assertOperand(lanes, A, rows, rows);
  assertCount(A, count);
  // biome-ignore format: one operand a line
  lanes.kernels.cholesky(count, rows,
    address, rowStride, countStride,
    A.address, A.rowStride, A.countStride,
    failed === undefined ? 0 : failed.address);
}

/** X = L^-1 B, or X = L^-H B for the adjoint factor. X may be B. Costs 4 n^2 m real operations a lane for m columns. */
export function solveTriangular(X: ComplexMatrix, L: Factor | AdjointFactor, B: ComplexMatrix): void {
  if (L instanceof AdjointFactor) solveLeft(X, L.of, B, solves.adjoint);
  else solveLeft(X, L, B, solves.plain);
}

/** X = B L^-1, or X = B L^-H for the adjoint factor. X may be B. */
export function solveTriangularRight(X: ComplexMatrix, B: ComplexMatrix, L: Factor | AdjointFactor): void {
  if (L instanceof AdjointFactor) solveRight(X, B, L.of, solves.adjoint);
  else solveRight(X, B, L, solves.plain);
}

/** X = A^-1 B, from the factor of A. X may be B. */
export function solve(X: ComplexMatrix, L: Factor, B: ComplexMatrix): void {
  solveLeft(X, L, B, solves.plain);
  solveLeft(X, L, X, solves.adjoint);
}

/** X = B A^-1, from the factor of A. X may be B. */
export function solveFromRight(X: ComplexMatrix, B: ComplexMatrix, L: Factor): void {
  solveRight(X, B, L, solves.adjoint);
  solveRight(X, X, L, solves.plain);
}

/** X = A^-1, Hermitian and written in full, from the factor of A. X must not be the factor's own matrix. */
export function inverse(X: ComplexMatrix, L: Factor): void {
  const { lanes, rows, address, rowStride, countStride } = L.matrix;
  assertOperand(lanes, X, rows, rows);
  assertCount(L.matrix, X.count);
  lanes.kernels.inverse(X.count, rows, X.address, X.rowStride, X.countStride, address, rowStride, countStride);
}

/** s = log det A in nats, one for each block, from the factor of A. */
export function logDet(s: RealMatrix, L: Factor): void {
  const { lanes, rows, address, rowStride, countStride } = L.matrix;
  assertOperand(lanes, s, 1, 1);
  assertCount(L.matrix, s.count);
  lanes.kernels.logDet(s.count, rows, s.address, s.countStride, address, rowStride, countStride);
}

const solves = { plain: 0, adjoint: 1 } as const;

function solveLeft(X: ComplexMatrix, L: Factor, B: ComplexMatrix, kind: number): void {
  const { lanes, rows, cols, count } = X;
  assertOperand(lanes, B, rows, cols);
  assertOperand(lanes, L.matrix, rows, rows);
  assertCount(B, count);
  assertCount(L.matrix, count);
  // biome-ignore format: one operand a line
  lanes.kernels.solveLeft(kind, count, rows, cols,
    X.address, X.rowStride, X.countStride,
    L.matrix.address, L.matrix.rowStride, L.matrix.countStride,
    B.address, B.rowStride, B.countStride);
}

function solveRight(X: ComplexMatrix, B: ComplexMatrix, L: Factor, kind: number): void {
  const { lanes, rows, cols, count } = X;
  assertOperand(lanes, B, rows, cols);
  assertOperand(lanes, L.matrix, cols, cols);
  assertCount(B, count);
  assertCount(L.matrix, count);
  // biome-ignore format: one operand a line
  lanes.kernels.solveRight(kind, count, rows, cols,
    X.address, X.rowStride, X.countStride,
    B.address, B.rowStride, B.countStride,
    L.matrix.address, L.matrix.rowStride, L.matrix.countStride);
}
