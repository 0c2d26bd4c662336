import { add, First, isFirst, mul, put, row, vector, zeros } from './lanes';

/*
 * C = A B for real matrices by tiles of two rows and four columns of C in registers, which is faster than two by two; the inner
 * dimension stays a loop. Transposed factors only change strides. The entries of A are rows of lanes (First), or single numbers that all
 * lanes share (Second).
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
    productRows<First>(added !== 0, rows, inner, cols, c, cRow, a, down, aInner, b, bInner, right);
    c += cBlock;
    a += aBlock;
    b += bBlock;
  }
}

/** One product: A with the bytes `down` and `aInner` to the entries below and beside, B with `bInner` and `right`. */
export function productRows<A>(
  added: bool,
  rows: usize,
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
  let i: usize = 0;
  for (; i + 1 < rows; i += 2) {
    twoRows<A>(added, inner, cols, c, cRow, a, down, aInner, b, bInner, right);
    c += 2 * cRow;
    a += 2 * down;
  }
  if (i < rows) oneRow<A>(added, inner, cols, c, a, aInner, b, bInner, right);
}

/** The entry at `a` in the lanes of a vector. */
function entry<A>(a: usize): v128 {
  return isFirst<A>() ? v128.load(a) : v128.splat<Real>(load<Real>(a));
}

/** Where the entry at `a` lies for the lanes at `v` of a row. */
function lanesOf<A>(a: usize, v: usize): usize {
  return isFirst<A>() ? a + v : a;
}

function twoRows<A>(
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
      tile2x4<A>(added, inner, c + v, cRow, lanesOf<A>(a, v), down, aInner, b + v, bInner, right);
    }
    c += 4 * row;
    b += 4 * right;
  }
  for (; j < cols; j++) {
    for (let v: usize = 0; v < row; v += vector) {
      tile2x1<A>(added, inner, c + v, cRow, lanesOf<A>(a, v), down, aInner, b + v, bInner);
    }
    c += row;
    b += right;
  }
}

function oneRow<A>(
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
      tile1x4<A>(added, inner, c + v, lanesOf<A>(a, v), aInner, b + v, bInner, right);
    }
    c += 4 * row;
    b += 4 * right;
  }
  for (; j < cols; j++) {
    for (let v: usize = 0; v < row; v += vector)
      tile1x1<A>(added, inner, c + v, lanesOf<A>(a, v), aInner, b + v, bInner);
    c += row;
    b += right;
  }
}

function tile2x4<A>(
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
    const a0 = entry<A>(a);
    const a1 = entry<A>(a + down);
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

function tile1x4<A>(
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
    const ak = entry<A>(a);
    c0 = add(c0, mul(ak, v128.load(b)));
    c1 = add(c1, mul(ak, v128.load(b + right)));
    c2 = add(c2, mul(ak, v128.load(b + right2)));
    c3 = add(c3, mul(ak, v128.load(b + right3)));
    a += aInner;
    b += bInner;
  }
  put4(added, c, c0, c1, c2, c3);
}

function tile2x1<A>(
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
    c0 = add(c0, mul(entry<A>(a), bk));
    c1 = add(c1, mul(entry<A>(a + down), bk));
    a += aInner;
    b += bInner;
  }
  put(added, c, c0);
  put(added, c + cRow, c1);
}

function tile1x1<A>(added: bool, inner: usize, c: usize, a: usize, aInner: usize, b: usize, bInner: usize): void {
  let sum = zeros();
  for (let k: usize = 0; k < inner; k++) {
    sum = add(sum, mul(entry<A>(a), v128.load(b)));
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
