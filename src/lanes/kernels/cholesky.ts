import { logarithm } from './functions';
import { add, First, mul, productIm, productRe, row, sub, Third, vector, zeros } from './lanes';

/**
 * A = L L^H with reciprocal diagonal, column by column, one SIMD vector of lanes at a time. A lane with a pivot that is
 * not positive and finite gets a factor of NaN and, where `failed` is not 0, its mark there.
 */
export function cholesky(
  count: usize,
  n: usize,
  l: usize,
  lRow: usize,
  lBlock: usize,
  a: usize,
  aRow: usize,
  aBlock: usize,
  failed: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      const good = n === 2 ? factor2(l + v, lRow, a + v, aRow) : factor(n, l + v, lRow, a + v, aRow);
      if (!i32x4.all_true(good)) {
        fail(n, l + v, lRow, good);
        if (failed !== 0) v128.store(failed + v, v128.or(v128.load(failed + v), v128.not(good)));
      }
    }
    l += lBlock;
    a += aBlock;
  }
}

/** Factors one vector of lanes; gives which lanes had good pivots only. */
function factor(n: usize, l: usize, lRow: usize, a: usize, aRow: usize): v128 {
  const col = row * 2;
  let good = v128.eq<i32>(zeros(), zeros());
  for (let j: usize = 0; j < n; j++) {
    const lj = l + j * lRow;
    let pivot = v128.load(a + j * (aRow + col));
    let p = lj;
    for (let k: usize = 0; k < j; k++) {
      const re = v128.load(p);
      const im = v128.load(p + row);
      pivot = sub(pivot, add(mul(re, re), mul(im, im)));
      p += col;
    }
    good = v128.and(good, isGood(pivot));
    const reciprocal = reciprocalRoot(pivot);
    v128.store(p, reciprocal);
    v128.store(p + row, zeros());
    let i = j + 1;
    for (; i + 1 < n; i += 2) below2(j, reciprocal, l + i * lRow, lRow, lj, a + i * aRow + j * col, aRow);
    if (i < n) below1(j, reciprocal, l + i * lRow, lj, a + i * aRow + j * col);
  }
  return good;
}

/** Two entries of column j below its diagonal: L_ij = (A_ij - sum of L_ik conj(L_jk)) / L_jj for i and the next row. */
function below2(j: usize, reciprocal: v128, li: usize, lRow: usize, lj: usize, a: usize, aRow: usize): void {
  let re0 = v128.load(a);
  let im0 = v128.load(a + row);
  let re1 = v128.load(a + aRow);
  let im1 = v128.load(a + aRow + row);
  for (let k: usize = 0; k < j; k++) {
    const jr = v128.load(lj);
    const ji = v128.load(lj + row);
    const r0 = v128.load(li);
    const i0 = v128.load(li + row);
    re0 = sub(re0, productRe<Third>(r0, i0, jr, ji));
    im0 = sub(im0, productIm<Third>(r0, i0, jr, ji));
    const r1 = v128.load(li + lRow);
    const i1 = v128.load(li + lRow + row);
    re1 = sub(re1, productRe<Third>(r1, i1, jr, ji));
    im1 = sub(im1, productIm<Third>(r1, i1, jr, ji));
    li += row * 2;
    lj += row * 2;
  }
  v128.store(li, mul(re0, reciprocal));
  v128.store(li + row, mul(im0, reciprocal));
  v128.store(li + lRow, mul(re1, reciprocal));
  v128.store(li + lRow + row, mul(im1, reciprocal));
}

/** One entry of column j below its diagonal. */
function below1(j: usize, reciprocal: v128, li: usize, lj: usize, a: usize): void {
  let re = v128.load(a);
  let im = v128.load(a + row);
  for (let k: usize = 0; k < j; k++) {
    const jr = v128.load(lj);
    const ji = v128.load(lj + row);
    const ir = v128.load(li);
    const ii = v128.load(li + row);
    re = sub(re, productRe<Third>(ir, ii, jr, ji));
    im = sub(im, productIm<Third>(ir, ii, jr, ji));
    li += row * 2;
    lj += row * 2;
  }
  v128.store(li, mul(re, reciprocal));
  v128.store(li + row, mul(im, reciprocal));
}

