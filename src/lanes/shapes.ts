import type { Lanes } from './views.ts';

interface Operand {
  readonly lanes: Lanes;
  readonly rows: number;
  readonly cols: number;
  readonly count: number;
  readonly shape: string;
}

/** Throws unless the operand is `rows` x `cols` and its engine is `lanes`. */
export function assertOperand(lanes: Lanes, operand: Operand, rows: number, cols: number): void {
  if (operand.lanes !== lanes) throw new Error('operands of different engines');
  if (operand.rows !== rows || operand.cols !== cols) {
    throw new RangeError(`expected a ${rows} x ${cols} matrix, not ${operand.shape}`);
  }
}

/** Throws unless the operand holds `count` blocks, or one that serves all of them. */
export function assertCount(operand: Operand, count: number): void {
  if (operand.count !== count && operand.count !== 1) {
    throw new RangeError(`expected ${count} blocks or a single one, not ${operand.shape}`);
  }
}
