import { add, First, isFirst, isSecond, productIm, productRe, row, Second, sub, Third, vector, zeros } from './lanes';

/*
 * C = A B by tiles of one row and two columns of C in registers; the inner dimension stays a loop (unrolled code spills
 * in V8). Adjoint factors only change strides and signs.
 */

/** form: 0 A B, 1 A^H B, 2 A B^H; result: 0 set, 1 add, 2 subtract; part: 0 all of C, 1 its lower triangle. */
export function product(
  form: usize,
  result: usize,
  part: usize,
  count: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  c: usize,
  cRow: usize,
  cBlock: usize,
  a: usize,
  aRow: usize,
  aBlock: usize,
  b: usize,
  bRow: usize,
  bBlock: usize,
): void {
  const col = row * 2;
  const lower = part === 1;
  for (let block: usize = 0; block < count; block++) {
    if (form === 0) {
      choose<First>(result, lower, rows, inner, cols, c, cRow, a, aRow, col, b, bRow, col);
    } else if (form === 1) {
      choose<Second>(result, lower, rows, inner, cols, c, cRow, a, col, aRow, b, bRow, col);
    } else {
      choose<Third>(result, lower, rows, inner, cols, c, cRow, a, aRow, col, b, col, bRow);
    }
    c += cBlock;
    a += aBlock;
    b += bBlock;
  }
}

function choose<Form>(
  result: usize,
  lower: bool,
  rows: usize,
  inner: usize,
  cols: usize,
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  bCol: usize,
): void {
  if (result === 0) {
    tiles<Form, First>(lower, rows, inner, cols, c, cRow, a, aRow, aInner, b, bInner, bCol);
  } else if (result === 1) {
    tiles<Form, Second>(lower, rows, inner, cols, c, cRow, a, aRow, aInner, b, bInner, bCol);
  } else {
    tiles<Form, Third>(lower, rows, inner, cols, c, cRow, a, aRow, aInner, b, bInner, bCol);
  }
}

function tiles<Form, Result>(
  lower: bool,
  rows: usize,
  inner: usize,
  cols: usize,
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  bCol: usize,
): void {
  const im = row;
  const col = im * 2;
  for (let i: usize = 0; i < rows; i++) {
    const last = lower ? min(i + 1, cols) : cols;
    let cj = c;
    let bj = b;
    let j: usize = 0;
    for (; j + 1 < last; j += 2) {
      for (let v: usize = 0; v < im; v += vector) {
        tile2<Form, Result>(inner, im, cj + v, col, a + v, aInner, bj + v, bInner, bCol);
      }
      cj += 2 * col;
      bj += 2 * bCol;
    }
    if (j < last) {
      for (let v: usize = 0; v < im; v += vector) {
        tile1<Form, Result>(inner, im, cj + v, a + v, aInner, bj + v, bInner);
      }
    }
    c += cRow;
    a += aRow;
  }
}

function tile2<Form, Result>(
  inner: usize,
  im: usize,
  c: usize,
  col: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  bCol: usize,
): void {
  let re0 = zeros();
  let im0 = zeros();
  let re1 = zeros();
  let im1 = zeros();
  for (let k: usize = 0; k < inner; k++) {
    const ar = v128.load(a);
    const ai = v128.load(a + im);
    const br0 = v128.load(b);
    const bi0 = v128.load(b + im);
    re0 = add(re0, productRe<Form>(ar, ai, br0, bi0));
    im0 = add(im0, productIm<Form>(ar, ai, br0, bi0));
    const br1 = v128.load(b + bCol);
    const bi1 = v128.load(b + bCol + im);
    re1 = add(re1, productRe<Form>(ar, ai, br1, bi1));
    im1 = add(im1, productIm<Form>(ar, ai, br1, bi1));
    a += aInner;
    b += bInner;
  }
  put<Result>(c, re0);
  put<Result>(c + im, im0);
  put<Result>(c + col, re1);
  put<Result>(c + col + im, im1);
}

function tile1<Form, Result>(
  inner: usize,
  im: usize,
  c: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
): void {
  let re = zeros();
  let imag = zeros();
  for (let k: usize = 0; k < inner; k++) {
    const ar = v128.load(a);
    const ai = v128.load(a + im);
    const br = v128.load(b);
    const bi = v128.load(b + im);
    re = add(re, productRe<Form>(ar, ai, br, bi));
    imag = add(imag, productIm<Form>(ar, ai, br, bi));
    a += aInner;
    b += bInner;
  }
  put<Result>(c, re);
  put<Result>(c + im, imag);
}

function put<Result>(c: usize, value: v128): void {
  if (isFirst<Result>()) v128.store(c, value);
  else if (isSecond<Result>()) v128.store(c, add(v128.load(c), value));
  else v128.store(c, sub(v128.load(c), value));
}
