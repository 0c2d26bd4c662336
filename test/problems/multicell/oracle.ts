import type { Instance } from '../../../src/problems/multicell/instance.ts';
import {
  adjoint,
  type Complex,
  complex,
  eye,
  inv,
  logDet,
  norm2,
  plus,
  scaled,
  times,
  total,
  withinPower,
} from '../beamforming/oracle.ts';

/*
 * Textbook formulas for several cells, trial by trial, with ml-matrix: independent of the lanes engine.
 */

/** One trial with what the formulas need of the scenario: H[b][k] from station b to user k, whom station `of[k]` serves. */
export interface Cells {
  readonly H: readonly (readonly Complex[])[];
  readonly of: readonly number[];
  readonly P: number;
  readonly alpha: readonly number[];
}

export function cellsOf({ B, U, M, K, N, P, alpha, H }: Instance, trial: number): Cells {
  const users = Array.from({ length: K }, (_, k) => k);
  return {
    H: Array.from({ length: B }, (_, b) =>
      users.map((k) =>
        complex(N, M, (row, col) => {
          const at = 2 * ((((trial * B + b) * K + k) * N + row) * M + col);
          return [H[at], H[at + 1]];
        }),
      ),
    ),
    of: users.map((k) => Math.floor(k / U)),
    P,
    alpha: [...alpha],
  };
}

/** Eq. (1) of Song et al. with its indices mended, in bits: an interfering signal comes over the channel from the other user's station. */
export function sumRate({ H, of, alpha }: Cells, V: readonly Complex[]): number {
  return total(
    V.map((_, k) => {
      const received = V.map((Vm, m) => {
        const T = times(H[of[m]][k], Vm);
        return times(T, adjoint(T));
      });
      const n = received[k].rows / 2;
      const J = plus(eye(n), ...received.filter((_, m) => m !== k));
      return (alpha[k] * logDet(plus(eye(n), times(received[k], inv(J))))) / Math.LN2;
    }),
  );
}

/** One iteration of Shi et al. over all stations, each with a multiplier of its own. */
export function wmmseIteration(given: Cells, V: readonly Complex[]): { V: Complex[]; mu: number[] } {
  const { H, of, alpha } = given;
  const U = V.map((Vk, k) => {
    const received = V.map((Vm, m) => times(H[of[m]][k], Vm));
    const Q = plus(eye(received[k].rows / 2), ...received.map((T) => times(T, adjoint(T))));
    return times(inv(Q), H[of[k]][k], Vk);
  });
  const W = U.map((Uk, k) => inv(plus(eye(Uk.columns / 2), scaled(times(adjoint(Uk), H[of[k]][k], V[k]), -1))));
  const stations = H.map((channels, b) => {
    const terms = channels.map((Hk, k) => scaled(times(adjoint(Hk), U[k], W[k]), alpha[k]));
    const A = plus(...terms.map((Bk, k) => times(Bk, adjoint(U[k]), channels[k])));
    return withinPower(
      A,
      terms.filter((_, k) => of[k] === b),
      given.P,
    );
  });
  return { V: stations.flatMap((station) => station.V), mu: stations.map((station) => station.mu) };
}

/** Every station's part of V brought to power P by one factor. */
export function toPower({ of, P }: Cells, V: readonly Complex[]): Complex[] {
  const spent = (b: number) => total(V.filter((_, k) => of[k] === b).map(norm2));
  return V.map((Vk, k) => scaled(Vk, Math.sqrt(P / spent(of[k]))));
}
