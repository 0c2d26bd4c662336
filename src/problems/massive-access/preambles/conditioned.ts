import { EigenvalueDecomposition } from 'ml-matrix';
import { type ComplexMatrix, realForm } from '../../../arrays/complex-matrix.ts';
import { exponential, logarithm } from '../../../random/elementary.ts';
import { toMatrix } from './spectrum.ts';

/**
 * The matrix with the singular vectors of A and singular values that fall geometrically from 1 to 1 / kappa, scaled so that the
 * mean squared length of its columns is 1. With A A^H = U diag(s^2) U^H it is U diag(s' / s) U^H A.
 * @param A at least as wide as high
 */
export function conditioned(A: ComplexMatrix, kappa: number): ComplexMatrix {
  const { rows: L, columns: N } = A;
  const wanted = Array.from({ length: L }, (_, i) => exponential(L === 1 ? 0 : (-i / (L - 1)) * logarithm(kappa)));
  const scale = Math.sqrt(N / wanted.reduce((sum, s) => sum + s * s, 0));
  const real = toMatrix(realForm(A));
  const { eigenvectorMatrix: U, realEigenvalues } = new EigenvalueDecomposition(real.mmul(real.transpose()), {
    assumeSymmetric: true,
  });
  // Every eigenvalue of the complex matrix occurs twice in its real form: the two get the same new value.
  const order = realEigenvalues.map((_, i) => i).sort((i, j) => realEigenvalues[j] - realEigenvalues[i]);
  const factors = new Array<number>(2 * L);
  order.forEach((column, rank) => {
    factors[column] = (scale * wanted[rank >> 1]) / Math.sqrt(realEigenvalues[column]);
  });
  const changed = U.clone().mulRowVector(factors).mmul(U.transpose()).mmul(real);
  const data = new Float64Array(2 * L * N);
  for (let i = 0; i < L; i++) {
    for (let j = 0; j < N; j++) {
      data[2 * (i * N + j)] = changed.get(i, j);
      data[2 * (i * N + j) + 1] = changed.get(i + L, j);
    }
  }
  return { rows: L, columns: N, data };
}
