import { createRequire } from 'node:module';

// The CommonJS build of Cephes compiles its WebAssembly on load; the ES module does so only after a later turn of the loop.
const cephes = createRequire(import.meta.url)('cephes') as {
  stdtr(df: number, t: number): number;
  stdtri(df: number, p: number): number;
  ndtr(x: number): number;
  ndtri(p: number): number;
  incbi(a: number, b: number, p: number): number;
  lgam(x: number): number;
};

/** The value that Student's t with `df` (1, 2, ...) degrees of freedom stays below with probability `p`. */
export function tQuantile(p: number, df: number): number {
  return cephes.stdtri(df, p);
}

/** P(|T| >= |t|) for Student's t with `df` degrees of freedom. */
export function tTwoSided(t: number, df: number): number {
  return Math.min(1, 2 * cephes.stdtr(df, -Math.abs(t)));
}

/** The value that a standard normal variable stays below with probability `p`. */
export function normalQuantile(p: number): number {
  return cephes.ndtri(p);
}

/** P(|Z| >= |z|) for a standard normal variable. */
export function normalTwoSided(z: number): number {
  return 2 * cephes.ndtr(-Math.abs(z));
}

/** The value that a Beta(a, b) variable stays below with probability `p`. */
export function betaQuantile(p: number, a: number, b: number): number {
  return cephes.incbi(a, b, p);
}

/** log |Gamma(x)| */
export function logGamma(x: number): number {
  return cephes.lgam(x);
}
