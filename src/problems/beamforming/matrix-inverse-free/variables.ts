import type { Shape } from '../../../downlink/downlink.ts';
import { type ComplexMatrix, type Lanes, scaledIdentity, zero } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

/** Channels and variables of Algorithm 1 of Pellaco and Jalden for one group of trials; user by user through the second names. */
export interface Variables extends Shape {
  readonly lanes: Lanes;
  /** Channels, K N x M. */
  readonly H: ComplexMatrix;
  readonly Hk: ComplexMatrix;
  /** [V_1 ... V_K], M x K d. */
  readonly V: ComplexMatrix;
  readonly Vk: ComplexMatrix;
  /** U_1 ... U_K stacked, K N x d. */
  readonly U: ComplexMatrix;
  readonly Uk: ComplexMatrix;
  /** W_1 ... W_K stacked, K d x d. */
  readonly W: ComplexMatrix;
  readonly Wk: ComplexMatrix;
}

export function variables(lanes: Lanes, { M, K, N, d }: Instance): Variables {
  const H = lanes.complex(K * N, M);
  const V = lanes.complex(M, K * d);
  const U = lanes.complex(K * N, d);
  const W = lanes.complex(K * d, d);
  return {
    ...{ M, K, N, d, lanes },
    ...{ H, Hk: H.rowBlocks(N), V, Vk: V.columnBlocks(d), U, Uk: U.rowBlocks(N), W, Wk: W.rowBlocks(d) },
  };
}

/** U = 0 and W = I, where Algorithm 1 starts: E_k = I. */
export function resetReceivers({ lanes, U, Wk }: Variables): void {
  zero(U);
  scaledIdentity(Wk, lanes.constant(1));
}
