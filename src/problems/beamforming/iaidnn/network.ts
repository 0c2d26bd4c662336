import {
  add,
  addDiagonal,
  type ComplexValue,
  divide,
  divideByDiagonal,
  gram,
  innerProduct,
  logDet,
  multiply,
  negate,
  type RealValue,
  scale,
  solve,
  sqrt,
  squaredNorm,
  subtract,
  sum,
  type Tape,
  times,
} from '../../../lanes/tape/index.ts';
import type { Instance } from '../instance.ts';

/** What a network depends on; L is its number of layers. */
export interface IaidnnShape extends Pick<Instance, 'M' | 'K' | 'N' | 'd' | 'P' | 'sigma2' | 'alpha'> {
  readonly L: number;
}

/** What a recording of the network takes and gives. */
export interface IaidnnNetwork {
  /** The channels H_1 ... H_K stacked, K N x M. */
  readonly H: ComplexValue;
  /** The beamformers at which it starts, M x K d: the channel inversion, not scaled. */
  readonly V0: ComplexValue;
  /** The last V, of power P. */
  readonly V: ComplexValue;
  /** Minus the weighted sum rate of the last V in nats. */
  readonly loss: RealValue;
}

/** A kind of parameters: `count` complex matrices, of every layer the users one after the other. */
export interface ParameterKind {
  readonly name: string;
  readonly rows: number;
  readonly cols: number;
  readonly count: number;
  /** X, which multiplies the reciprocals of a diagonal, Z, which is added to them, or the offset O. */
  readonly role: 'X' | 'Z' | 'O';
}

/** The kinds of parameters in the order of the flat vector; those of V have one layer less. */
export function parameterKinds({ M, K, N, d, L }: Pick<IaidnnShape, 'M' | 'K' | 'N' | 'd' | 'L'>): ParameterKind[] {
  const kind = (name: string, role: ParameterKind['role'], rows: number, cols: number, layers: number) => ({
    ...{ name: `${name}.${role}`, role, rows, cols },
    count: layers * K,
  });
  return [
    ...[kind('U', 'X', N, N, L), kind('U', 'Z', N, N, L), kind('U', 'O', N, d, L)],
    ...[kind('W', 'X', d, d, L), kind('W', 'Z', d, d, L)],
    ...[kind('V', 'X', M, M, L - 1), kind('V', 'Z', M, M, L - 1), kind('V', 'O', M, d, L - 1)],
  ].filter(({ count }) => count > 0);
}

/**
 * Records IAIDNN (Hu, Cai, Shi, Xu, Yu and Ding, 2021): the WMMSE iteration of eq. (9) of Pellaco and Jalden with every matrix
 * inverse replaced by its diagonal's reciprocals and learned matrices of each layer and user,
 *
 *     A_k = sigma^2 / P sum_m Tr(V_m V_m^H) I + sum_m H_k V_m V_m^H H_k^H,   U_k = (diag(A_k)^-1 X_k + Z_k) H_k V_k + O_k,
 *     E_k = I - U_k^H H_k V_k,                                              W_k = diag(E_k)^-1 X_k + Z_k,
 *     B = sum_k alpha_k (H_k^H U_k W_k U_k^H H_k + sigma^2 / P Re Tr(U_k W_k U_k^H) I),
 *     V_k = (diag(B)^-1 X_k + Z_k) alpha_k H_k^H U_k W_k + O_k,
 *
 * but V_k = alpha_k B^-1 H_k^H U_k W_k, scaled to power P, in the last layer. As in the authors' program, the term in the matrix
 * itself (Y of the paper) is left out. W_k need not be Hermitian; of the trace, then complex, we take the real part.
 * The last inverse is computed from the normal equations; of A_k, and of B in the other layers, only the diagonal is computed.
 * Cost of a layer in real operations, beside smaller ones: 8 M N K^2 d for H V, 16 K M N d for H_k^H U_k and H_k^H U_k W_k, and
 * 16 K M^2 d for V, or 8 K M^2 d for B in the last.
 */
export function recordIaidnn(tape: Tape, shape: IaidnnShape): IaidnnNetwork {
  const { M, K, N, d, L } = shape;
  const H = tape.complexInput(K * N, M);
  const V0 = tape.complexInput(M, K * d);
  const recorder = new Recorder(tape, shape, H);
  let V = V0;
  for (let layer = 0; layer < L - 1; layer++) V = recorder.layer(V, layer);
  V = recorder.lastLayer(V, L - 1);
  return { H, V0, V, loss: negate(recorder.weightedSumRate(V)) };
}

class Recorder {
  readonly #tape: Tape;
  readonly #shape: IaidnnShape;
  readonly #H: ComplexValue;
  readonly #users: ComplexValue;
  readonly #parameters: ReadonlyMap<string, ComplexValue>;
  readonly #alpha: RealValue;

