import { type ComplexMatrix, multiply, type RealMatrix } from '../lanes/index.ts';
import type { Downlink, Shape } from './downlink.ts';
import { ReceivedRate } from './received-rate.ts';

/** The weighted sum rate F(V) of {@link ReceivedRate} for the present channels H (B times K N x M) and beamformers V (M x K d). */
export class SumRate {
  /** What the rate is computed from. */
  readonly received: ReceivedRate;
  /** F(V) of the last evaluation. */
  readonly value: RealMatrix;
  readonly #H: ComplexMatrix;
  /** V and H V, station by station. */
  readonly #V: ComplexMatrix;
  readonly #T: ComplexMatrix;

  constructor(downlink: Downlink, H: ComplexMatrix, V: ComplexMatrix, unit: number) {
    const T = H.lanes.complex(H.rows, V.cols);
    const streams = V.cols / downlink.B;
    this.#H = H;
    this.#V = V.columnBlocks(streams);
    this.#T = T.columnBlocks(streams);
    this.received = new ReceivedRate(downlink, T, unit);
    this.value = this.received.value;
  }

  /** Writes and gives the value for the present V. */
  evaluate(): RealMatrix {
    multiply(this.#T, this.#H, this.#V);
    this.received.evaluate();
    return this.value;
  }
}

/** Real operations of an evaluation, Hermitian matrices counted once: H V, then for each user J_k, its factor, G_k, S_k, its factor. */
export function rateOperations({ M, K, N, d }: Shape): number {
  const streams = K * d;
  const factor = (n: number) => (4 / 3) * n ** 3;
  const half = (n: number, inner: number) => 4 * n * (n + 1) * inner;
  return K * (8 * N * M * streams + half(N, streams) + factor(N) + 4 * N * N * d + half(d, N) + factor(d));
}