/** The same for n = 2, without loops. */
function factor2(l: usize, lRow: usize, a: usize, aRow: usize): v128 {
  const first = v128.load(a);
  const reciprocal = reciprocalRoot(first);
  const re = mul(v128.load(a + aRow), reciprocal);
  const im = mul(v128.load(a + aRow + row), reciprocal);
  const second = sub(v128.load(a + aRow + row * 2), add(mul(re, re), mul(im, im)));
  v128.store(l, reciprocal);
  v128.store(l + row, zeros());
  v128.store(l + lRow, re);
  v128.store(l + lRow + row, im);
  v128.store(l + lRow + row * 2, reciprocalRoot(second));
  v128.store(l + lRow + row * 3, zeros());
  return v128.and(isGood(first), isGood(second));
}

function reciprocalRoot(pivot: v128): v128 {
  return v128.div<Real>(v128.splat<Real>(1), v128.sqrt<Real>(pivot));
}

/** Whether a pivot is positive and finite; NaN is neither. */
function isGood(pivot: v128): v128 {
  return v128.and(v128.gt<Real>(pivot, zeros()), v128.lt<Real>(pivot, v128.splat<Real>(Infinity as Real)));
}

/** Makes the factor NaN in the lanes that are not good. */
function fail(n: usize, l: usize, lRow: usize, good: v128): void {
  const nan = v128.splat<Real>(NaN as Real);
  for (let i: usize = 0; i < n; i++) {
    let p = l + i * lRow;
    for (let j: usize = 0; j <= i; j++) {
      v128.store(p, v128.bitselect(v128.load(p), nan, good));
      v128.store(p + row, v128.bitselect(v128.load(p + row), nan, good));
      p += row * 2;
    }
  }
}

/** X = A^-1 = Y^H Y for Y = L^-1, which is formed in X first. */
export function inverse(
  count: usize,
  n: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  l: usize,
  lRow: usize,
  lBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      invertTriangle(n, x + v, xRow, l + v, lRow);
      squareTriangle(n, x + v, xRow);
    }
    x += xBlock;
    l += lBlock;
  }
}

/** The lower triangle of X = L^-1, one vector of lanes. */
function invertTriangle(n: usize, x: usize, xRow: usize, l: usize, lRow: usize): void {
  const col = row * 2;
  for (let j: usize = 0; j < n; j++) {
    const xj = x + j * col;
    v128.store(xj + j * xRow, v128.load(l + j * (lRow + col)));
    v128.store(xj + j * xRow + row, zeros());
    for (let i: usize = j + 1; i < n; i++) {
      let re = zeros();
      let im = zeros();
      let p = l + i * lRow + j * col;
      let q = xj + j * xRow;
      for (let k: usize = j; k < i; k++) {
        const lr = v128.load(p);
        const li = v128.load(p + row);
        const xr = v128.load(q);
        const xi = v128.load(q + row);
        re = sub(re, productRe<First>(lr, li, xr, xi));
        im = sub(im, productIm<First>(lr, li, xr, xi));
        p += col;
        q += xRow;
      }
      const reciprocal = v128.load(l + i * (lRow + col));
      v128.store(q, mul(re, reciprocal));
      v128.store(q + row, mul(im, reciprocal));
    }
  }
}

/** X = Y^H Y in place of the lower triangular Y, written in full, one vector of lanes. */
function squareTriangle(n: usize, x: usize, xRow: usize): void {
  const col = row * 2;
  for (let i: usize = 0; i < n; i++) {
    for (let j: usize = 0; j <= i; j++) {
      let re = zeros();
      let im = zeros();
      let p = x + i * (xRow + col);
      let q = x + i * xRow + j * col;
      const target = q;
      for (let k: usize = i; k < n; k++) {
        const yr = v128.load(p);
        const yi = v128.load(p + row);
        const zr = v128.load(q);
        const zi = v128.load(q + row);
        re = add(re, add(mul(yr, zr), mul(yi, zi)));
        im = add(im, sub(mul(yr, zi), mul(yi, zr)));
        p += xRow;
        q += xRow;
      }
      v128.store(target, re);
      v128.store(target + row, im);
      if (i !== j) {
        const mirrored = x + j * xRow + i * col;
        v128.store(mirrored, re);
        v128.store(mirrored + row, v128.neg<Real>(im));
      }
    }
  }
}

/** s = log det A = -2 sum of the logarithms of the reciprocal diagonal. */
export function logDet(count: usize, n: usize, s: usize, sBlock: usize, l: usize, lRow: usize, lBlock: usize): void {
  const diagonal = lRow + row * 2;
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += vector) {
      let total = zeros();
      let p = l + v;
      for (let i: usize = 0; i < n; i++) {
        total = sub(total, logarithm(v128.load(p)));
        p += diagonal;
      }
      v128.store(s + v, add(total, total));
    }
    s += sBlock;
    l += lBlock;
  }
}
