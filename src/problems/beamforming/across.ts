import type { ComplexMatrix } from '../../lanes/index.ts';

/** Copies the lanes of a matrix into one of another engine of the same width, in that one's precision. */
export function copyAcross(to: ComplexMatrix, from: ComplexMatrix): void {
  const { reals, realBytes, width } = to.lanes;
  const source = from.lanes.reals;
  const rowReals = 2 * to.cols * width;
  for (let row = 0; row < to.rows; row++) {
    const start = (from.address + row * from.rowStride) / from.lanes.realBytes;
    reals.set(source.subarray(start, start + rowReals), (to.address + row * to.rowStride) / realBytes);
  }
}
