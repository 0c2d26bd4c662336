import { assertCount, assertOperand } from './shapes.ts';
import type { Mask, RealMatrix } from './views.ts';

/*
 * Yes or no in each lane: comparisons of per-lane scalars, and their combinations.
 */

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
const comparisons = { lessThan: 0, atMost: 1 } as const;
const combinations = { and: 0, or: 1, andNot: 2 } as const;

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
