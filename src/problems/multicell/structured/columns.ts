import { type ComplexValue, type RealValue, scale, stackParts, unstackParts } from '../../../lanes/tape/index.ts';

/*
 * Matrices as inputs and outputs of fully connected layers, for which users, or pairs of users, are columns.
 */

/** Blocks of n x m complex entries as columns of 2 n m real ones: column by column, real parts before imaginary parts. */
export function columnsOf(blocks: ComplexValue, into?: RealValue): RealValue {
  const { tape, rows, cols, count } = blocks;
  const X = into ?? tape.real(2 * rows * cols, count);
  for (let col = 0; col < cols; col++) {
    stackParts(blocks.columnRange(col, 1), X.rowRange(2 * rows * col, 2 * rows).columnBlocks(1));
  }
  return X;
}

/** Back from {@link columnsOf}, with `rows` rows. */
export function blocksOf(X: RealValue, rows: number): ComplexValue {
  const cols = X.rows / (2 * rows);
  const blocks = X.tape.complex(rows, cols, X.cols);
  for (let col = 0; col < cols; col++) {
    unstackParts(X.rowRange(2 * rows * col, 2 * rows).columnBlocks(1), blocks.columnRange(col, 1));
  }
  return blocks;
}

/** One above the other. */
export function stacked(...parts: readonly RealValue[]): RealValue {
  const [{ tape, cols }] = parts;
  const all = tape.real(
    parts.reduce((rows, part) => rows + part.rows, 0),
    cols,
  );
  let row = 0;
  for (const part of parts) {
    scale(tape.constant(1), part, all.rowRange(row, part.rows));
    row += part.rows;
  }
  return all;
}
