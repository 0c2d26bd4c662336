import {
  add,
  First,
  Fourth,
  isFirst,
  isSecond,
  isThird,
  productIm,
  productRe,
  row,
  Second,
  sub,
  Third,
  vector,
  zeros,
} from './lanes';

/*
 * C = A B by tiles of one row and two columns of C in registers; the inner dimension stays a loop (unrolled code spills
 * in V8). Adjoint factors only change strides and signs.
 */

/** form: 0 A B, 1 A^H B, 2 A B^H; result: 0 set, 1 add, 2 subtract, 3 set negative; part: 0 all of C, 1 its lower triangle. */
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
  } else if (result === 2) {
    tiles<Form, Third>(lower, rows, inner, cols, c, cRow, a, aRow, aInner, b, bInner, bCol);
  } else {
    tiles<Form, Fourth>(lower, rows, inner, cols, c, cRow, a, aRow, aInner, b, bInner, bCol);
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
  const cCol = row * 2;
  for (let i: usize = 0; i < rows; i++) {
    const last = lower ? min(i + 1, cols) : cols;
    let cj = c;
    let bj = b;
    let j: usize = 0;
    for (; j + 1 < last; j += 2) {
      if (inner === 2) twoTerms2<Form, Result>(cj, cCol, a, aInner, bj, bInner, bCol);
      else tile2<Form, Result>(inner, cj, cCol, a, aInner, bj, bInner, bCol);
      cj += 2 * cCol;
      bj += 2 * bCol;
    }
    if (j < last) {
      if (inner === 2) twoTerms1<Form, Result>(cj, a, aInner, bj, bInner);
      else tile1<Form, Result>(inner, cj, a, aInner, bj, bInner);
    }
    c += cRow;
    a += aRow;
  }
}

/** Two neighbours in a row of C. */
function tile2<Form, Result>(
  inner: usize,
  c: usize,
  cCol: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  bCol: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    let re0 = zeros();
    let im0 = zeros();
    let re1 = zeros();
    let im1 = zeros();
    let p = a + v;
    let q = b + v;
    for (let k: usize = 0; k < inner; k++) {
      const ar = v128.load(p);
      const ai = v128.load(p + row);
      const br0 = v128.load(q);
      const bi0 = v128.load(q + row);
      re0 = add(re0, productRe<Form>(ar, ai, br0, bi0));
      im0 = add(im0, productIm<Form>(ar, ai, br0, bi0));
      const br1 = v128.load(q + bCol);
      const bi1 = v128.load(q + bCol + row);
      re1 = add(re1, productRe<Form>(ar, ai, br1, bi1));
      im1 = add(im1, productIm<Form>(ar, ai, br1, bi1));
      p += aInner;
      q += bInner;
    }
    finish<Result>(c + v, re0);
    finish<Result>(c + v + row, im0);
    finish<Result>(c + v + cCol, re1);
    finish<Result>(c + v + cCol + row, im1);
  }
}

/** One entry of C. */
function tile1<Form, Result>(inner: usize, c: usize, a: usize, aInner: usize, b: usize, bInner: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    let re0 = zeros();
    let im0 = zeros();
    let p = a + v;
    let q = b + v;
    for (let k: usize = 0; k < inner; k++) {
      const ar = v128.load(p);
      const ai = v128.load(p + row);
      const br = v128.load(q);
      const bi = v128.load(q + row);
      re0 = add(re0, productRe<Form>(ar, ai, br, bi));
      im0 = add(im0, productIm<Form>(ar, ai, br, bi));
      p += aInner;
      q += bInner;
    }
    finish<Result>(c + v, re0);
    finish<Result>(c + v + row, im0);
  }
}

/** Two neighbours in a row of C for an inner dimension of 2, as 2 x 2 matrices have. */
function twoTerms2<Form, Result>(
  c: usize,
  cCol: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  bCol: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    const ar0 = v128.load(a);
    const ai0 = v128.load(a + row);
    const ar1 = v128.load(a + aInner);
    const ai1 = v128.load(a + aInner + row);
    let br0 = v128.load(b);
    let bi0 = v128.load(b + row);
    let br1 = v128.load(b + bInner);
    let bi1 = v128.load(b + bInner + row);
    finish<Result>(c, add(productRe<Form>(ar0, ai0, br0, bi0), productRe<Form>(ar1, ai1, br1, bi1)));
    finish<Result>(c + row, add(productIm<Form>(ar0, ai0, br0, bi0), productIm<Form>(ar1, ai1, br1, bi1)));
    br0 = v128.load(b + bCol);
    bi0 = v128.load(b + bCol + row);
    br1 = v128.load(b + bCol + bInner);
    bi1 = v128.load(b + bCol + bInner + row);
    finish<Result>(c + cCol, add(productRe<Form>(ar0, ai0, br0, bi0), productRe<Form>(ar1, ai1, br1, bi1)));
    finish<Result>(c + cCol + row, add(productIm<Form>(ar0, ai0, br0, bi0), productIm<Form>(ar1, ai1, br1, bi1)));
    a += vector;
    b += vector;
    c += vector;
  }
}

/** One entry of C for an inner dimension of 2. */
function twoTerms1<Form, Result>(c: usize, a: usize, aInner: usize, b: usize, bInner: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    const ar0 = v128.load(a);
    const ai0 = v128.load(a + row);
    const ar1 = v128.load(a + aInner);
    const ai1 = v128.load(a + aInner + row);
    const br0 = v128.load(b);
    const bi0 = v128.load(b + row);
    const br1 = v128.load(b + bInner);
    const bi1 = v128.load(b + bInner + row);
    finish<Result>(c, add(productRe<Form>(ar0, ai0, br0, bi0), productRe<Form>(ar1, ai1, br1, bi1)));
    finish<Result>(c + row, add(productIm<Form>(ar0, ai0, br0, bi0), productIm<Form>(ar1, ai1, br1, bi1)));
    a += vector;
    b += vector;
    c += vector;
  }
}

function finish<Result>(c: usize, value: v128): void {
  if (isFirst<Result>()) v128.store(c, value);
  else if (isSecond<Result>()) v128.store(c, add(v128.load(c), value));
  else if (isThird<Result>()) v128.store(c, sub(v128.load(c), value));
  else v128.store(c, v128.neg<Real>(value));
}
