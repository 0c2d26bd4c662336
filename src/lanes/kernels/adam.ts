import { add, mul, row, sub, vector } from './lanes';

/**
 * m <- b1 m + (1 - b1) g, w <- b2 w + (1 - b2) g^2, x <- x + a m / (c sqrt(w) + e), entry by entry, for one row of `width` reals
 * in each matrix. The settings a, c, b1, b2, e are per-lane scalars behind each other.
 */
export function adam(
  rows: usize,
  width: usize,
  settings: usize,
  x: usize,
  xRow: usize,
  m: usize,
  mRow: usize,
  w: usize,
  wRow: usize,
  g: usize,
  gRow: usize,
): void {
  for (let v: usize = 0; v < row; v += vector) {
    for (let i: usize = 0; i < rows; i++) {
      adamRow(width, settings + v, x + i * xRow + v, m + i * mRow + v, w + i * wRow + v, g + i * gRow + v);
    }
  }
}

function adamRow(width: usize, settings: usize, x: usize, m: usize, w: usize, g: usize): void {
  const one = v128.splat<Real>(1);
  const a = v128.load(settings);
  const c = v128.load(settings + row);
  const b1 = v128.load(settings + row * 2);
  const b2 = v128.load(settings + row * 3);
  const e = v128.load(settings + row * 4);
  const d1 = sub(one, b1);
  const d2 = sub(one, b2);
  for (let o: usize = 0; o < width * row; o += row) {
    const gradient = v128.load(g + o);
    const mean = add(mul(b1, v128.load(m + o)), mul(d1, gradient));
    const square = add(mul(b2, v128.load(w + o)), mul(d2, mul(gradient, gradient)));
    v128.store(m + o, mean);
    v128.store(w + o, square);
    const step = v128.div<Real>(mul(a, mean), add(mul(c, v128.sqrt<Real>(square)), e));
    v128.store(x + o, add(v128.load(x + o), step));
  }
}
