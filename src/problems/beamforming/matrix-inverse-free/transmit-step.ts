import { perUser } from '../../../downlink/receiver.ts';
import {
  addDiagonal,
  addScaled,
  type ComplexMatrix,
  divide,
  innerProduct,
  mirror,
  multiply,
  multiplyLower,
  negate,
  type RealMatrix,
  scale,
  sqrt,
  squaredNorm,
  subtract,
  sum,
  times,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import { divideSafely } from './divide-safely.ts';
import type { Variables } from './variables.ts';

/**
 * Updates of V at given U and W, with R_k = H_k^H U_k, B_k = alpha_k R_k W_k and
 *
 *     F = sum_m alpha_m R_m W_m R_m^H + sigma^2 / P sum_m alpha_m Tr(W_m U_m^H U_m) I.
 *
 * The gradient (19) is 2 (F V_k - B_k). Cost of a step in real operations: 8 K (M N d + M d^2) + 12 M^2 K d, and 8 M^2 K d more
 * for an exact step size.
 */
export class TransmitStep {
  readonly #of: Variables;
  readonly #P: RealMatrix;
  readonly #relativeNoise: RealMatrix;
  readonly #R: ComplexMatrix;
  readonly #B: ComplexMatrix;
  readonly #alpha: RealMatrix;
  readonly #F: ComplexMatrix;
  readonly #UW: ComplexMatrix;
  readonly #traces: RealMatrix;
  readonly #noise: RealMatrix;
  readonly #G: ComplexMatrix;
  readonly #FG: ComplexMatrix;
  readonly #gamma: RealMatrix;
  readonly #curvature: RealMatrix;
  readonly #beta: RealMatrix;

  constructor(of: Variables, { alpha, P, sigma2 }: Instance) {
    const { lanes, M, K, N, d } = of;
    this.#of = of;
    this.#P = lanes.constant(P);
    this.#relativeNoise = lanes.constant(sigma2 / P);
    this.#R = lanes.complex(M, K * d);
    this.#B = lanes.complex(M, K * d);
    this.#alpha = perUser(lanes, alpha, (priority) => priority);
    this.#F = lanes.complex(M, M);
    this.#UW = lanes.complex(N, d, K);
    this.#traces = lanes.scalar(K);
    this.#noise = lanes.scalar();
    this.#G = lanes.complex(M, K * d);
    this.#FG = lanes.complex(M, K * d);
    this.#gamma = lanes.scalar();
    this.#curvature = lanes.scalar();
    this.#beta = lanes.scalar();
  }

  /** V <- V - gamma grad (18), (19), then V <- beta V and U <- U / beta, which leaves f as it is. */
  stepV(gamma: RealMatrix): void {
    this.#gradient();
    this.#move(gamma);
  }

  /** The same with the gamma that makes f smallest: Re sum_k Tr(G_k^H (F V_k - B_k)) / sum_k Tr(G_k^H F G_k), G the gradient. */
  exactStepV(): void {
    this.#gradient();
    multiply(this.#FG, this.#F, this.#G);
    innerProduct(this.#curvature, this.#G, this.#FG);
    squaredNorm(this.#gamma, this.#G);
    scale(this.#gamma, this.#of.lanes.constant(0.5), this.#gamma);
    divideSafely(this.#gamma, this.#gamma, this.#curvature);
    this.#move(this.#gamma);
  }

  #gradient(): void {
    const { V, lanes } = this.#of;
    this.#system();
    multiply(this.#G, this.#F, V);
    subtract(this.#G, this.#G, this.#B);
    scale(this.#G, lanes.constant(2), this.#G);
  }

  /** F and B for the present U and W. */
  #system(): void {
    const { Hk, Uk, Wk, d } = this.#of;
    const Bk = this.#B.columnBlocks(d);
    multiply(this.#R.columnBlocks(d), Hk.adjoint, Uk);
    multiply(Bk, this.#R.columnBlocks(d), Wk);
    scale(Bk, this.#alpha, Bk);
    multiplyLower(this.#F, this.#B, this.#R.adjoint);
    multiply(this.#UW, Uk, Wk);
    innerProduct(this.#traces, Uk, this.#UW);
    times(this.#traces, this.#traces, this.#alpha);
    sum(this.#noise, this.#traces);
    times(this.#noise, this.#noise, this.#relativeNoise);
    addDiagonal(this.#F, this.#noise);
    mirror(this.#F);
  }

  #move(gamma: RealMatrix): void {
    const { V, U, lanes } = this.#of;
    negate(this.#gamma, gamma);
    addScaled(V, this.#gamma, this.#G);
    squaredNorm(this.#beta, V);
    divide(this.#beta, this.#P, this.#beta);
    sqrt(this.#beta, this.#beta);
    scale(V, this.#beta, V);
    divide(this.#beta, lanes.constant(1), this.#beta);
    scale(U, this.#beta, U);
  }
}
