import {
  add,
  addDiagonal,
  type ComplexValue,
  divide,
  gram,
  logDet,
  multiply,
  type RealValue,
  scale,
  sqrt,
  squaredNorm,
  subtract,
  sum,
  type Tape,
  withoutDiagonal,
} from '../../../lanes/tape/index.ts';
import type { Instance } from '../instance.ts';
import { columnsOf } from './columns.ts';

/** Sizes and constants that a network is recorded for. */
export type NetworkShape = Pick<Instance, 'B' | 'M' | 'K' | 'N' | 'P' | 'alpha'>;

/** What all users receive: T_km of user m's beamformer at user k in block (k, m), and T without the blocks on its diagonal. */
export interface Received {
  readonly T: ComplexValue;
  readonly interference: ComplexValue;
  /** T_11 ... T_KK. */
  readonly wanted: ComplexValue;
  /** J_k = I + sum_{m != k} T_km T_km^H. */
  readonly J: ComplexValue;
}

/** Records what networks of this problem do with channels and beamformers, for the channels H (B times K N x M). */
export class DownlinkRecording {
  readonly tape: Tape;
  readonly shape: NetworkShape;
  readonly H: ComplexValue;
  readonly #one: RealValue;

  constructor(tape: Tape, shape: NetworkShape) {
    this.tape = tape;
    this.shape = shape;
    this.H = tape.complexInput(shape.K * shape.N, shape.M, shape.B);
    this.#one = tape.constant(1);
  }

  /** The channels from station b to user k as real numbers in column b K + k. */
  channelColumns(): RealValue {
    const { B, M, K, N } = this.shape;
    const all = this.tape.real(2 * N * M, B * K);
    for (let b = 0; b < B; b++) columnsOf(this.H.at(b).rowBlocks(N), all.columnRange(b * K, K));
    return all;
  }

  /** Blocks of columns that belong to stations. */
  stations(V: ComplexValue): ComplexValue {
    return V.columnBlocks(V.cols / this.shape.B);
  }

  receive(V: ComplexValue): Received {
    const { K, N } = this.shape;
    const T = this.tape.complex(K * N, K * N);
    multiply(this.H, this.stations(V), this.stations(T));
    const interference = withoutDiagonal(T, N, N);
    const J = addDiagonal(gram(interference.rowBlocks(N)), this.#one);
    return { T, interference, wanted: T.diagonalBlocks(N, N), J };
  }

  /** The weighted sum rate, eq. (1), in bits. */
  rate({ wanted, J }: Received): RealValue {
    const rates = subtract(logDet(add(J, gram(wanted))), logDet(J));
    return scale(this.tape.constant(1 / Math.LN2), sum(this.#weighted(rates)));
  }

  /** Every station's part of V at power P, under one factor. */
  toPower(V: ComplexValue): ComplexValue {
    const scaled = this.tape.complex(V.rows, V.cols);
    const factors = sqrt(divide(this.tape.constant(this.shape.P), squaredNorm(this.stations(V))));
    scale(factors, this.stations(V), this.stations(scaled));
    return scaled;
  }

  #weighted(rates: RealValue): RealValue {
    const { alpha, K } = this.shape;
    if (alpha.every((priority) => priority === 1)) return rates;
    const priorities = this.tape.realConstant(1, 1, K, (matrix) => {
      for (let k = 0; k < K; k++) matrix.at(k).fill(alpha[k]);
    });
    return scale(priorities, rates);
  }
}
