import {
  addScaled,
  type ComplexMatrix,
  copyWhere,
  divide,
  innerProduct,
  lessThan,
  type Mask,
  minimum,
  negate,
  type RealMatrix,
  scale,
  sqrt,
  squaredNorm,
  zero,
} from '../lanes/index.ts';

/** W = sqrt(P / ||V||_F^2) V, the scaling of eq. (8): transmit power exactly P. W may be V. `scratch` is a scalar. */
export function scaleToPower(W: ComplexMatrix, P: number, V: ComplexMatrix, scratch: RealMatrix): void {
  squaredNorm(scratch, V);
  divide(scratch, V.lanes.constant(P), scratch);
  sqrt(scratch, scratch);
  scale(W, scratch, V);
}

/**
 * The projection Omega onto the ball of power P, V where ||V||_F^2 <= P and sqrt(P) V / ||V||_F elsewhere, and the way back
 * through it: for a function of Omega(V) with gradient g at Omega(V), its gradient with respect to V is g inside the ball and
 * s (g - <g, Omega(V)> / P Omega(V)) outside, with s = sqrt(P) / ||V||_F.
 */
export class PowerProjection {
  readonly #P: RealMatrix;
  readonly #one: RealMatrix;
  readonly #power: RealMatrix;
  readonly #s: RealMatrix;
  readonly #along: RealMatrix;
  readonly #outside: Mask;
  readonly #projected: ComplexMatrix;

  /** @param projected where {@link project} writes Omega(V) */
  constructor(projected: ComplexMatrix, P: number) {
    const { lanes } = projected;
    this.#P = lanes.constant(P);
    this.#one = lanes.constant(1);
    this.#power = lanes.scalar();
    this.#s = lanes.scalar();
    this.#along = lanes.scalar();
    this.#outside = lanes.mask();
    this.#projected = projected;
  }

  /** Writes Omega(V); V may be the matrix that is written to. */
  project(V: ComplexMatrix): void {
    squaredNorm(this.#power, V);
    lessThan(this.#outside, this.#P, this.#power);
    divide(this.#s, this.#P, this.#power);
    sqrt(this.#s, this.#s);
    minimum(this.#s, this.#s, this.#one);
    scale(this.#projected, this.#s, V);
  }

  /** Turns the gradient with respect to the Omega(V) last projected into the one with respect to V, in place. */
  pullBack(gradient: ComplexMatrix): void {
    innerProduct(this.#along, gradient, this.#projected);
    divide(this.#along, this.#along, this.#P);
    negate(this.#along, this.#along);
    zero(this.#power);
    copyWhere(this.#outside, this.#power, this.#along);
    addScaled(gradient, this.#power, this.#projected);
    scale(gradient, this.#s, gradient);
  }
}
