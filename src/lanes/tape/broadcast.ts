import { add, copy } from '../elementwise.ts';
import { sum } from '../reductions.ts';
import type { ComplexMatrix, RealMatrix } from '../views.ts';
import type { Emitter, Placed } from './emitter.ts';
import { type AnyValue, ComplexValue, type RealValue } from './values.ts';

/*
 * Values with a single block serve all blocks of the others; what comes back to them is then a sum over the blocks.
 */

/** Blocks that an operation on these operands has. */
export function countOf(...operands: readonly AnyValue[]): number {
  return Math.max(...operands.map(({ count }) => count));
}

/** An uninitialised result like `like`, with `count` blocks. */
export function resultLike(like: ComplexValue, count: number): ComplexValue;
export function resultLike(like: RealValue, count: number): RealValue;
export function resultLike(like: AnyValue, count: number): AnyValue;
export function resultLike(like: AnyValue, count: number): AnyValue {
  const { tape, rows, cols } = like;
  return like instanceof ComplexValue ? tape.complex(rows, cols, count) : tape.real(rows, cols, count);
}

/** Picks a block of an operand that may have a single one. */
export type Pick = <M extends ComplexMatrix | RealMatrix>(matrix: M) => M;

/**
 * A contribution to an operand of an operation with `count` blocks: one call for all of them, or block by block where the
 * operand has a single one, with `pick` to take the same block of the other operands.
 */
export function contributeBlocks<M extends ComplexMatrix | RealMatrix>(
  emitter: Emitter,
  operand: Placed<M>,
  count: number,
  write: (gradient: M, added: boolean, pick: Pick) => void,
): void {
  emitter.contribute(operand, (gradient, added) => {
    if (operand.matrix.count === count) write(gradient, added, (matrix) => matrix);
    else {
      for (let block = 0; block < count; block++) {
        write(gradient, added || block > 0, (matrix) =>
          matrix.count === 1 ? matrix : (matrix.at(block) as typeof matrix),
        );
      }
    }
  });
}

/** A contribution to a scalar operand: `compute` writes what each of the `count` blocks gives. */
export function contributeScalars(
  emitter: Emitter,
  s: RealValue,
  count: number,
  compute: (shares: RealMatrix) => void,
): void {
  emitter.contribute(s, (gradient, added) => {
    if (s.count === count && !added) {
      compute(gradient);
      return;
    }
    const shares = emitter.scalar(count);
    compute(shares);
    if (s.count === count) add(gradient, gradient, shares);
    else if (added) {
      const total = emitter.scalar();
      sum(total, shares);
      add(gradient, gradient, total);
    } else sum(gradient, shares);
  });
}

/** Stores X in G, or adds it. */
export function accumulate<M extends ComplexMatrix | RealMatrix>(G: M, added: boolean, X: M): void {
  if (added) add(G, G, X);
  else copy(G, X);
}
