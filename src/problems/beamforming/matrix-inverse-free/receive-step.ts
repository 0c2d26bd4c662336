import { identity, perUser } from '../../../downlink/receiver.ts';
import {
  addDiagonal,
  addScaled,
  type ComplexMatrix,
  copy,
  gram,
  hermitianPart,
  innerProduct,
  mirror,
  multiply,
  multiplyAdd,
  multiplySubtract,
  negate,
  type RealMatrix,
  scale,
  squaredNorm,
  subtract,
  times,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import { divideSafely } from './divide-safely.ts';
import type { Variables } from './variables.ts';

/**
 * Updates of U and W at given V, with T = H V and Q_k = sum_m H_k V_m V_m^H H_k^H + sigma^2 / P sum_m Tr(V_m V_m^H) I.
 * Cost in real operations for every user: `prepare` 8 M N K d + 4 N^2 K d, a step on U 8 N^2 d + 8 N d^2 (and as much again for an
 * exact step size), a step on W 8 N^2 d + 16 N d^2 + 16 d^3.
 */
export class ReceiveSteps {
  readonly #of: Variables;
  readonly #T: ComplexMatrix;
  readonly #Tk: ComplexMatrix;
  readonly #wanted: ComplexMatrix;
  readonly #Q: ComplexMatrix;
  readonly #noise: RealMatrix;
  readonly #relativeNoise: RealMatrix;
  readonly #residual: ComplexMatrix;
  readonly #G: ComplexMatrix;
  readonly #GW: ComplexMatrix;
  readonly #QG: ComplexMatrix;
  readonly #twoAlpha: RealMatrix;
  readonly #gamma: RealMatrix;
  readonly #curvature: RealMatrix;
  readonly #I: ComplexMatrix;
  readonly #E: ComplexMatrix;
  readonly #EW: ComplexMatrix;
  readonly #WEW: ComplexMatrix;

  constructor(of: Variables, { alpha, P, sigma2 }: Instance) {
    const { lanes, K, N, d } = of;
    this.#of = of;
    this.#T = lanes.complex(K * N, K * d);
    this.#Tk = this.#T.rowBlocks(N);
    this.#wanted = this.#T.diagonalBlocks(N, d);
    this.#Q = lanes.complex(N, N, K);
    this.#noise = lanes.scalar();
    this.#relativeNoise = lanes.constant(sigma2 / P);
    this.#residual = lanes.complex(N, d, K);
    this.#G = lanes.complex(N, d, K);
    this.#GW = lanes.complex(N, d, K);
    this.#QG = lanes.complex(N, d, K);
    this.#twoAlpha = perUser(lanes, alpha, (priority) => 2 * priority);
    this.#gamma = lanes.scalar(K);
    this.#curvature = lanes.scalar(K);
    this.#I = identity(lanes, d);
    this.#E = lanes.complex(d, d, K);
    this.#EW = lanes.complex(d, d, K);
    this.#WEW = lanes.complex(d, d, K);
  }

  /** Takes in the present V. */
  prepare(): void {
    const { H, V } = this.#of;
    multiply(this.#T, H, V);
    gram(this.#Q, this.#Tk);
    squaredNorm(this.#noise, V);
    times(this.#noise, this.#noise, this.#relativeNoise);
    addDiagonal(this.#Q, this.#noise);
    mirror(this.#Q);
  }

  /** U_k <- U_k - gamma grad (14), (15), with the same `gamma` for all users. */
  stepU(gamma: RealMatrix): void {
    this.#gradient();
    this.#move(gamma);
  }

  /** The same with the gamma of every user that makes f smallest: Re Tr(W_k G_k^H (Q_k U_k - H_k V_k)) / Tr(W_k G_k^H Q_k G_k). */
  exactStepU(): void {
    this.#gradient();
    multiply(this.#GW, this.#G, this.#of.Wk);
    multiply(this.#QG, this.#Q, this.#G);
    innerProduct(this.#gamma, this.#GW, this.#residual);
    innerProduct(this.#curvature, this.#GW, this.#QG);
    divideSafely(this.#gamma, this.#gamma, this.#curvature);
    this.#move(this.#gamma);
  }

  /** W_k <- W_k (2 I - E_k W_k) (16), with E_k of eq. (7). The Hermitian part is taken of both: rounding must not grow. */
  stepW(): void {
    const { lanes, Uk, Wk } = this.#of;
    this.#errorAt(Uk);
    multiply(this.#EW, this.#E, Wk);
    multiply(this.#WEW, Wk, this.#EW);
    scale(Wk, lanes.constant(2), Wk);
    subtract(Wk, Wk, this.#WEW);
    hermitianPart(Wk);
  }

  /** E_k = I - (H_k V_k)^H U_k + U_k^H (Q_k U_k - H_k V_k). */
  #errorAt(Uk: ComplexMatrix): void {
    this.#residualAt(Uk);
    copy(this.#E, this.#I);
    multiplySubtract(this.#E, this.#wanted.adjoint, Uk);
    multiplyAdd(this.#E, Uk.adjoint, this.#residual);
    hermitianPart(this.#E);
  }

  #residualAt(Uk: ComplexMatrix): void {
    multiply(this.#residual, this.#Q, Uk);
    subtract(this.#residual, this.#residual, this.#wanted);
  }

  #gradient(): void {
    this.#residualAt(this.#of.Uk);
    multiply(this.#G, this.#residual, this.#of.Wk);
    scale(this.#G, this.#twoAlpha, this.#G);
  }

  #move(gamma: RealMatrix): void {
    negate(this.#gamma, gamma);
    addScaled(this.#of.Uk, this.#gamma, this.#G);
  }
}
