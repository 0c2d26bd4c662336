import { add, mul, row, sub, vector } from '../lanes';

/*
 * Steps with momentum to a new place: what `scaled` does, for recordings that keep every value.
 */

/** Bytes of two vectors; rows are one or two times as long. */
const pair = vector * 2;

/** y = x + s (x - p). */
export function extrapolate(
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
  p: usize,
  pRow: usize,
  pBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let v: usize = 0; v < row; v += pair) {
      extrapolatePair(rows, width, s + v, y + v, yRow, x + v, xRow, p + v, pRow);
    }
    s += sBlock;
    y += yBlock;
    x += xBlock;
    p += pBlock;
  }
}

function extrapolatePair(
  rows: usize,
  width: usize,
  s: usize,
  y: usize,
  yRow: usize,
  x: usize,
  xRow: usize,
  p: usize,
  pRow: usize,
): void {
  const s0 = v128.load(s);
  const s1 = v128.load(s, vector);
  for (let i: usize = 0; i < rows; i++) {
    let yi = y + i * yRow;
    let xi = x + i * xRow;
    let pi = p + i * pRow;
    for (let j: usize = 0; j < width; j++) {
      const here0 = v128.load(xi);
      const here1 = v128.load(xi, vector);
      v128.store(yi, add(here0, mul(s0, sub(here0, v128.load(pi)))));
      v128.store(yi, add(here1, mul(s1, sub(here1, v128.load(pi, vector)))), vector);
      yi += row;
      xi += row;
      pi += row;
    }
  }
}

/** y = x + theta (x - p) - gamma g. */
export function momentumPoint(
  count: usize,
  rows: usize,
  width: usize,
  theta: usize,
  thetaBlock: usize,
  gamma: usize,
  gammaBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
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
    for (let v: usize = 0; v < row; v += pair) {
      momentumPointPair(rows, width, theta + v, gamma + v, y + v, yRow, x + v, xRow, p + v, pRow, g + v, gRow);
    }
    theta += thetaBlock;
    gamma += gammaBlock;
    y += yBlock;
    x += xBlock;
    p += pBlock;
    g += gBlock;
  }
}

function momentumPointPair(
  rows: usize,
  width: usize,
  theta: usize,
  gamma: usize,
  y: usize,
  yRow: usize,
  x: usize,
  xRow: usize,
  p: usize,
  pRow: usize,
  g: usize,
  gRow: usize,
): void {
  const theta0 = v128.load(theta);
  const theta1 = v128.load(theta, vector);
  const gamma0 = v128.load(gamma);
  const gamma1 = v128.load(gamma, vector);
  for (let i: usize = 0; i < rows; i++) {
    let yi = y + i * yRow;
    let xi = x + i * xRow;
    let pi = p + i * pRow;
    let gi = g + i * gRow;
    for (let j: usize = 0; j < width; j++) {
      const here0 = v128.load(xi);
      const here1 = v128.load(xi, vector);
      const moved0 = add(here0, mul(theta0, sub(here0, v128.load(pi))));
      const moved1 = add(here1, mul(theta1, sub(here1, v128.load(pi, vector))));
      v128.store(yi, sub(moved0, mul(gamma0, v128.load(gi))));
      v128.store(yi, sub(moved1, mul(gamma1, v128.load(gi, vector))), vector);
      yi += row;
      xi += row;
      pi += row;
      gi += row;
    }
  }
}
