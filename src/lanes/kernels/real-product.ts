import { add, mul, row, vector, zeros } from './lanes';

/*
 * C = A B for real matrices by tiles of two rows and four columns of C in registers, which is faster than two by two; the inner
 * dimension stays a loop. Transposed factors only change strides.
 */

/** form: 0 A B, 1 A^T B, 2 A B^T; added: 0 set, 1 add to C. */
export function realProduct(
  form: usize,
  added: usize,
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
  const down = form === 1 ? row : aRow;
  const aInner = form === 1 ? aRow : row;
  const bInner = form === 2 ? row : bRow;
  const right = form === 2 ? bRow : row;
  for (let block: usize = 0; block < count; block++) {
    let ci = c;
    let ai = a;
    let i: usize = 0;
    for (; i + 1 < rows; i += 2) {
      twoRows(added !== 0, inner, cols, ci, cRow, ai, down, aInner, b, bInner, right);
      ci += 2 * cRow;
      ai += 2 * down;
    }
    if (i < rows) oneRow(added !== 0, inner, cols, ci, ai, aInner, b, bInner, right);
    c += cBlock;
    a += aBlock;
    b += bBlock;
  }
}

function twoRows(
  added: bool,
  inner: usize,
  cols: usize,
  c: usize,
  cRow: usize,
  a: usize,
  down: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  right: usize,
): void {
  let j: usize = 0;
  for (; j + 3 < cols; j += 4) {
    for (let v: usize = 0; v < row; v += vector) {
      tile2x4(added, inner, c + v, cRow, a + v, down, aInner, b + v, bInner, right);
    }
    c += 4 * row;
    b += 4 * right;
  }
  for (; j < cols; j++) {
    for (let v: usize = 0; v < row; v += vector) {
      tile2x1(added, inner, c + v, cRow, a + v, down, aInner, b + v, bInner);
    }
    c += row;
    b += right;
  }
}

function oneRow(
  added: bool,
  inner: usize,
  cols: usize,
  c: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  right: usize,
): void {
  let j: usize = 0;
  for (; j + 3 < cols; j += 4) {
    for (let v: usize = 0; v < row; v += vector) {
      tile1x4(added, inner, c + v, a + v, aInner, b + v, bInner, right);
    }
    c += 4 * row;
    b += 4 * right;
  }
  for (; j < cols; j++) {
    for (let v: usize = 0; v < row; v += vector) tile1x1(added, inner, c + v, a + v, aInner, b + v, bInner);
    c += row;
    b += right;
  }
}

function tile2x4(
  added: bool,
  inner: usize,
  c: usize,
  cRow: usize,
  a: usize,
  down: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  right: usize,
): void {
  const right2 = right + right;
  const right3 = right2 + right;
  let c00 = zeros();
  let c01 = zeros();
  let c02 = zeros();
  let c03 = zeros();
  let c10 = zeros();
  let c11 = zeros();
  let c12 = zeros();
  let c13 = zeros();
  for (let k: usize = 0; k < inner; k++) {
    const a0 = v128.load(a);
    const a1 = v128.load(a + down);
    let bj = v128.load(b);
    c00 = add(c00, mul(a0, bj));
    c10 = add(c10, mul(a1, bj));
    bj = v128.load(b + right);
    c01 = add(c01, mul(a0, bj));
    c11 = add(c11, mul(a1, bj));
    bj = v128.load(b + right2);
    c02 = add(c02, mul(a0, bj));
    c12 = add(c12, mul(a1, bj));
    bj = v128.load(b + right3);
    c03 = add(c03, mul(a0, bj));
    c13 = add(c13, mul(a1, bj));
    a += aInner;
    b += bInner;
  }
  put4(added, c, c00, c01, c02, c03);
  put4(added, c + cRow, c10, c11, c12, c13);
}

function tile1x4(
  added: bool,
  inner: usize,
  c: usize,
  a: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
  right: usize,
): void {
  const right2 = right + right;
  const right3 = right2 + right;
  let c0 = zeros();
  let c1 = zeros();
  let c2 = zeros();
  let c3 = zeros();
  for (let k: usize = 0; k < inner; k++) {
    const ak = v128.load(a);
    c0 = add(c0, mul(ak, v128.load(b)));
    c1 = add(c1, mul(ak, v128.load(b + right)));
    c2 = add(c2, mul(ak, v128.load(b + right2)));
    c3 = add(c3, mul(ak, v128.load(b + right3)));
    a += aInner;
    b += bInner;
  }
  put4(added, c, c0, c1, c2, c3);
}

function tile2x1(
  added: bool,
  inner: usize,
  c: usize,
  cRow: usize,
  a: usize,
  down: usize,
  aInner: usize,
  b: usize,
  bInner: usize,
): void {
  let c0 = zeros();
  let c1 = zeros();
  for (let k: usize = 0; k < inner; k++) {
    const bk = v128.load(b);
    c0 = add(c0, mul(v128.load(a), bk));
    c1 = add(c1, mul(v128.load(a + down), bk));
    a += aInner;
    b += bInner;
  }
  put(added, c, c0);
  put(added, c + cRow, c1);
}

function tile1x1(added: bool, inner: usize, c: usize, a: usize, aInner: usize, b: usize, bInner: usize): void {
  let sum = zeros();
  for (let k: usize = 0; k < inner; k++) {
    sum = add(sum, mul(v128.load(a), v128.load(b)));
    a += aInner;
    b += bInner;
  }
  put(added, c, sum);
}

function put4(added: bool, c: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  put(added, c, c0);
  put(added, c + row, c1);
  put(added, c + row * 2, c2);
  put(added, c + row * 3, c3);
}

function put(added: bool, c: usize, value: v128): void {
  v128.store(c, added ? add(v128.load(c), value) : value);
}
