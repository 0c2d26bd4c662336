import type { ComplexMatrix, RealMatrix } from '../lanes/index.ts';

/** Users `first` to `first + count - 1`: those that a station serves. */
export interface Users {
  readonly first: number;
  readonly count: number;
}

/**
 * The transmit side of a WMMSE iteration at one station: V(r) = (X X^H + r I)^-1 X D for a ridge r >= 0, one in every lane, with
 * X = [H_1^H Y_1 ... H_K^H Y_K] and columns for the users k that the station serves, s streams in all: D has L_k^-1 of a receiver in their
 * rows and columns. In this order: what the receiver computed is prepared, V(r) is solved for with as many ridges as are tried, and then
 * received. All but {@link correctPower} and {@link form} can be recorded.
 */
export interface Transmitter {
  /** What V is made of, beside Y of the receiver: as long as both are kept, {@link form} gives V. */
  readonly part: ComplexMatrix;
  /** Takes in what the receiver last computed. */
  prepare(): void;
  /** Solves for V(ridge). */
  solve(ridge: RealMatrix): void;
  /** p = ||V||_F^2, in lanes where rounding does not spoil it. */
  power(p: RealMatrix): void;
  /** Computes the p last computed anew in the other lanes. */
  correctPower(p: RealMatrix): void;
  /** q = -1/2 d ||V(r)||_F^2 / dr = Tr(V^H (X X^H + r I)^-1 V) at the ridge last solved for. */
  slope(q: RealMatrix): void;
  /** Multiplies V by s. */
  scale(s: RealMatrix): void;
  /** T = H V, K N x s. */
  receive(T: ComplexMatrix): void;
  /** Writes V (M x s), for the station's channels H (K N x M). */
  form(V: ComplexMatrix, H: ComplexMatrix): void;
}
