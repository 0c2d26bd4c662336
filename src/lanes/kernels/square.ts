import { add, mul, row, sub, vector, zeros } from './lanes';

/*
 * Square matrices: diagonals and mirror images.
 */

/** x = s I. */
export function scaledIdentity(
  count: usize,
  n: usize,
  s: usize,
  sBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < n; i++) {
      let p = x + i * xRow;
      for (let j: usize = 0; j < n; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          v128.store(p + v, i === j ? v128.load(s + v) : zeros());
          v128.store(p + row + v, zeros());
        }
        p += row * 2;
      }
    }
    s += sBlock;
    x += xBlock;
  }
}

/** x + s I to x. */
export function addDiagonal(
  count: usize,
  n: usize,
  s: usize,
  sBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < n; i++) {
      const diagonal = x + block * xBlock + i * (xRow + row * 2);
      for (let v: usize = 0; v < row; v += vector) {
        v128.store(diagonal + v, add(v128.load(diagonal + v), v128.load(s + block * sBlock + v)));
      }
    }
  }
}

/** x + x^H to x (kind 0), or half of that (kind 1). */
export function addAdjoint(kind: usize, count: usize, n: usize, x: usize, xRow: usize, xBlock: usize): void {
  const col = row * 2;
  const factor = v128.splat<Real>(kind === 0 ? <Real>1 : <Real>0.5);
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < n; i++) {
      for (let j: usize = 0; j < i; j++) {
        const lower = x + i * xRow + j * col;
        const upper = x + j * xRow + i * col;
        for (let v: usize = 0; v < row; v += vector) {
          const re = mul(factor, add(v128.load(lower + v), v128.load(upper + v)));
          const im = mul(factor, sub(v128.load(lower + row + v), v128.load(upper + row + v)));
          v128.store(lower + v, re);
          v128.store(lower + row + v, im);
          v128.store(upper + v, re);
          v128.store(upper + row + v, v128.neg<Real>(im));
        }
      }
      const diagonal = x + i * (xRow + col);
      for (let v: usize = 0; v < row; v += vector) {
        const re = v128.load(diagonal + v);
        v128.store(diagonal + v, mul(factor, add(re, re)));
        v128.store(diagonal + row + v, zeros());
      }
    }
    x += xBlock;
  }
}

/** The upper triangle of x from its lower one; the diagonal made real. */
export function mirror(count: usize, n: usize, x: usize, xRow: usize, xBlock: usize): void {
  const col = row * 2;
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < n; i++) {
      let lower = x + i * xRow;
      let upper = x + i * col;
      for (let j: usize = 0; j < i; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          v128.store(upper + v, v128.load(lower + v));
          v128.store(upper + row + v, v128.neg<Real>(v128.load(lower + row + v)));
        }
        lower += col;
        upper += xRow;
      }
      for (let v: usize = 0; v < row; v += vector) v128.store(lower + row + v, zeros());
    }
    x += xBlock;
  }
}
