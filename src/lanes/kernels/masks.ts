import { row, vector } from './lanes';

/** mask = x < y (0) or x <= y (1). */
export function compare(kind: usize, mask: usize, x: usize, y: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    const a = v128.load(x + v);
    const b = v128.load(y + v);
    v128.store(mask + v, kind === 0 ? v128.lt<Real>(a, b) : v128.le<Real>(a, b));
  }
}

/** mask = a and b (0), a or b (1), a and not b (2). */
export function combine(kind: usize, mask: usize, a: usize, b: usize): void {
  for (let v: usize = 0; v < row; v += vector) {
    const x = v128.load(a + v);
    const y = v128.load(b + v);
    v128.store(mask + v, kind === 0 ? v128.and(x, y) : kind === 1 ? v128.or(x, y) : v128.andnot(x, y));
  }
}
