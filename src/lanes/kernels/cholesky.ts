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
      const good = factor(n, l + v, lRow, a + v, aRow);
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
  const im = row;
  const col = im * 2;
  const infinity = v128.splat<Real>(Infinity as Real);
  let good = v128.eq<i32>(zeros(), zeros());
  for (let j: usize = 0; j < n; j++) {
    const lj = l + j * lRow;
    let pivot = v128.load(a + j * (aRow + col));
    let p = lj;
    for (let k: usize = 0; k < j; k++) {
      const re = v128.load(p);
      const imag = v128.load(p + im);
      pivot = sub(pivot, add(mul(re, re), mul(imag, imag)));
      p += col;
    }
    const fine = v128.and(v128.gt<Real>(pivot, zeros()), v128.lt<Real>(pivot, infinity));
    good = v128.and(good, fine);
    const reciprocal = v128.div<Real>(v128.splat<Real>(1), v128.sqrt<Real>(pivot));
    v128.store(p, reciprocal);
    v128.store(p + im, zeros());
    const below = j * col;
    for (let i: usize = j + 1; i < n; i++) {
      const li = l + i * lRow;
      const ai = a + i * aRow + below;
      let re = v128.load(ai);
      let imag = v128.load(ai + im);
      let q = li;
      p = lj;
      for (let k: usize = 0; k < j; k++) {
        const lr = v128.load(q);
        const lim = v128.load(q + im);
        const jr = v128.load(p);
        const ji = v128.load(p + im);
        re = sub(re, productRe<Third>(lr, lim, jr, ji));
        imag = sub(imag, productIm<Third>(lr, lim, jr, ji));
        q += col;
        p += col;
      }
      v128.store(q, mul(re, reciprocal));
      v128.store(q + im, mul(imag, reciprocal));
    }
  }
  return good;
}

/** Makes the factor NaN in the lanes that are not good. */
function fail(n: usize, l: usize, lRow: usize, good: v128): void {
  const im = row;
  const nan = v128.splat<Real>(NaN as Real);
  for (let i: usize = 0; i < n; i++) {
    let p = l + i * lRow;
    for (let j: usize = 0; j <= i; j++) {
      v128.store(p, v128.bitselect(v128.load(p), nan, good));
      v128.store(p + im, v128.bitselect(v128.load(p + im), nan, good));
      p += im * 2;
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
  const im = row;
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < im; v += vector) {
      invertTriangle(n, x + v, xRow, l + v, lRow);
      squareTriangle(n, x + v, xRow);
    }
    x += xBlock;
    l += lBlock;
  }
}

/** The lower triangle of X = L^-1, one vector of lanes. */
function invertTriangle(n: usize, x: usize, xRow: usize, l: usize, lRow: usize): void {
  const im = row;
  const col = im * 2;
  for (let j: usize = 0; j < n; j++) {
    const xj = x + j * col;
    v128.store(xj + j * xRow, v128.load(l + j * (lRow + col)));
    v128.store(xj + j * xRow + im, zeros());
    for (let i: usize = j + 1; i < n; i++) {
      let re = zeros();
      let imag = zeros();
      let p = l + i * lRow + j * col;
      let q = xj + j * xRow;
      for (let k: usize = j; k < i; k++) {
        const lr = v128.load(p);
        const li = v128.load(p + im);
        const xr = v128.load(q);
        const xi = v128.load(q + im);
        re = sub(re, productRe<First>(lr, li, xr, xi));
        imag = sub(imag, productIm<First>(lr, li, xr, xi));
        p += col;
        q += xRow;
      }
      const reciprocal = v128.load(l + i * (lRow + col));
      v128.store(q, mul(re, reciprocal));
      v128.store(q + im, mul(imag, reciprocal));
    }
  }
}

/** X = Y^H Y in place of the lower triangular Y, written in full, one vector of lanes. */
function squareTriangle(n: usize, x: usize, xRow: usize): void {
  const im = row;
  const col = im * 2;
  for (let i: usize = 0; i < n; i++) {
    for (let j: usize = 0; j <= i; j++) {
      let re = zeros();
      let imag = zeros();
      let p = x + i * (xRow + col);
      let q = x + i * xRow + j * col;
      const target = q;
      for (let k: usize = i; k < n; k++) {
        const yr = v128.load(p);
        const yi = v128.load(p + im);
        const zr = v128.load(q);
        const zi = v128.load(q + im);
        re = add(re, add(mul(yr, zr), mul(yi, zi)));
        imag = add(imag, sub(mul(yr, zi), mul(yi, zr)));
        p += xRow;
        q += xRow;
      }
      v128.store(target, re);
      v128.store(target + im, imag);
      if (i !== j) {
        const mirrored = x + j * xRow + i * col;
        v128.store(mirrored, re);
        v128.store(mirrored + im, v128.neg<Real>(imag));
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
