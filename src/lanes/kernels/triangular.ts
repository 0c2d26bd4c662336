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
  const col = row * 2;
  if (n === 2) {
    const last = forward ? 1 : 0;
    const first = 1 - last;
    substitute2<Form>(
      across,
      x + first * xAlong,
      x + last * xAlong,
      xAcross,
      l + first * (lRow + col),
      l + last * (lRow + col),
      l + lRow,
      b + first * bAlong,
      b + last * bAlong,
      bAcross,
    );
    return;
  }
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
      unknown2<Form>(known, xj, xAlong, xAcross, diagonal, factors, step, solved, bj, bAcross);
      xj += 2 * xAcross;
      bj += 2 * bAcross;
      solved += 2 * xAcross;
    }
    if (j < across) unknown1<Form>(known, xj, xAlong, diagonal, factors, step, solved, bj);
  }
}

/** One unknown of two neighbouring right-hand sides, from those already known. */
function unknown2<Form>(
  known: usize,
  x: usize,
  xAlong: usize,
  xAcross: usize,
  diagonal: usize,
  factors: usize,
  step: usize,
  solved: usize,
  b: usize,
  bAcross: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    let re0 = v128.load(b + v);
    let im0 = v128.load(b + row + v);
    let re1 = v128.load(b + bAcross + v);
    let im1 = v128.load(b + bAcross + row + v);
    let p = factors + v;
    let q = solved + v;
    for (let k: usize = 0; k < known; k++) {
      const lr = v128.load(p);
      const li = v128.load(p + row);
      const r0 = v128.load(q);
      const i0 = v128.load(q + row);
      re0 = sub(re0, productRe<Form>(r0, i0, lr, li));
      im0 = sub(im0, productIm<Form>(r0, i0, lr, li));
      const r1 = v128.load(q + xAcross);
      const i1 = v128.load(q + xAcross + row);
      re1 = sub(re1, productRe<Form>(r1, i1, lr, li));
      im1 = sub(im1, productIm<Form>(r1, i1, lr, li));
      p += step;
      q += xAlong;
    }
    const reciprocal = v128.load(diagonal + v);
    v128.store(x + v, mul(re0, reciprocal));
    v128.store(x + row + v, mul(im0, reciprocal));
    v128.store(x + xAcross + v, mul(re1, reciprocal));
    v128.store(x + xAcross + row + v, mul(im1, reciprocal));
  }
}

/** One unknown of one right-hand side. */
function unknown1<Form>(
  known: usize,
  x: usize,
  xAlong: usize,
  diagonal: usize,
  factors: usize,
  step: usize,
  solved: usize,
  b: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    let re = v128.load(b + v);
    let im = v128.load(b + row + v);
    let p = factors + v;
    let q = solved + v;
    for (let k: usize = 0; k < known; k++) {
      const lr = v128.load(p);
      const li = v128.load(p + row);
      const xr = v128.load(q);
      const xi = v128.load(q + row);
      re = sub(re, productRe<Form>(xr, xi, lr, li));
      im = sub(im, productIm<Form>(xr, xi, lr, li));
      p += step;
      q += xAlong;
    }
    const reciprocal = v128.load(diagonal + v);
    v128.store(x + v, mul(re, reciprocal));
    v128.store(x + row + v, mul(im, reciprocal));
  }
}

/** Two unknowns, without a loop: the first one is b / d, the last one follows from it through the entry `factor`. */
function substitute2<Form>(
  across: usize,
  xFirst: usize,
  xLast: usize,
  xAcross: usize,
  dFirst: usize,
  dLast: usize,
  factor: usize,
  bFirst: usize,
  bLast: usize,
  bAcross: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    const reciprocalFirst = v128.load(dFirst + v);
    const reciprocalLast = v128.load(dLast + v);
    const lr = v128.load(factor + v);
    const li = v128.load(factor + row + v);
    let p = bFirst + v;
    let q = bLast + v;
    let x = xFirst + v;
    let y = xLast + v;
    for (let j: usize = 0; j < across; j++) {
      const re = mul(v128.load(p), reciprocalFirst);
      const im = mul(v128.load(p + row), reciprocalFirst);
      v128.store(y, mul(sub(v128.load(q), productRe<Form>(re, im, lr, li)), reciprocalLast));
      v128.store(y + row, mul(sub(v128.load(q + row), productIm<Form>(re, im, lr, li)), reciprocalLast));
      v128.store(x, re);
      v128.store(x + row, im);
      p += bAcross;
      q += bAcross;
      x += xAcross;
      y += xAcross;
    }
  }
}
