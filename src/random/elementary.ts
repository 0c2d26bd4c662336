import {
  cos0,
  cos1,
  cos2,
  cos3,
  cos4,
  cos5,
  cos6,
  ln2High,
  ln2Low,
  log0,
  log1,
  log2,
  log3,
  log4,
  log5,
  log6,
  nearRoot2,
  sin0,
  sin1,
  sin2,
  sin3,
  sin4,
  sin5,
  turnHigh,
  turnLow,
} from './coefficients.ts';

/*
 * Elementary functions in operations that IEEE 754 rounds correctly (sums, products, quotients, square roots), so that every machine
 * and every engine gives the same bits: `Math.log`, `Math.exp`, `Math.pow` and the functions of angles promise no such thing. Whatever is
 * drawn is computed with these. Errors are in units in the last place.
 */

/** ln x for a positive normal number: to 1 unit. */
export function logarithm(x: number): number {
  view.setFloat64(0, x);
  const high = view.getInt32(0);
  view.setInt32(0, (high & 0xfffff) | 0x3ff00000);
  return -minusLogarithm(view.getFloat64(0), 1023 - (high >>> 20));
}

/** log10 x for a positive normal number: to 3 units. */
export function decimalLogarithm(x: number): number {
  return logarithm(x) / Math.LN10;
}

/**
 * -ln (m 2^-n) for m in [1, 2). With m brought into [sqrt(1/2), sqrt 2) it is n ln 2 - ln m; with f = m - 1 and s = f / (2 + f),
 * ln m = 2 atanh s = f - (f^2/2 - s (f^2/2 + s^2 p(s^2))), where the one term without error, f, is the largest.
 */
export function minusLogarithm(mantissa: number, exponent: number): number {
  let [m, n] = [mantissa, exponent];
  if (m >= nearRoot2) {
    m *= 0.5;
    n -= 1;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const half = 0.5 * f * f;
  const z = s * s;
  const z2 = z * z;
  const low = z2 * (z * log3 + log2) + (z * log1 + log0);
  const high = z2 * log6 + (z * log5 + log4);
  const tail = z * (z2 * z2 * high + low);
  return n * ln2Low - s * (half + tail) + half - f + n * ln2High;
}

/** e^x, to 1 unit where it is a normal number: 2^k e^r with |r| <= ln 2 / 2, e^r by its series. */
export function exponential(x: number): number {
  if (x > 709.78) return Number.POSITIVE_INFINITY;
  if (x < -745.13) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * ln2High - k * ln2Low;
  let sum = 0;
  for (let n = inverseFactorials.length - 1; n >= 2; n--) sum = sum * r + inverseFactorials[n];
  const half = Math.trunc(k / 2);
  return (1 + (r + r * r * sum)) * powerOfTwo(half) * powerOfTwo(k - half);
}

/** 1 / n! for n = 0 ... 13. */
const inverseFactorials = [1];
for (let n = 1; n <= 13; n++) inverseFactorials.push(inverseFactorials[n - 1] / n);

/** 2^k, a normal number. */
function powerOfTwo(k: number): number {
  view.setInt32(0, (1023 + k) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** 10^x, to 4 units for |x| <= 22, without error for whole numbers from 0 to 22. */
export function tenTo(x: number): number {
  const whole = Math.round(x);
  let power = 1;
  for (let i = Math.abs(whole); i > 0; i--) power *= 10;
  const rest = exponential((x - whole) * Math.LN10);
  return whole < 0 ? rest / power : rest * power;
}

/** x^n for a whole number n >= 0, by squaring: to n units. */
export function wholePower(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

/** x^y: to 1 + 2 |y ln x| units for a positive normal number x; for others, among them 0, as the language has it. */
export function power(x: number, y: number): number {
  if (!(x >= leastNormal && x <= Number.MAX_VALUE)) return x ** y;
  return exponential(y * logarithm(x));
}

/** cos and sin of an angle in turns, of which 1 is 2 pi, written to `out`: to 1.5 units. Angles below 2^50 turns. */
export function cosineAndSine(turns: number, out: Float64Array): void {
  const quarters = Math.round(4 * turns);
  eighth(turns - 0.25 * quarters, quarters & 3, out);
}

/**
 * cos and sin of `quarters` (0 ... 3) quarters of a turn and |x| <= 1/8 of a turn more, by polynomials in x^2: to 1.5 units.
 */
export function eighth(x: number, quarters: number, out: Float64Array): void {
  const z = x * x;
  const z2 = z * z;
  const sinLow = z2 * (z * sin3 + sin2) + (z * sin1 + sin0);
  const sine = x * (z * (z2 * z2 * (z * sin5 + sin4) + sinLow) + turnLow + turnHigh);
  const cosLow = z2 * (z * cos3 + cos2) + (z * cos1 + cos0);
  const cosHigh = z2 * cos6 + (z * cos5 + cos4);
  const cosine = 1 + z * (z2 * z2 * cosHigh + cosLow);
  const isOdd = (quarters & 1) === 1;
  const re = isOdd ? sine : cosine;
  const im = isOdd ? cosine : sine;
  out[0] = quarters === 1 || quarters === 2 ? -re : re;
  out[1] = quarters >= 2 ? -im : im;
}

/** The tangent of an angle in turns: to 4 units. */
export function tangent(turns: number): number {
  cosineAndSine(turns, pair);
  return pair[1] / pair[0];
}

/**
 * The angle between -pi/2 and pi/2 with tangent x: to 5 units. Three times halved it is below pi/16, with the tangent x / (1 + sqrt(1 +
 * x^2)) each time; then by its series.
 */
export function arctangent(x: number): number {
  let t = x;
  for (let halvings = 0; halvings < 3; halvings++) t /= 1 + Math.sqrt(1 + t * t);
  const z = t * t;
  let sum = 0;
  for (let n = 23; n >= 3; n -= 2) sum = z * (sum + (n % 4 === 1 ? 1 : -1) / n);
  return 8 * (t + t * sum);
}

const leastNormal = 2 ** -1022;
const view = new DataView(new ArrayBuffer(8));
const pair = new Float64Array(2);
