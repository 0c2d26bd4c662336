import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { nystromStep } from '../../../../src/problems/csi-feedback/principal-components/subspace.ts';
import { streams } from '../drawing.ts';

const length = 40;

/** A covariance with eigenvalues 1, 1/2, 1/4 ... and the given rank. */
function covariance(rank: number): Matrix {
  const stream = streams.of('noise', rank);
  const random = new Matrix(length, length);
  for (let i = 0; i < length; i++) for (let j = 0; j < length; j++) random.set(i, j, stream.normal());
  const basis = new EigenvalueDecomposition(random.add(random.transpose()), { assumeSymmetric: true })
    .eigenvectorMatrix;
  const D = Matrix.diag(Array.from({ length }, (_, k) => (k < rank ? 0.5 ** k : 0)));
  return basis.mmul(D).mmul(basis.transpose());
}

function iterate(C: Matrix, rows: number, steps: number): Matrix {
  const stream = streams.of('network', 1);
  const V = Float64Array.from({ length: rows * length }, () => stream.normal());
  for (let step = 0; step < steps; step++) {
    nystromStep(V, Float64Array.from(Matrix.from1DArray(rows, length, V).mmul(C).to1DArray()), length);
  }
  return Matrix.from1DArray(rows, length, V);
}

test('a few steps give the first eigenvectors, in their order, as a decomposition of the whole matrix does', () => {
  const C = covariance(length);
  const V = iterate(C, 12, 3);
  const exact = new EigenvalueDecomposition(C, { assumeSymmetric: true }).eigenvectorMatrix;
  for (let i = 0; i < 8; i++) {
    const inner = V.getRowVector(i)
      .mmul(exact.getColumnVector(length - 1 - i))
      .get(0, 0);
    expect(Math.abs(inner)).toBeCloseTo(1, i < 5 ? 8 : 4);
  }
  const identity = V.mmul(V.transpose());
  expect(Matrix.sub(identity, Matrix.eye(12)).norm('frobenius')).toBeLessThan(1e-9);
});

test('a covariance of low rank is taken whole, and the rows beyond it are zero', () => {
  const C = covariance(5);
  const V = iterate(C, 12, 2);
  const left = Matrix.sub(C, V.transpose().mmul(V).mmul(C));
  expect(left.norm('frobenius')).toBeLessThan(1e-7);
  expect(V.to2DArray().every((row) => row.every(Number.isFinite))).toBe(true);
});
