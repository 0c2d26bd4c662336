import { add, mul, row, Second, vector, zeros } from './lanes';
import { productRows } from './real-product';

/*
 * Products with a matrix W that all lanes share: its entries lie one behind the other, row by row, once for all lanes.
 */

const real: usize = sizeof<Real>();

/** form: 0 C = W X, 1 C = W^T X; added: 0 set, 1 add to C. W has `wCols` columns. */
export function sharedProduct(
  form: usize,
  added: usize,
  rows: usize,
  inner: usize,
  cols: usize,
  c: usize,
  cRow: usize,
  w: usize,
  wCols: usize,
  x: usize,
  xRow: usize,
): void {
  const down = form === 1 ? real : wCols * real;
  const along = form === 1 ? wCols * real : real;
  productRows<Second>(added !== 0, rows, inner, cols, c, cRow, w, down, along, x, xRow, row);
}

/** G_ik += sum over columns j and lanes of D_ij X_kj, for G of `rows` x `gCols`: the gradient of W from that of W X. */
export function sharedGradient(
  rows: usize,
  gCols: usize,
  cols: usize,
  g: usize,
  d: usize,
  dRow: usize,
  x: usize,
  xRow: usize,
): void {
  const bytes = cols * row;
  let i: usize = 0;
  for (; i + 1 < rows; i += 2) {
    gradientRows(gCols, bytes, g, g + gCols * real, d, dRow, x, xRow);
    g += 2 * gCols * real;
    d += 2 * dRow;
  }
  if (i < rows) for (let k: usize = 0; k < gCols; k++) gradient1x1(bytes, g + k * real, d, x + k * xRow);
}

function gradientRows(
  gCols: usize,
  bytes: usize,
  g0: usize,
  g1: usize,
  d: usize,
  dRow: usize,
  x: usize,
  xRow: usize,
): void {
  let k: usize = 0;
  for (; k + 3 < gCols; k += 4) {
    gradient2x4(bytes, g0 + k * real, g1 + k * real, d, d + dRow, x, xRow);
    x += 4 * xRow;
  }
  for (; k < gCols; k++) {
    gradient1x1(bytes, g0 + k * real, d, x);
    gradient1x1(bytes, g1 + k * real, d + dRow, x);
    x += xRow;
  }
}

function gradient2x4(bytes: usize, g0: usize, g1: usize, d0: usize, d1: usize, x: usize, xRow: usize): void {
  const x1 = x + xRow;
  const x2 = x1 + xRow;
  const x3 = x2 + xRow;
  let s00 = zeros();
  let s01 = zeros();
  let s02 = zeros();
  let s03 = zeros();
  let s10 = zeros();
  let s11 = zeros();
  let s12 = zeros();
  let s13 = zeros();
  for (let o: usize = 0; o < bytes; o += vector) {
    const upper = v128.load(d0 + o);
    const lower = v128.load(d1 + o);
    let xk = v128.load(x + o);
    s00 = add(s00, mul(upper, xk));
    s10 = add(s10, mul(lower, xk));
    xk = v128.load(x1 + o);
    s01 = add(s01, mul(upper, xk));
    s11 = add(s11, mul(lower, xk));
    xk = v128.load(x2 + o);
    s02 = add(s02, mul(upper, xk));
    s12 = add(s12, mul(lower, xk));
    xk = v128.load(x3 + o);
    s03 = add(s03, mul(upper, xk));
    s13 = add(s13, mul(lower, xk));
  }
  addTotals(g0, s00, s01, s02, s03);
  addTotals(g1, s10, s11, s12, s13);
}

function gradient1x1(bytes: usize, g: usize, d: usize, x: usize): void {
  let sum = zeros();
  for (let o: usize = 0; o < bytes; o += vector) sum = add(sum, mul(v128.load(d + o), v128.load(x + o)));
  addTotal(g, sum);
}

function addTotals(g: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  addTotal(g, s0);
  addTotal(g + real, s1);
  addTotal(g + real * 2, s2);
  addTotal(g + real * 3, s3);
}

/** Adds the sum of a vector's reals to a number in memory. */
function addTotal(g: usize, sum: v128): void {
  store<Real>(g, load<Real>(g) + total(sum));
}

function total(x: v128): Real {
  if (sizeof<Real>() === 8) return <Real>(v128.extract_lane<f64>(x, 0) + v128.extract_lane<f64>(x, 1));
  const halves = v128.add<f32>(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
  return <Real>(v128.extract_lane<f32>(halves, 0) + v128.extract_lane<f32>(halves, 1));
}
