import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Added to the diagonal of V C V^T, as a share of its mean, so that it can be factorized where C has less than full rank. */
const shift = 1e-7;

/** Eigenvalues below this share of the largest are rounding: their vectors are left out as zeros. */
const negligible = 1e-12;

/**
 * One step of subspace iteration with Nystrom's approximation of a covariance C (length x length) from its products G = V C with the
 * r rows of V: C ~ G^T (V G^T)^-1 G. Writes the eigenvectors of the approximation, orthonormal rows in the order of falling eigenvalues,
 * to `V`. After the first step from random rows they span the first eigenvectors of C almost, after two or three they are them.
 * 4 r^2 length multiplications.
 *
 * Source: N. Halko, P.-G. Martinsson, J. A. Tropp, "Finding structure with randomness", SIAM Review 53(2), 2011, section 5.4.
 */
export function nystromStep(V: Float64Array, G: Float64Array, length: number): void {
  const r = V.length / length;
  const S = products(V, G, length);
  let trace = 0;
  for (let i = 0; i < r; i++) trace += S.get(i, i);
  for (let i = 0; i < r; i++) S.set(i, i, S.get(i, i) + (shift * trace) / r);
  const F = G.slice();
  solveLower(new CholeskyDecomposition(S).lowerTriangularMatrix, F, length);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(products(F, F, length), {
    assumeSymmetric: true,
  });
  const largest = realEigenvalues[r - 1];
  V.fill(0);
  for (let i = 0; i < r; i++) {
    const [column, eigenvalue] = [r - 1 - i, realEigenvalues[r - 1 - i]];
    if (!(eigenvalue > negligible * largest)) break;
    const row = V.subarray(i * length, (i + 1) * length);
    for (let j = 0; j < r; j++) {
      addMultiple(
        row,
        F.subarray(j * length, (j + 1) * length),
        eigenvectorMatrix.get(j, column) / Math.sqrt(eigenvalue),
      );
    }
  }
}

/** A B^T of row matrices, of which the mean with its transpose is taken. */
function products(A: Float64Array, B: Float64Array, length: number): Matrix {
  const r = A.length / length;
  const result = new Matrix(r, r);
  for (let i = 0; i < r; i++) {
    const [a, b] = [A.subarray(i * length, (i + 1) * length), B.subarray(i * length, (i + 1) * length)];
    for (let j = 0; j <= i; j++) {
      const [c, d] = [A.subarray(j * length, (j + 1) * length), B.subarray(j * length, (j + 1) * length)];
      const value = A === B ? dot(a, c) : (dot(a, d) + dot(c, b)) / 2;
      result.set(i, j, value);
      result.set(j, i, value);
    }
  }
  return result;
}

/** Rows X <- L^-1 X, from the first down. */
function solveLower(L: Matrix, X: Float64Array, length: number): void {
  for (let i = 0; i < L.rows; i++) {
    const row = X.subarray(i * length, (i + 1) * length);
    for (let j = 0; j < i; j++) addMultiple(row, X.subarray(j * length, (j + 1) * length), -L.get(i, j));
    for (let k = 0; k < length; k++) row[k] /= L.get(i, i);
  }
}

function addMultiple(row: Float64Array, other: Float64Array, factor: number): void {
  for (let k = 0; k < row.length; k++) row[k] += factor * other[k];
}

/** In four sums, so that one addition need not wait for another. */
function dot(a: Float64Array, b: Float64Array): number {
  let [p, q, u, v] = [0, 0, 0, 0];
  const end = a.length - (a.length % 4);
  for (let k = 0; k < end; k += 4) {
    p += a[k] * b[k];
    q += a[k + 1] * b[k + 1];
    u += a[k + 2] * b[k + 2];
    v += a[k + 3] * b[k + 3];
  }
  for (let k = end; k < a.length; k++) p += a[k] * b[k];
  return p + q + (u + v);
}
