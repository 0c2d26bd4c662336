import { add, mul, row, sub, vector } from './lanes';

/*
 * Linear combinations with per-lane scalars. The scalars of two vectors of lanes stay in registers while all entries pass.
 */

/** Bytes of two vectors; rows are one or two times as long. */
const pair = vector * 2;

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
    for (let v: usize = 0; v < row; v += pair) {
      scalePair(rows, width, s + v, y + v, yRow, x + v, xRow);
    }
    s += sBlock;
    y += yBlock;
    x += xBlock;
  }
}

function scalePair(rows: usize, width: usize, s: usize, y: usize, yRow: usize, x: usize, xRow: usize): void {
  const s0 = v128.load(s);
  const s1 = v128.load(s, vector);
  for (let i: usize = 0; i < rows; i++) {
    let yi = y + i * yRow;
    let xi = x + i * xRow;
    for (let j: usize = 0; j < width; j++) {
      v128.store(yi, mul(s0, v128.load(xi)));
      v128.store(yi, mul(s1, v128.load(xi, vector)), vector);
      yi += row;
      xi += row;
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
    for (let v: usize = 0; v < row; v += pair) {
      addScaledPair(rows, width, s + v, y + v, yRow, x + v, xRow);
    }
    s += sBlock;
    y += yBlock;
    x += xBlock;
  }
}

function addScaledPair(rows: usize, width: usize, s: usize, y: usize, yRow: usize, x: usize, xRow: usize): void {
  const s0 = v128.load(s);
  const s1 = v128.load(s, vector);
  for (let i: usize = 0; i < rows; i++) {
    let yi = y + i * yRow;
    let xi = x + i * xRow;
    for (let j: usize = 0; j < width; j++) {
      v128.store(yi, add(v128.load(yi), mul(s0, v128.load(xi))));
      v128.store(yi, add(v128.load(yi, vector), mul(s1, v128.load(xi, vector))), vector);
      yi += row;
      xi += row;
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
    for (let v: usize = 0; v < row; v += pair) {
      momentumStepPair(rows, width, theta + v, gamma + v, x + v, xRow, p + v, pRow, g + v, gRow);
    }
    theta += thetaBlock;
    gamma += gammaBlock;
    x += xBlock;
    p += pBlock;
    g += gBlock;
  }
}

function momentumStepPair(
  rows: usize,
  width: usize,
  theta: usize,
  gamma: usize,
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
    let xi = x + i * xRow;
    let pi = p + i * pRow;
    let gi = g + i * gRow;
    for (let j: usize = 0; j < width; j++) {
      const here0 = v128.load(xi);
      const here1 = v128.load(xi, vector);
      const moved0 = add(here0, mul(theta0, sub(here0, v128.load(pi))));
      const moved1 = add(here1, mul(theta1, sub(here1, v128.load(pi, vector))));
      v128.store(xi, sub(moved0, mul(gamma0, v128.load(gi))));
      v128.store(xi, sub(moved1, mul(gamma1, v128.load(gi, vector))), vector);
      v128.store(pi, here0);
      v128.store(pi, here1, vector);
      xi += row;
      pi += row;
      gi += row;
    }
  }
}
