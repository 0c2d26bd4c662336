import { determinant, EVD, inverse, Matrix } from 'ml-matrix';
import type { Instance } from '../../../src/problems/beamforming/instance.ts';

/*
 * Textbook formulas, channel by channel, with ml-matrix: independent of the lanes engine. A complex matrix A is the real matrix
 * [[Re A, -Im A], [Im A, Re A]], so products, sums, inverses are those of the real matrices, the adjoint is the transpose, and
 * trace and log-determinant are twice the complex ones (of Hermitian matrices).
 */

export type Complex = Matrix;

export function complex(rows: number, cols: number, entry: (row: number, col: number) => [number, number]): Complex {
  const A = new Matrix(2 * rows, 2 * cols);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const [re, im] = entry(row, col);
      A.set(row, col, re);
      A.set(rows + row, cols + col, re);
      A.set(row, cols + col, -im);
      A.set(rows + row, col, im);
    }
  }
  return A;
}

export const eye = (n: number): Complex => Matrix.eye(2 * n);
export const times = (...factors: Complex[]): Complex => factors.reduce((product, factor) => product.mmul(factor));
export const plus = (...terms: Complex[]): Complex => terms.reduce((sum, term) => Matrix.add(sum, term));
export const scaled = (A: Complex, factor: number): Complex => Matrix.mul(A, factor);
export const adjoint = (A: Complex): Complex => A.transpose();
export const inv = (A: Complex): Complex => inverse(A);
export const trace = (A: Complex): number => A.trace() / 2;
export const norm2 = (A: Complex): number => A.norm('frobenius') ** 2 / 2;
export const logDet = (A: Complex): number => Math.log(determinant(A)) / 2;
/** Eigenvalues of a Hermitian matrix, ascending; each occurs twice in the real form. */
export function eigenvalues(A: Complex): number[] {
  const all = [...new EVD(A, { assumeSymmetric: true }).realEigenvalues].sort((a, b) => a - b);
  return all.filter((_, i) => i % 2 === 0);
}
export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The channels of one trial of an instance (`trial` counts from its first). */
export function channelsOf({ M, K, N, H }: Instance, trial: number): Complex[] {
  return Array.from({ length: K }, (_, k) =>
    complex(N, M, (row, col) => {
      const at = 2 * (((trial * K + k) * N + row) * M + col);
      return [H[at], H[at + 1]];
    }),
  );
}

/** One channel with what the formulas need of the scenario. */
export interface Case {
  readonly H: Complex[];
  readonly P: number;
  readonly sigma2: number;
  readonly alpha: readonly number[];
}

export function caseOf(instance: Instance, trial: number): Case {
  const { P, sigma2, alpha } = instance;
  return { H: channelsOf(instance, trial), P, sigma2, alpha: [...alpha] };
}

export const powerOf = (V: readonly Complex[]): number => total(V.map(norm2));

/** Eqs. (3), (4), in nats, literally. */
export function weightedSumRate({ H, sigma2, alpha }: Case, V: readonly Complex[]): number {
  return total(
    H.map((Hk, k) => {
      const n = Hk.rows / 2;
      const received = V.map((Vm) => times(Hk, Vm, adjoint(Vm), adjoint(Hk)));
      const others = received.filter((_, m) => m !== k);
      const J = plus(scaled(eye(n), sigma2), ...others);
      return alpha[k] * logDet(plus(eye(n), times(received[k], inv(J))));
    }),
  );
}

/** Optimal receivers and weights: eq. (9a), (9b) with noise c in place of sigma^2 / P sum Tr(V_m V_m^H). */
export function receivers({ H }: Case, V: readonly Complex[], c: number) {
  const U = H.map((Hk, k) => {
    const Q = plus(scaled(eye(Hk.rows / 2), c), ...V.map((Vm) => times(Hk, Vm, adjoint(Vm), adjoint(Hk))));
    return times(inv(Q), Hk, V[k]);
  });
  const W = U.map((Uk, k) => inv(plus(eye(Uk.columns / 2), scaled(times(adjoint(Uk), H[k], V[k]), -1))));
  return { U, W };
}

/** A = sum_k alpha_k H_k^H U_k W_k U_k^H H_k and the B_k = alpha_k H_k^H U_k W_k. */
export function transmitSystem({ H, alpha }: Case, U: readonly Complex[], W: readonly Complex[]) {
  const B = H.map((Hk, k) => scaled(times(adjoint(Hk), U[k], W[k]), alpha[k]));
  const A = plus(...B.map((Bk, k) => times(Bk, adjoint(U[k]), H[k])));
  return { A, B };
}

