import { add, mul, zeros } from './lanes';

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

/** e^x = 2^n e^r for n = round(x / ln 2), |r| < 0.347, with the Taylor series of e^r. */
export function exponential(x: v128): v128 {
  if (sizeof<Real>() === 8) {
    // Beyond these bounds the result is 0 or Infinity anyway. The operations keep NaN.
    const bounded = f64x2.pmax(f64x2.pmin(x, f64x2.splat(710)), f64x2.splat(-746));
    const n = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(Math.LOG2E)));
    const power = f64x2.add(series64(rest64(bounded, n)), f64x2.splat(1));
    // Two factors 2^(n/2) reach the whole range, subnormal numbers included.
    const half = f64x2.floor(f64x2.mul(n, f64x2.splat(0.5)));
    return f64x2.mul(f64x2.mul(power, powerOfTwo64(half)), powerOfTwo64(f64x2.sub(n, half)));
  }
  const bounded = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-104));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)));
  const power = f32x4.add(series32(rest32(bounded, n)), f32x4.splat(1));
  const half = f32x4.floor(f32x4.mul(n, f32x4.splat(0.5)));
  return f32x4.mul(f32x4.mul(power, powerOfTwo32(half)), powerOfTwo32(f32x4.sub(n, half)));
}

/** 1 / (1 + e^-x). */
export function sigmoid(x: v128): v128 {
  const one = v128.splat<Real>(1);
  return v128.div<Real>(one, v128.add<Real>(one, exponential(v128.neg<Real>(x))));
}

/** tanh |x| = -m / (2 + m) for m = e^(-2 |x|) - 1 = 2^n (e^r - 1) + (2^n - 1), exact also where x is small. */
export function hyperbolicTangent(x: v128): v128 {
  const y = v128.mul<Real>(v128.abs<Real>(x), v128.splat<Real>(-2));
  let m: v128;
  if (sizeof<Real>() === 8) {
    const bounded = f64x2.pmax(y, f64x2.splat(-100));
    const n = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(Math.LOG2E)));
    const power = powerOfTwo64(n);
    m = f64x2.add(f64x2.mul(power, series64(rest64(bounded, n))), f64x2.sub(power, f64x2.splat(1)));
  } else {
    const bounded = f32x4.pmax(y, f32x4.splat(-50));
    const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(<f32>Math.LOG2E)));
    const power = powerOfTwo32(n);
    m = f32x4.add(f32x4.mul(power, series32(rest32(bounded, n))), f32x4.sub(power, f32x4.splat(1)));
  }
  const modulus = v128.div<Real>(v128.neg<Real>(m), v128.add<Real>(v128.splat<Real>(2), m));
  const signs = v128.splat<Real>(<Real>-0.0);
  return v128.bitselect(x, modulus, signs);
}

/** r = x - n ln 2, with ln 2 in two parts of which n times the first is exact. */
function rest64(x: v128, n: v128): v128 {
  const high = f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.6931471803691238)));
  return f64x2.sub(high, f64x2.mul(n, f64x2.splat(1.9082149292705877e-10)));
}

function rest32(x: v128, n: v128): v128 {
  const high = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  return f32x4.sub(high, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
}

/** e^r - 1. */
function series64(r: v128): v128 {
  return f64x2.mul(polynomial(r, exponential64, exponential64 + 13 * 8), r);
}

function series32(r: v128): v128 {
  return f32x4.mul(polynomial(r, exponential32, exponential32 + 7 * 4), r);
}

/** 2^n for whole n within the normal range: adding 2^52 + 1023 leaves the biased exponent in the lowest bits. */
function powerOfTwo64(n: v128): v128 {
  return i64x2.shl(f64x2.add(n, f64x2.splat(4503599627371519)), 52);
}

function powerOfTwo32(n: v128): v128 {
  return i32x4.shl(f32x4.add(n, f32x4.splat(8388735)), 23);
}
