/**
 * What a draw is for. Each purpose has its own stream, so that adding one never shifts another; the solver is in none of
 * them, so that all solvers see the same channels, noise and starts.
 */
export type Purpose = 'channel' | 'noise' | 'activity' | 'preamble' | 'initial point' | 'training' | 'geometry';

/** The random streams of one scenario: every number is a function of (seed, experiment, scenario, purpose, trial, draw). */
export interface Streams {
  /** The stream of one trial for one purpose, at its first draw. */
  of(purpose: Purpose, trial: number): Stream;
}

/** A sequence of independent draws of one trial and purpose. */
export interface Stream {
  /** Uniform 32-bit word. */
  word(): number;
  /** Uniform on the open interval (0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Fills `out` with CN(0, 1) entries as re, im, re, im ...: real and imaginary parts are N(0, 1/2). */
  complexNormal(out: Float64Array): void;
}
