import { add, mul, row, sub, vector } from './lanes';

/*
 * Linear combinations with per-lane scalars.
 */

/** y = s x. */
export function scale(
  count: usize,
  rows: usize,
  width: usize,
  s: usize,
  sBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    const factor = s + block * sBlock;
    for (let i: usize = 0; i < rows; i++) {
      let from = x + block * xBlock + i * xRow;
      let to = y + block * yBlock + i * yRow;
      for (let j: usize = 0; j < width; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          v128.store(to, mul(v128.load(factor + v), v128.load(from)));
          from += vector;
          to += vector;
        }
      }
    }
  }
}

/** y += s x. */
export function addScaled(
  count: usize,
  rows: usize,
  width: usize,
  s: usize,
  sBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    const factor = s + block * sBlock;
    for (let i: usize = 0; i < rows; i++) {
      let from = x + block * xBlock + i * xRow;
      let to = y + block * yBlock + i * yRow;
      for (let j: usize = 0; j < width; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          v128.store(to, add(v128.load(to), mul(v128.load(factor + v), v128.load(from))));
          from += vector;
          to += vector;
        }
      }
    }
  }
}

/** x + theta (x - p) - gamma g to x, the old x to p. */
export function momentumStep(
  count: usize,
  rows: usize,
  width: usize,
  theta: usize,
  thetaBlock: usize,
  gamma: usize,
  gammaBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  p: usize,
  pRow: usize,
  pBlock: usize,
  g: usize,
  gRow: usize,
  gBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    const momentum = theta + block * thetaBlock;
    const size = gamma + block * gammaBlock;
    for (let i: usize = 0; i < rows; i++) {
      let point = x + block * xBlock + i * xRow;
      let previous = p + block * pBlock + i * pRow;
      let gradient = g + block * gBlock + i * gRow;
      for (let j: usize = 0; j < width; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          const here = v128.load(point);
          const moved = add(here, mul(v128.load(momentum + v), sub(here, v128.load(previous))));
          v128.store(point, sub(moved, mul(v128.load(size + v), v128.load(gradient))));
          v128.store(previous, here);
          point += vector;
          previous += vector;
          gradient += vector;
        }
      }
    }
  }
}
