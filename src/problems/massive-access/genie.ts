import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { Observer } from '../../contracts/problem.ts';
import type { Instance } from './instance.ts';
import type { Solution } from './solution.ts';

/**
 * Linear estimates by someone who knows which devices are active: X_A = (S_A^H S_A + rho I)^-1 S_A^H Y, zero elsewhere.
 * With A active devices about 8 A^2 (L + M) + 8 A L M operations a trial.
 * @param rho noise power for the minimum mean-squared error, 0 for least squares; then, with more active devices than symbols,
 *   the solution of smallest norm
 */
export function solveByGenie(instance: Instance, rho: number, observer: Observer<Solution>): void {
  const { L, N, M, Y, active, range } = instance;
  const X = new Float64Array(M * 2 * N);
  for (let i = 0; i < range.count; i++) {
    const own = active.subarray(i * N, (i + 1) * N);
    const devices = Array.from(own.keys()).filter((n) => own[n] === 1);
    const columns = [...devices, ...devices.map((n) => n + N)];
    X.fill(0);
    if (devices.length > 0) {
      const received = Matrix.from1DArray(M, 2 * L, Y.subarray(i * M * 2 * L, (i + 1) * M * 2 * L)).transpose();
      const estimate = regularized(columnsOf(instance, columns), received, rho);
      for (const [row, column] of columns.entries()) {
        for (let m = 0; m < M; m++) X[m * 2 * N + column] = estimate.get(row, m);
      }
    }
    observer.solution(null, { first: range.first + i, count: 1 }, { X, active: own });
  }
}

/** Columns of the real form of S, 2L x number of columns. */
function columnsOf({ real }: Instance, columns: readonly number[]): Matrix {
  const S = new Matrix(real.rows, columns.length);
  for (let i = 0; i < real.rows; i++) {
    columns.forEach((column, j) => {
      S.set(i, j, real.data[i * real.columns + column]);
    });
  }
  return S;
}

/** argmin ||Y - S X||^2 + rho ||X||^2, by the smaller of the two Gram matrices. */
function regularized(S: Matrix, Y: Matrix, rho: number): Matrix {
  const T = S.transpose();
  if (S.columns <= S.rows) return solve(T.mmul(S), rho, T.mmul(Y));
  return T.mmul(solve(S.mmul(T), rho, Y));
}

/** (G + rho I)^-1 B */
function solve(G: Matrix, rho: number, B: Matrix): Matrix {
  return new CholeskyDecomposition(Matrix.add(G, Matrix.eye(G.rows).mul(rho))).solve(B);
}
