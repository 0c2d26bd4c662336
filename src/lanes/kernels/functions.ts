import { add, mul, sub, zeros } from './lanes';

/*
 * Elementary functions of a vector, from their series after the usual reductions, to about one unit in the last place. The
 * coefficients of the series are in memory, from where they are spread over a vector: V8 builds a constant vector anew wherever
 * one stands, which took half of the time.
 */

/** c_0 r^(n-1) + ... + c_{n-1} by Horner's rule, for the coefficients from `c` up to `end`. */
function polynomial(r: v128, c: usize, end: usize): v128 {
  let sum = v128.load_splat<Real>(c);
  for (c += sizeof<Real>(); c < end; c += sizeof<Real>()) sum = add(mul(sum, r), v128.load_splat<Real>(c));
  return sum;
}

/** 1/23, 1/21 ... 1/3. */
const atanh64 = memory.data<f64>([
  1.0 / 23,
  1.0 / 21,
  1.0 / 19,
  1.0 / 17,
  1.0 / 15,
  1.0 / 13,
  1.0 / 11,
  1.0 / 9,
  1.0 / 7,
  1.0 / 5,
  1.0 / 3,
]);
const atanh32 = memory.data<f32>([1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3]);

/** 1/13!, 1/12! ... 1/1!. */
const exponential64 = memory.data<f64>([
  1.0 / 6227020800,
  1.0 / 479001600,
  1.0 / 39916800,
  1.0 / 3628800,
  1.0 / 362880,
  1.0 / 40320,
  1.0 / 5040,
  1.0 / 720,
  1.0 / 120,
  1.0 / 24,
  1.0 / 6,
  0.5,
  1,
]);
const exponential32 = memory.data<f32>([1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1]);

/**
 * ln x for x = 2^e m, m in [sqrt(1/2), sqrt(2)): e ln 2 + 2 atanh(t) with t = (m - 1) / (m + 1), whose odd series in t,
 * |t| < 0.172, converges fast.
 */
export function logarithm(x: v128): v128 {
  return sizeof<Real>() === 8 ? logarithm64(x) : logarithm32(x);
}

function logarithm64(x: v128): v128 {
  // Numbers below the normal range are brought into it by 2^54.
  const small = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const normal = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, small);
  // The exponent, counted from about sqrt(1/2), stays an integer until the magic number 2^52 makes it a float.
  const offset = i64x2.sub(normal, i64x2.splat(0x3fe6a09e00000000));
  const exponent = i64x2.shr_s(offset, 52);
  const m = i64x2.sub(normal, i64x2.shl(exponent, 52));
  const magic = i64x2.splat(0x4338000000000000);
  const shift = v128.bitselect(f64x2.splat(-54), f64x2.splat(0), small);
  const e = f64x2.add(f64x2.sub(i64x2.add(magic, exponent), magic), shift);
  const t = f64x2.div(f64x2.sub(m, f64x2.splat(1)), f64x2.add(m, f64x2.splat(1)));
  const t2 = f64x2.mul(t, t);
  const series = polynomial(t2, atanh64, atanh64 + 11 * 8);
  const odd = f64x2.mul(f64x2.mul(t, t2), series);
  const atanh = f64x2.add(t, odd);
  return special(x, f64x2.add(f64x2.mul(e, f64x2.splat(Math.LN2)), f64x2.add(atanh, atanh)));
}

