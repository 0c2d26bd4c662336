import { add, mul, put, row, vector, zeros } from './lanes';

/*
 * The bound on the spectral radius of eq. (40) of Pellaco and Jalden: s = max_i sqrt(b_i) with b_i = sum_j m_ij c_j,
 * c_j = sum_i m_ij and m_ij = |x_ij|.
 */

/** Column sums of moduli for up to 256 columns, one vector of lanes. */
const columnSums = memory.data(256 * 16, 16);

/** s of every block. */
export function spectralBound(
  count: usize,
  n: usize,
  s: usize,
  sBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      sumColumns(n, x + v, xRow);
      let largest = zeros();
      for (let i: usize = 0; i < n; i++) largest = v128.max<Real>(largest, rowBound(n, x + v + i * xRow));
      v128.store(s + v, v128.sqrt<Real>(largest));
    }
    s += sBlock;
    x += xBlock;
  }
}

function sumColumns(n: usize, x: usize, xRow: usize): void {
  for (let j: usize = 0; j < n; j++) {
    let total = zeros();
    for (let i: usize = 0; i < n; i++) total = add(total, modulus(x + i * xRow + j * row * 2));
    v128.store(columnSums + j * vector, total);
  }
}

/** b_i of the row at x. */
function rowBound(n: usize, x: usize): v128 {
  let bound = zeros();
  for (let j: usize = 0; j < n; j++) {
    bound = add(bound, mul(modulus(x + j * row * 2), v128.load(columnSums + j * vector)));
  }
  return bound;
}

function modulus(x: usize): v128 {
  const re = v128.load(x);
  const im = v128.load(x + row);
  return v128.sqrt<Real>(add(mul(re, re), mul(im, im)));
}

/**
 * The way back, by dm_pq = ds / (2 s) ([p = i] c_q + m_iq) for the row i of the maximum: g = dm x / |x|, or that added to
 * g; 0 where x is.
 */
export function spectralBoundGradient(
  added: usize,
  count: usize,
  n: usize,
  g: usize,
  gRow: usize,
  gBlock: usize,
  ds: usize,
  dsBlock: usize,
  s: usize,
  sBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      const bound = v128.load(s + v);
      const slope = v128.div<Real>(v128.load(ds + v), add(bound, bound));
      pullBound(added !== 0, n, g + v, gRow, slope, x + v, xRow);
    }
    g += gBlock;
    ds += dsBlock;
    s += sBlock;
    x += xBlock;
  }
}

function pullBound(added: bool, n: usize, g: usize, gRow: usize, slope: v128, x: usize, xRow: usize): void {
  sumColumns(n, x, xRow);
  keepLargestRow(n, x, xRow);
  for (let p: usize = 0; p < n; p++) {
    const isLargest = v128.eq<Real>(v128.load(largestRow), v128.splat<Real>(p as Real));
    for (let q: usize = 0; q < n; q++) {
      const entry = x + p * xRow + q * row * 2;
      const m = modulus(entry);
      const own = v128.and(isLargest, v128.load(columnSums + q * vector));
      const weight = mul(slope, add(own, v128.load(largestModuli + q * vector)));
      const perUnit = v128.andnot(v128.div<Real>(weight, m), v128.eq<Real>(m, zeros()));
      const to = g + p * gRow + q * row * 2;
      put(added, to, mul(perUnit, v128.load(entry)));
      put(added, to + row, mul(perUnit, v128.load(entry + row)));
    }
  }
}

/** The moduli of the row with the largest b_i, and its index, for one vector of lanes. */
const largestModuli = memory.data(256 * 16, 16);
const largestRow = memory.data(16, 16);

function keepLargestRow(n: usize, x: usize, xRow: usize): void {
  let largest = v128.splat<Real>(-1);
  v128.store(largestRow, zeros());
  for (let i: usize = 0; i < n; i++) {
    const b = rowBound(n, x + i * xRow);
    const larger = v128.gt<Real>(b, largest);
    largest = v128.bitselect(b, largest, larger);
    v128.store(largestRow, v128.bitselect(v128.splat<Real>(i as Real), v128.load(largestRow), larger));
    for (let j: usize = 0; j < n; j++) {
      const kept = largestModuli + j * vector;
      v128.store(kept, v128.bitselect(modulus(x + i * xRow + j * row * 2), v128.load(kept), larger));
    }
  }
}