/** One iteration of eq. (9), unscaled. */
export function wmmseIteration(given: Case, V: readonly Complex[]): Complex[] {
  const { H, P, sigma2, alpha } = given;
  const { U, W } = receivers(given, V, (sigma2 / P) * powerOf(V));
  const { A, B } = transmitSystem(given, U, W);
  const ridge = (sigma2 / P) * total(H.map((_, k) => alpha[k] * trace(times(U[k], W[k], adjoint(U[k])))));
  const inverseR = inv(plus(A, scaled(eye(A.rows / 2), ridge)));
  return B.map((Bk) => times(inverseR, Bk));
}

/** One iteration of Shi et al. */
export function bisectionIteration(given: Case, V: readonly Complex[]): { V: Complex[]; mu: number } {
  const { U, W } = receivers(given, V, given.sigma2);
  const { A, B } = transmitSystem(given, U, W);
  return withinPower(A, B, given.P);
}

/**
 * (A + mu I)^-1 B_k for the smallest mu >= 0 at which their power is at most P: by eigenvalues and plain bisection, to the last bit.
 */
export function withinPower(A: Complex, B: readonly Complex[], P: number): { V: Complex[]; mu: number } {
  const evd = new EVD(A, { assumeSymmetric: true });
  const lambda = evd.realEigenvalues.map((value) => Math.max(value, 0));
  const Q = evd.eigenvectorMatrix;
  const inBasis = B.map((Bk) => times(adjoint(Q), Bk));
  const largest = Math.max(...lambda);
  const inverses = (mu: number) => lambda.map((value) => (value + mu > 1e-12 * largest ? 1 / (value + mu) : 0));
  const at = (mu: number) => inBasis.map((Bk) => times(Q, Matrix.diag(inverses(mu)), Bk));
  const rows = lambda.map((_, row) => total(inBasis.map((Bk) => total(Bk.getRow(row).map((value) => value ** 2)))) / 2);
  const powerAt = (mu: number) => total(inverses(mu).map((value, row) => value ** 2 * rows[row]));
  if (powerAt(0) <= P) return { V: at(0), mu: 0 };
  let [low, high] = [0, Math.sqrt(total(B.map(norm2)) / P)];
  for (let step = 0; step < 200; step++) {
    const mu = (low + high) / 2;
    if (powerAt(mu) > P) low = mu;
    else high = mu;
  }
  return { V: at(high), mu: high };
}

/** E_k of eq. (7), term by term. */
export function errors({ H, P, sigma2 }: Case, U: readonly Complex[], V: readonly Complex[]): Complex[] {
  const noise = (sigma2 / P) * powerOf(V);
  return U.map((Uk, k) => {
    const own = plus(eye(Uk.columns / 2), scaled(times(adjoint(Uk), H[k], V[k]), -1));
    const others = V.filter((_, m) => m !== k).map((Vm) => times(adjoint(Uk), H[k], Vm));
    const interference = others.map((leak) => times(leak, adjoint(leak)));
    return plus(times(own, adjoint(own)), ...interference, scaled(times(adjoint(Uk), Uk), noise));
  });
}

/** f of eq. (6). */
export function objective(given: Case, U: readonly Complex[], W: readonly Complex[], V: readonly Complex[]): number {
  const E = errors(given, U, V);
  return total(W.map((Wk, k) => given.alpha[k] * (trace(times(Wk, E[k])) - logDet(Wk))));
}

/** V scaled to power P, eq. (8). */
export function toPower(V: readonly Complex[], P: number): Complex[] {
  const factor = Math.sqrt(P / powerOf(V));
  return V.map((Vk) => scaled(Vk, factor));
}

/** Largest modulus of a difference of entries. */
export function distance(X: readonly Complex[], Y: readonly Complex[]): number {
  return Math.max(...X.map((Xk, k) => Matrix.sub(Xk, Y[k]).abs().max()));
}

/** V_k^H = the d strongest rows of H_k as they are numbered, under one factor that brings the power to P. */
export function strongestRowsStart({ H, P }: Case, d: number): Complex[] {
  const V = H.map((Hk) => {
    const [n, m] = [Hk.rows / 2, Hk.columns / 2];
    const power = Array.from({ length: n }, (_, row) => total(Hk.getRow(row).map((value) => value ** 2)));
    const rows = power
      .map((value, row) => ({ value, row }))
      .sort((a, b) => b.value - a.value)
      .slice(0, d)
      .map(({ row }) => row)
      .sort((a, b) => a - b);
    return complex(m, d, (row, col) => [Hk.get(rows[col], row), Hk.get(rows[col], m + row)]);
  });
  return toPower(V, P);
}
