import { assertCount, assertOperand } from './shapes.ts';
import type { Mask, RealMatrix } from './views.ts';

/*
 * Arithmetic on per-lane reals, entry by entry: scalars mostly, but any real matrices of one shape. An operand may hold a
 * single block that serves every block of the result. The result may be one of the operands. Sums and differences are
 * `add` and `subtract`.
 */

/** z = x y, entry by entry. */
export function times(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(z, x, y, binaries.times);
}

/** z = x / y, entry by entry. */
export function divide(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(z, x, y, binaries.divide);
}

/** z = min(x, y), entry by entry; NaN where either is. */
export function minimum(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(z, x, y, binaries.minimum);
}

/** z = max(x, y), entry by entry; NaN where either is. */
export function maximum(z: RealMatrix, x: RealMatrix, y: RealMatrix): void {
  binary(z, x, y, binaries.maximum);
}

/** z = sqrt(x), entry by entry; NaN for negative x. */
export function sqrt(z: RealMatrix, x: RealMatrix): void {
  unary(z, x, unaries.sqrt);
}

/** z = |x|, entry by entry. */
export function abs(z: RealMatrix, x: RealMatrix): void {
  unary(z, x, unaries.abs);
}

/** z = -x, entry by entry. */
export function negate(z: RealMatrix, x: RealMatrix): void {
  unary(z, x, unaries.negate);
}

/** z = ln x, entry by entry; -Infinity at 0, NaN below. */
export function log(z: RealMatrix, x: RealMatrix): void {
  unary(z, x, unaries.log);
}

/** z = e^x, entry by entry. */
export function exp(z: RealMatrix, x: RealMatrix): void {
  unary(z, x, unaries.exp);
}

/** m = (x < y) in each lane, for scalars; no where either is NaN. */
export function lessThan(m: Mask, x: RealMatrix, y: RealMatrix): void {
  compare(m, x, y, comparisons.lessThan);
}

/** m = (x <= y) in each lane, for scalars; no where either is NaN. */
export function atMost(m: Mask, x: RealMatrix, y: RealMatrix): void {
  compare(m, x, y, comparisons.atMost);
}

/** m = a and b. */
export function and(m: Mask, a: Mask, b: Mask): void {
  combine(m, a, b, combinations.and);
}

/** m = a or b. */
export function or(m: Mask, a: Mask, b: Mask): void {
  combine(m, a, b, combinations.or);
}

/** m = a and not b. */
export function andNot(m: Mask, a: Mask, b: Mask): void {
  combine(m, a, b, combinations.andNot);
}

/** What the kernels know the operations by. */
const binaries = { times: 0, divide: 1, minimum: 2, maximum: 3 } as const;
const unaries = { sqrt: 0, abs: 1, negate: 2, log: 3, exp: 4 } as const;
const comparisons = { lessThan: 0, atMost: 1 } as const;
const combinations = { and: 0, or: 1, andNot: 2 } as const;

function binary(z: RealMatrix, x: RealMatrix, y: RealMatrix, kind: number): void {
  assertOperand(z.lanes, x, z.rows, z.cols);
  assertOperand(z.lanes, y, z.rows, z.cols);
  assertCount(x, z.count);
  assertCount(y, z.count);
  // biome-ignore format: one operand a line
  z.lanes.kernels.binary(kind, z.count, z.rows, z.cols,
    z.address, z.rowStride, z.countStride,
    x.address, x.rowStride, x.countStride,
    y.address, y.rowStride, y.countStride);
}

function unary(z: RealMatrix, x: RealMatrix, kind: number): void {
  assertOperand(z.lanes, x, z.rows, z.cols);
  assertCount(x, z.count);
  // biome-ignore format: one operand a line
  z.lanes.kernels.unary(kind, z.count, z.rows, z.cols,
    z.address, z.rowStride, z.countStride,
    x.address, x.rowStride, x.countStride);
}

function compare(m: Mask, x: RealMatrix, y: RealMatrix, kind: number): void {
  assertOperand(m.lanes, x, 1, 1);
  assertOperand(m.lanes, y, 1, 1);
  assertCount(x, 1);
  assertCount(y, 1);
  m.lanes.kernels.compare(kind, m.address, x.address, y.address);
}

function combine(m: Mask, a: Mask, b: Mask, kind: number): void {
  if (a.lanes !== m.lanes || b.lanes !== m.lanes) throw new Error('masks of different engines');
  m.lanes.kernels.combine(kind, m.address, a.address, b.address);
}