  constructor(tape: Tape, shape: IaidnnShape, H: ComplexValue) {
    const { K, N, alpha } = shape;
    this.#tape = tape;
    this.#shape = shape;
    this.#H = H;
    this.#users = H.rowBlocks(N);
    this.#parameters = new Map(
      parameterKinds(shape).map(({ name, rows, cols, count }) => [name, tape.complexParameter(count * rows, cols)]),
    );
    this.#alpha = tape.realConstant(1, 1, K, (matrix) => {
      for (let k = 0; k < K; k++) matrix.at(k).fill(alpha[k]);
    });
  }

  layer(V: ComplexValue, layer: number): ComplexValue {
    const { M, K, d } = this.#shape;
    const { C, HU, noise } = this.#system(V, layer);
    const diagonal = this.#tape.complex(M, 1);
    addDiagonal(multiply(C.rowBlocks(1), HU.rowBlocks(1).adjoint), noise, diagonal.rowBlocks(1));
    const next = this.#tape.complex(M, K * d);
    add(this.#solveRoughly('V', layer, diagonal, C.columnBlocks(d)), this.#of('V.O', layer), next.columnBlocks(d));
    return next;
  }

  lastLayer(V: ComplexValue, layer: number): ComplexValue {
    const { C, HU, noise } = this.#system(V, layer);
    const B = addDiagonal(multiply(C, HU.adjoint), noise);
    const exact = solve(gram(B.adjoint), multiply(B.adjoint, C));
    return scale(sqrt(divide(this.#tape.constant(this.#shape.P), squaredNorm(exact))), exact);
  }

  /** Eqs. (3), (4) in nats, for V of power P. */
  weightedSumRate(V: ComplexValue): RealValue {
    const { N, d, sigma2 } = this.#shape;
    const T = multiply(this.#H, V);
    const Q = addDiagonal(gram(T.rowBlocks(N)), this.#tape.constant(sigma2));
    const others = subtract(Q, gram(T.diagonalBlocks(N, d)));
    return sum(times(this.#alpha, subtract(logDet(Q), logDet(others))));
  }

  /** B = C (H U)^H + noise I, where C = [alpha_1 H_1^H U_1 W_1 ... alpha_K H_K^H U_K W_K] and HU = [H_1^H U_1 ... H_K^H U_K]. */
  #system(V: ComplexValue, layer: number): { C: ComplexValue; HU: ComplexValue; noise: RealValue } {
    const { M, K, d, P, sigma2 } = this.#shape;
    const [U, W] = this.#receivers(V, layer);
    const UW = scale(this.#alpha, multiply(U, W));
    const HU = this.#tape.complex(M, K * d);
    multiply(this.#users.adjoint, U, HU.columnBlocks(d));
    const C = this.#tape.complex(M, K * d);
    multiply(this.#users.adjoint, UW, C.columnBlocks(d));
    return { C, HU, noise: times(sum(innerProduct(U, UW)), this.#tape.constant(sigma2 / P)) };
  }

  #receivers(V: ComplexValue, layer: number): [U: ComplexValue, W: ComplexValue] {
    const { K, N, d, P, sigma2 } = this.#shape;
    const T = multiply(this.#H, V);
    const wanted = T.diagonalBlocks(N, d);
    const noise = times(squaredNorm(V), this.#tape.constant(sigma2 / P));
    const diagonals = this.#tape.complex(K * N, 1);
    addDiagonal(gram(T.rowBlocks(1)), noise, diagonals.rowBlocks(1));
    const U = add(this.#solveRoughly('U', layer, diagonals.rowBlocks(N), wanted), this.#of('U.O', layer));
    const minusE = addDiagonal(multiply(U.adjoint, wanted), this.#tape.constant(-1));
    const E = scale(this.#tape.constant(-1), minusE);
    return [U, add(divideByDiagonal(this.#of('W.X', layer), E), this.#of('W.Z', layer))];
  }

  /** (diag(A_k)^-1 X_k + Z_k) R_k from the diagonals, with the products first: they are narrower than X and Z. */
  #solveRoughly(name: string, layer: number, diagonal: ComplexValue, R: ComplexValue): ComplexValue {
    const scaled = divideByDiagonal(multiply(this.#of(`${name}.X`, layer), R), diagonal);
    return add(scaled, multiply(this.#of(`${name}.Z`, layer), R));
  }

  /** The parameters of one kind of all users in one layer. */
  #of(name: string, layer: number): ComplexValue {
    const { K } = this.#shape;
    const all = this.#parameters.get(name)!;
    const rows = rowsOf(name, this.#shape);
    return all.rowRange(layer * K * rows, K * rows).rowBlocks(rows);
  }
}

function rowsOf(name: string, { M, N, d }: IaidnnShape): number {
  if (name.startsWith('V')) return M;
  return name.startsWith('U') ? N : d;
}
