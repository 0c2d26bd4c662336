import { First, mul, productIm, productRe, row, sub, Third, vector } from './lanes';

/** X = L^-1 B (kind 0) or L^-H B (kind 1). */
export function solveLeft(
  kind: usize,
  count: usize,
  rows: usize,
  cols: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  l: usize,
  lRow: usize,
  lBlock: usize,
  b: usize,
  bRow: usize,
  bBlock: usize,
): void {
  const col = row * 2;
  for (let block: usize = 0; block < count; block++) {
    if (kind === 0) substitute<First>(true, rows, cols, x, xRow, col, l, lRow, b, bRow, col);
    else substitute<Third>(false, rows, cols, x, xRow, col, l, lRow, b, bRow, col);
    x += xBlock;
    l += lBlock;
    b += bBlock;
  }
}

/**
 * X = B L^-1 (kind 0) or B L^-H (kind 1): the transposes, L^T X^T = B^T and conj(L) X^T = B^T, are the left solves with
 * the other conjugation.
 */
export function solveRight(
  kind: usize,
  count: usize,
  rows: usize,
  cols: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  b: usize,
  bRow: usize,
  bBlock: usize,
  l: usize,
  lRow: usize,
  lBlock: usize,
): void {
  const col = row * 2;
  for (let block: usize = 0; block < count; block++) {
    if (kind === 0) substitute<First>(false, cols, rows, x, col, xRow, l, lRow, b, col, bRow);
    else substitute<Third>(true, cols, rows, x, col, xRow, l, lRow, b, col, bRow);
    x += xBlock;
    l += lBlock;
    b += bBlock;
  }
}

/**
 * Forward (L, or conj(L) where Form is Third) or backward (L^T or L^H) substitution for `across` right-hand sides of
 * length n. Unknown i of right-hand side j lies at x + i xAlong + j xAcross.
 */
function substitute<Form>(
  forward: bool,
  n: usize,
  across: usize,
  x: usize,
  xAlong: usize,
  xAcross: usize,
  l: usize,
  lRow: usize,
  b: usize,
  bAlong: usize,
  bAcross: usize,
): void {
  const im = row;
  const col = im * 2;
  const step = forward ? col : lRow;
  for (let known: usize = 0; known < n; known++) {
    const i = forward ? known : n - 1 - known;
    const diagonal = l + i * (lRow + col);
    const factors = forward ? l + i * lRow : diagonal + lRow;
    let solved = forward ? x : x + (i + 1) * xAlong;
    let xj = x + i * xAlong;
    let bj = b + i * bAlong;
    let j: usize = 0;
    for (; j + 1 < across; j += 2) {
      for (let v: usize = 0; v < im; v += vector) {
        let re0 = v128.load(bj + v);
        let im0 = v128.load(bj + im + v);
        let re1 = v128.load(bj + bAcross + v);
        let im1 = v128.load(bj + bAcross + im + v);
        let p = factors + v;
        let q = solved + v;
        for (let k: usize = 0; k < known; k++) {
          const lr = v128.load(p);
          const li = v128.load(p + im);
          const r0 = v128.load(q);
          const i0 = v128.load(q + im);
          re0 = sub(re0, productRe<Form>(r0, i0, lr, li));
          im0 = sub(im0, productIm<Form>(r0, i0, lr, li));
          const r1 = v128.load(q + xAcross);
          const i1 = v128.load(q + xAcross + im);
          re1 = sub(re1, productRe<Form>(r1, i1, lr, li));
          im1 = sub(im1, productIm<Form>(r1, i1, lr, li));
          p += step;
          q += xAlong;
        }
        const reciprocal = v128.load(diagonal + v);
        v128.store(xj + v, mul(re0, reciprocal));
        v128.store(xj + im + v, mul(im0, reciprocal));
        v128.store(xj + xAcross + v, mul(re1, reciprocal));
        v128.store(xj + xAcross + im + v, mul(im1, reciprocal));
      }
      xj += 2 * xAcross;
      bj += 2 * bAcross;
      solved += 2 * xAcross;
    }
    if (j < across) {
      for (let v: usize = 0; v < im; v += vector) {
        let re = v128.load(bj + v);
        let imag = v128.load(bj + im + v);
        let p = factors + v;
        let q = solved + v;
        for (let k: usize = 0; k < known; k++) {
          const lr = v128.load(p);
          const li = v128.load(p + im);
          const xr = v128.load(q);
          const xi = v128.load(q + im);
          re = sub(re, productRe<Form>(xr, xi, lr, li));
          imag = sub(imag, productIm<Form>(xr, xi, lr, li));
          p += step;
          q += xAlong;
        }
        const reciprocal = v128.load(diagonal + v);
        v128.store(xj + v, mul(re, reciprocal));
        v128.store(xj + im + v, mul(imag, reciprocal));
      }
    }
  }
}