function logarithm32(x: v128): v128 {
  const small = f32x4.lt(x, f32x4.splat(1.1754944e-38));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(33554432)), x, small);
  const exponent = i32x4.shr_s(i32x4.sub(normal, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(normal, i32x4.shl(exponent, 23));
  const shift = v128.bitselect(f32x4.splat(-25), f32x4.splat(0), small);
  const e = f32x4.add(f32x4.convert_i32x4_s(exponent), shift);
  const t = f32x4.div(f32x4.sub(m, f32x4.splat(1)), f32x4.add(m, f32x4.splat(1)));
  const t2 = f32x4.mul(t, t);
  const series = polynomial(t2, atanh32, atanh32 + 5 * 4);
  const odd = f32x4.mul(f32x4.mul(t, t2), series);
  const atanh = f32x4.add(t, odd);
  return special(x, f32x4.add(f32x4.mul(e, f32x4.splat(<f32>Math.LN2)), f32x4.add(atanh, atanh)));
}

/** The logarithm where x is not positive and finite: -Infinity at 0, NaN below, x itself at Infinity and NaN. */
function special(x: v128, log: v128): v128 {
  const infinity = v128.splat<Real>(Infinity as Real);
  let result = v128.bitselect(log, x, v128.lt<Real>(x, infinity));
  result = v128.bitselect(v128.splat<Real>(-Infinity as Real), result, v128.eq<Real>(x, zeros()));
  return v128.bitselect(v128.splat<Real>(NaN as Real), result, v128.lt<Real>(x, zeros()));
}

/** log2 e, ln 2 in two parts of which n times the first is exact, and 2^52 + 1023. */
const reduction64 = memory.data<f64>([Math.LOG2E, 0.6931471803691238, 1.9082149292705877e-10, 4503599627371519]);
/** The same, and 2^23 + 127. */
const reduction32 = memory.data<f32>([Mathf.LOG2E, 0.693359375, -2.1219444e-4, 8388735]);

/** e^x is 0 below the first and Infinity above the second; below the third tanh |x / 2| is 1, below the fourth one 2^n is 0. */
const bounds64 = memory.data<f64>([-746, 710, -100, -709]);
const bounds32 = memory.data<f32>([-104, 89, -50, -88]);

/** 1, 2, 0.5, -2, -0. */
const small64 = memory.data<f64>([1, 2, 0.5, -2, -0.0]);
const small32 = memory.data<f32>([1, 2, 0.5, -2, -0.0]);

/** A number of a pair of tables, in every lane. */
function spread(table64: usize, table32: usize, place: usize): v128 {
  return v128.load_splat<Real>((sizeof<Real>() === 8 ? table64 : table32) + place * sizeof<Real>());
}

/** x within bounds; NaN stays. */
function bounded(x: v128, low: usize, high: usize): v128 {
  const above = v128.pmax<Real>(x, spread(bounds64, bounds32, low));
  return high === low ? above : v128.pmin<Real>(above, spread(bounds64, bounds32, high));
}

/** e^x = 2^n e^r for n = round(x / ln 2), |r| < 0.347, with the Taylor series of e^r. */
export function exponential(x: v128): v128 {
  // The operations keep NaN. Two factors 2^(n/2) reach the whole range, subnormal numbers included.
  const inside = bounded(x, 0, 1);
  const n = quotient(inside);
  const half = v128.floor<Real>(mul(n, spread(small64, small32, 2)));
  return mul(mul(reduced(inside, n), powerOfTwo(half)), powerOfTwo(sub(n, half)));
}

/** 1 / (1 + e^-x). One factor 2^n is enough: where it is 0, so little would be added to 1 that it makes no difference. */
export function sigmoid(x: v128): v128 {
  const one = spread(small64, small32, 0);
  const inside = bounded(v128.neg<Real>(x), 3, 1);
  const n = quotient(inside);
  return v128.div<Real>(one, add(one, mul(reduced(inside, n), powerOfTwo(n))));
}

/** 2 sqrt(2 / pi), 0.044715, 3 x 0.044715. */
const gelu64 = memory.data<f64>([1.5957691216057308, 0.044715, 0.134145]);
const gelu32 = memory.data<f32>([1.5957691216057308, 0.044715, 0.134145]);

/** x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)): the usual approximation of x times the distribution function of the normal. */
export function gelu(x: v128): v128 {
  return mul(x, sigmoid(geluArgument(x)));
}

/** Derivative of {@link gelu}: s + x s (1 - s) u' for s = sigmoid(u). */
export function geluSlope(x: v128): v128 {
  const one = spread(small64, small32, 0);
  const s = sigmoid(geluArgument(x));
  const slope = mul(spread(gelu64, gelu32, 0), add(one, mul(spread(gelu64, gelu32, 2), mul(x, x))));
  return add(s, mul(mul(x, slope), mul(s, sub(one, s))));
}

function geluArgument(x: v128): v128 {
  const cubed = mul(mul(spread(gelu64, gelu32, 1), x), mul(x, x));
  return mul(spread(gelu64, gelu32, 0), add(x, cubed));
}

/** ln(1 + |x|) with the sign of x. */
export function signedLogarithm(x: v128): v128 {
  const modulus = logarithm(add(spread(small64, small32, 0), v128.abs<Real>(x)));
  return v128.bitselect(x, modulus, spread(small64, small32, 4));
}

/** tanh |x| = -m / (2 + m) for m = e^(-2 |x|) - 1 = 2^n (e^r - 1) + (2^n - 1), exact also where x is small. */
export function hyperbolicTangent(x: v128): v128 {
  const inside = bounded(mul(v128.abs<Real>(x), spread(small64, small32, 3)), 2, 2);
  const n = quotient(inside);
  const power = powerOfTwo(n);
  const m = add(mul(power, series(rest(inside, n))), sub(power, spread(small64, small32, 0)));
  const modulus = v128.div<Real>(v128.neg<Real>(m), add(spread(small64, small32, 1), m));
  return v128.bitselect(x, modulus, spread(small64, small32, 4));
}

/** round(x / ln 2). */
function quotient(x: v128): v128 {
  return v128.nearest<Real>(mul(x, spread(reduction64, reduction32, 0)));
}

/** r = x - n ln 2. */
function rest(x: v128, n: v128): v128 {
  const high = sub(x, mul(n, spread(reduction64, reduction32, 1)));
  return sub(high, mul(n, spread(reduction64, reduction32, 2)));
}

/** e^r. */
function reduced(x: v128, n: v128): v128 {
  return add(series(rest(x, n)), spread(small64, small32, 0));
}

/** e^r - 1. */
function series(r: v128): v128 {
  if (sizeof<Real>() === 8) return mul(polynomial(r, exponential64, exponential64 + 13 * 8), r);
  return mul(polynomial(r, exponential32, exponential32 + 7 * 4), r);
}

/** 2^n for whole n within the normal range: adding 2^52 + 1023 (2^23 + 127) leaves the biased exponent in the lowest bits. */
function powerOfTwo(n: v128): v128 {
  const biased = add(n, spread(reduction64, reduction32, 3));
  return sizeof<Real>() === 8 ? i64x2.shl(biased, 52) : i32x4.shl(biased, 23);
}
