import type { ComplexMatrix } from './index.ts';

/** Copies the lanes of a matrix into one of another engine of the same width, in that one's precision. */
export function copyAcross(to: ComplexMatrix, from: ComplexMatrix): void {
  const { reals, realBytes, width } = to.lanes;
  const source = from.lanes.reals;
  // Rows that follow each other without gaps are one long row.
  const together = [to, from].every((matrix) => matrix.rowStride === matrix.cols * matrix.colStride);
  const rows = together ? 1 : to.rows;
  const length = (2 * to.rows * to.cols * width) / rows;
  for (let row = 0; row < rows; row++) {
    const start = (from.address + row * from.rowStride) / from.lanes.realBytes;
    reals.set(source.subarray(start, start + length), (to.address + row * to.rowStride) / realBytes);
  }
}
