import { exponential, gelu, geluSlope, hyperbolicTangent, logarithm, sigmoid, signedLogarithm } from './functions';
import {
  add,
  First,
  Fourth,
  isFirst,
  isSecond,
  isThird,
  mul,
  put,
  row,
  Second,
  sub,
  Third,
  vector,
  zeros,
} from './lanes';

/** z = x op y, entry by entry: 0 plus, 1 minus, 2 times, 3 divided by, 4 the smaller, 5 the larger. */
export function binary(
  kind: usize,
  count: usize,
  rows: usize,
  width: usize,
  z: usize,
  zRow: usize,
  zBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
): void {
  const bytes = width * row;
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      const zi = z + block * zBlock + i * zRow;
      const xi = x + block * xBlock + i * xRow;
      const yi = y + block * yBlock + i * yRow;
      if (kind === 0) combineRow<First>(bytes, zi, xi, yi);
      else if (kind === 1) combineRow<Second>(bytes, zi, xi, yi);
      else if (kind === 2) combineRow<Third>(bytes, zi, xi, yi);
      else if (kind === 3) combineRow<Fourth>(bytes, zi, xi, yi);
      else extremes(kind === 4, bytes, zi, xi, yi);
    }
  }
}

function combineRow<Operation>(bytes: usize, z: usize, x: usize, y: usize): void {
  for (let o: usize = 0; o < bytes; o += vector) {
    v128.store(z + o, combined<Operation>(v128.load(x + o), v128.load(y + o)));
  }
}

function combined<Operation>(x: v128, y: v128): v128 {
  if (isFirst<Operation>()) return add(x, y);
  if (isSecond<Operation>()) return sub(x, y);
  if (isThird<Operation>()) return mul(x, y);
  return v128.div<Real>(x, y);
}

function extremes(smaller: bool, bytes: usize, z: usize, x: usize, y: usize): void {
  for (let o: usize = 0; o < bytes; o += vector) {
    const a = v128.load(x + o);
    const b = v128.load(y + o);
    v128.store(z + o, smaller ? v128.min<Real>(a, b) : v128.max<Real>(a, b));
  }
}

/** z = f(x), entry by entry: 0 x itself, 1 square root, 2 modulus, 3 negative, 4 natural logarithm, 5 exponential, 6 sigmoid, 7 hyperbolic tangent. */
export function unary(
  kind: usize,
  count: usize,
  rows: usize,
  width: usize,
  z: usize,
  zRow: usize,
  zBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  const bytes = width * row;
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      const zi = z + block * zBlock + i * zRow;
      const xi = x + block * xBlock + i * xRow;
      if (kind === 0) copyRow(bytes, zi, xi);
      else mapRow(kind, bytes, zi, xi);
    }
  }
}

function copyRow(bytes: usize, z: usize, x: usize): void {
  for (let o: usize = 0; o < bytes; o += vector) v128.store(z + o, v128.load(x + o));
}

function mapRow(kind: usize, bytes: usize, z: usize, x: usize): void {
  for (let o: usize = 0; o < bytes; o += vector) v128.store(z + o, mapped(kind, v128.load(x + o)));
}

function mapped(kind: usize, x: v128): v128 {
  if (kind === 1) return v128.sqrt<Real>(x);
  if (kind === 2) return v128.abs<Real>(x);
  if (kind === 3) return v128.neg<Real>(x);
  if (kind === 4) return logarithm(x);
  if (kind === 5) return exponential(x);
  if (kind === 6) return sigmoid(x);
  if (kind === 7) return hyperbolicTangent(x);
  return kind === 8 ? gelu(x) : signedLogarithm(x);
}

/**
 * The way back through z = f(x), by the same kinds: g = dz f'(x), or that added to g. `from` is z, but x for the modulus
 * (2), the logarithm (4), GELU (8) and the signed logarithm (9).
 */
export function unaryGradient(
  kind: usize,
  added: usize,
  count: usize,
  rows: usize,
  width: usize,
  g: usize,
  gRow: usize,
  gBlock: usize,
  dz: usize,
  dzRow: usize,
  dzBlock: usize,
  from: usize,
  fromRow: usize,
  fromBlock: usize,
): void {
  const bytes = width * row;
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      const gi = g + block * gBlock + i * gRow;
      const di = dz + block * dzBlock + i * dzRow;
      const fi = from + block * fromBlock + i * fromRow;
      for (let o: usize = 0; o < bytes; o += vector) {
        put(added !== 0, gi + o, pulled(kind, v128.load(di + o), v128.load(fi + o)));
      }
    }
  }
}

/** dz f'(x), from z = f(x) or from x itself. */
function pulled(kind: usize, dz: v128, from: v128): v128 {
  const one = v128.splat<Real>(1);
  if (kind === 0) return dz;
  if (kind === 1) return v128.div<Real>(dz, add(from, from));
  if (kind === 2) return v128.bitselect(v128.neg<Real>(dz), dz, v128.lt<Real>(from, zeros()));
  if (kind === 3) return v128.neg<Real>(dz);
  if (kind === 4) return v128.div<Real>(dz, from);
  if (kind === 5) return mul(dz, from);
  if (kind === 6) return mul(dz, mul(from, sub(one, from)));
  if (kind === 7) return mul(dz, sub(one, mul(from, from)));
  return kind === 8 ? mul(dz, geluSlope(from)) : v128.div<Real>(dz, add(one, v128.abs<Real>(from)));
}

/** y = x in the lanes of the mask. */
export function copyWhere(
  count: usize,
  rows: usize,
  width: usize,
  mask: usize,
  y: usize,
  yRow: usize,
  yBlock: usize,
  x: usize,
  xRow: usize,
  xBlock: usize,
): void {
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      let from = x + block * xBlock + i * xRow;
      let to = y + block * yBlock + i * yRow;
      for (let j: usize = 0; j < width; j++) {
        for (let v: usize = 0; v < row; v += vector) {
          v128.store(to, v128.bitselect(v128.load(from), v128.load(to), v128.load(mask + v)));
          from += vector;
          to += vector;
        }
      }
    }
  }
}

/** x = 0. */
export function zero(count: usize, rows: usize, width: usize, x: usize, xRow: usize, xBlock: usize): void {
  const bytes = width * row;
  for (let block: usize = 0; block < count; block++) {
    for (let i: usize = 0; i < rows; i++) {
      const xi = x + block * xBlock + i * xRow;
      for (let o: usize = 0; o < bytes; o += vector) v128.store(xi + o, zeros());
    }
  }
}
