import { put, row, vector } from './lanes';

/**
 * Reals from one arrangement to another, stored or added: real (i, j) of x lies at x + i xRow + j xCol. Transposition,
 * and real and imaginary parts apart or together, are a choice of strides.
 */
export function rearrange(
  added: usize,
  count: usize,
  rows: usize,
  cols: usize,
  y: usize,
  yRow: usize,
  yCol: usize,
  yBlock: usize,
  x: usize,
  xRow: usize,
  xCol: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      let from = x + i * xRow;
      let to = y + i * yRow;
      for (let j: usize = 0; j < cols; j++) {
        for (let v: usize = 0; v < row; v += vector) put(added !== 0, to + v, v128.load(from + v));
        from += xCol;
        to += yCol;
      }
    }
    x += xBlock;
    y += yBlock;
  }
}
