import { binaries, binary, unaries, unary } from './entries.ts';
import type { RealMatrix } from './views.ts';

/*
 * Arithmetic on per-lane reals, entry by entry: scalars mostly, but any real matrices of one shape. An operand may hold a
 * single block that serves every block of the result. The result may be one of the operands. Sums and differences are
 * `add` and `subtract`.
 */

/** z = x y, entry by entry. */
export function times(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(binaries.times, z, x, y);
}

/** z = x / y, entry by entry. */
export function divide(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(binaries.over, z, x, y);
}

/** z = min(x, y), entry by entry; NaN where either is. */
export function minimum(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(binaries.smaller, z, x, y);
}

/** z = max(x, y), entry by entry; NaN where either is. */
export function maximum(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(binaries.larger, z, x, y);
}

/** z = sqrt(x), entry by entry; NaN for negative x. */
export function sqrt(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.sqrt, z, x);
}

/** z = |x|, entry by entry. */
export function abs(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.abs, z, x);
}

/** z = -x, entry by entry. */
export function negate(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.negate, z, x);
}

/** z = ln x, entry by entry; -Infinity at 0, NaN below. */
export function log(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.log, z, x);
}

/** z = e^x, entry by entry. */
export function exp(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.exp, z, x);
}

/** z = 1 / (1 + e^-x), entry by entry. */
export function sigmoid(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.sigmoid, z, x);
}

/** z = x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)), entry by entry: GELU of Hendrycks and Gimpel in their approximation. */
export function gelu(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.gelu, z, x);
}

/** z = ln(1 + |x|) with the sign of x, entry by entry. */
export function signedLog(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.signedLog, z, x);
}

/** z = tanh x, entry by entry. */
export function tanh(z: RealMatrix, x: RealMatrix): void {
  unary(unaries.tanh, z, x);
}
