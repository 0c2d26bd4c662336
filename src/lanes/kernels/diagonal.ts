import { add, First, mul, productIm, productRe, put, row, Second, sub, Third, vector, zeros } from './lanes';

/*
 * Rows divided by the diagonal entries of a square matrix: y_ij = x_ij / a_ii, and the way back. A diagonal is given by its first
 * entry and the bytes from one entry to the next.
 */

/** 1 / |a|^2. */
function reciprocalOfSquare(re: v128, im: v128): v128 {
  return v128.div<Real>(v128.splat<Real>(1), add(mul(re, re), mul(im, im)));
}

/** y_ij = x_ij / a_ii (kind 0) or x_ij / conj(a_ii) (kind 1), or that added to y. */
export function divideByDiagonal(
  kind: usize,
  added: usize,
  count: usize,
  rows: usize,
  cols: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  a: usize,
  aNext: usize,
  aBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      const diagonal = a + i * aNext;
      if (kind === 0) divideRow<Second>(added !== 0, cols, y + i * yRow, x + i * xRow, diagonal);
      else divideRow<First>(added !== 0, cols, y + i * yRow, x + i * xRow, diagonal);
    }
    y += yBlock;
    x += xBlock;
    a += aBlock;
  }
}

/** By 1 / a = conj(a) / |a|^2 (Second) or 1 / conj(a) = a / |a|^2 (First). */
function divideRow<Form>(added: bool, cols: usize, y: usize, x: usize, a: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    const ar = v128.load(a + v);
    const ai = v128.load(a + row + v);
    const scale = reciprocalOfSquare(ar, ai);
    let p = x + v;
    let q = y + v;
    for (let j: usize = 0; j < cols; j++) {
      const xr = v128.load(p);
      const xi = v128.load(p + row);
      put(added, q, mul(scale, productRe<Form>(ar, ai, xr, xi)));
      put(added, q + row, mul(scale, productIm<Form>(ar, ai, xr, xi)));
      p += row * 2;
      q += row * 2;
    }
  }
}

/** Contribution to the diagonal of g, the gradient with respect to a: g_ii -= sum_j dy_ij conj(y_ij) / conj(a_ii). */
export function diagonalGradient(
  count: usize,
  rows: usize,
  cols: usize,
  g: usize,
  gNext: usize,
  gBlock: usize,
  dy: usize,
  dyRow: usize,
  dyBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
  a: usize,
  aNext: usize,
  aBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      for (let v: usize = 0; v < row; v += vector) {
        let re = zeros();
        let im = zeros();
        let p = dy + i * dyRow + v;
        let q = y + i * yRow + v;
        for (let j: usize = 0; j < cols; j++) {
          const dr = v128.load(p);
          const di = v128.load(p + row);
          const yr = v128.load(q);
          const yi = v128.load(q + row);
          re = add(re, productRe<Third>(dr, di, yr, yi));
          im = add(im, productIm<Third>(dr, di, yr, yi));
          p += row * 2;
          q += row * 2;
        }
        const diagonal = a + i * aNext + v;
        const ar = v128.load(diagonal);
        const ai = v128.load(diagonal + row);
        // 1 / conj(a) = a / |a|^2.
        const scale = reciprocalOfSquare(ar, ai);
        const to = g + i * gNext + v;
        v128.store(to, sub(v128.load(to), mul(scale, sub(mul(re, ar), mul(im, ai)))));
        v128.store(to + row, sub(v128.load(to + row), mul(scale, add(mul(re, ai), mul(im, ar)))));
      }
    }
    g += gBlock;
    dy += dyBlock;
    y += yBlock;
    a += aBlock;
  }
}
