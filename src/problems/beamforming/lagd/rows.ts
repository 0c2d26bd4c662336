import { type ComplexMatrix, copy, RealMatrix } from '../../../lanes/index.ts';

/*
 * V (M x S complex, a column a stream) as the real matrix [Re V^T, Im V^T] (S x 2 M) that the networks see: row s is
 * [Re v_s, Im v_s].
 */

/** X = [Re V^T, Im V^T]. */
export function toRows(X: RealMatrix, V: ComplexMatrix): void {
  for (const part of parts) copy(rowsOf(X, part, V.rows), columnsOf(V, part));
}

/** V from X = [Re V^T, Im V^T]. */
export function fromRows(V: ComplexMatrix, X: RealMatrix): void {
  for (const part of parts) copy(columnsOf(V, part), rowsOf(X, part, V.rows));
}

/** Real part, imaginary part. */
const parts = [0, 1] as const;

/** A part of every column of V, a block a column. */
function columnsOf(V: ComplexMatrix, part: number): RealMatrix {
  const { lanes, address, rows, cols, rowStride, colStride } = V;
  return new RealMatrix(lanes, {
    address: address + part * lanes.rowBytes,
    rows,
    cols: 1,
    rowStride,
    count: cols,
    countStride: colStride,
  });
}

/** The half of every row of X that holds the part, upright, a block a row. */
function rowsOf(X: RealMatrix, part: number, M: number): RealMatrix {
  const { lanes, address, rows, rowStride, colStride } = X;
  return new RealMatrix(lanes, {
    address: address + part * M * colStride,
    rows: M,
    cols: 1,
    rowStride: colStride,
    count: rows,
    countStride: rowStride,
  });
}
