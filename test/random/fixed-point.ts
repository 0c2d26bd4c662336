/*
 * Elementary functions in fixed point with 200 bits behind the point, from their series: the truth that double precision is held
 * against.
 */

const bits = 200n;
const one = 1n << bits;

const times = (x: bigint, y: bigint) => (x * y) >> bits;

/** 2 atanh t = 2 (t + t^3 / 3 + ...). */
function twiceAtanh(t: bigint): bigint {
  const square = times(t, t);
  let [sum, power] = [0n, t];
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = times(power, square);
  }
  return 2n * sum;
}

/** ln 2 = 2 atanh(1/3). */
const ln2 = twiceAtanh(one / 3n);

/** 4 atan(1/5) - atan(1/239) is a quarter of pi (Machin). */
const pi = 4n * (4n * inverseTangent(5n) - inverseTangent(239n));

function inverseTangent(n: bigint): bigint {
  let [sum, power] = [0n, one / n];
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power /= n * n;
  }
  return sum;
}

/** ln x for x > 0. */
export function logarithm(x: bigint): bigint {
  const length = BigInt(x.toString(2).length);
  const m = length > bits ? x >> (length - 1n - bits) : x << (bits + 1n - length);
  return (length - 1n - bits) * ln2 + twiceAtanh(((m - one) << bits) / (m + one));
}

export const ln10 = logarithm(10n * one);

/** e^x, by the series of e^(x / 2^40), 40 times squared: to 150 bits. */
export function exponential(x: bigint): bigint {
  const small = x >> 40n;
  let [sum, term] = [0n, one];
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    sum += term;
    term = times(term, small) / n;
  }
  for (let squarings = 0; squarings < 40; squarings++) sum = times(sum, sum);
  return sum;
}

/** atan x, by the series of the angle that is halved eight times. */
export function inverseTangentOf(x: bigint): bigint {
  let t = x;
  for (let halvings = 0; halvings < 8; halvings++) t = (t << bits) / (one + squareRoot(one + times(t, t)));
  const square = times(t, t);
  let [sum, power] = [0n, t];
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += k % 4n === 1n ? power / k : -power / k;
    power = times(power, square);
  }
  return 256n * sum;
}

/** -ln((2 word + 1) / 2^33). */
export function negativeLogarithm(word: number): bigint {
  return -logarithm((2n * BigInt(word) + 1n) << (bits - 33n));
}

/** cos and sin of 2 pi (2 word + 1) / 2^33. */
export function direction(word: number): readonly [bigint, bigint] {
  return cosineAndSine((2n * BigInt(word) + 1n) << (bits - 33n));
}

/** cos and sin of an angle in turns. */
export function cosineAndSine(turns: bigint): readonly [bigint, bigint] {
  const angle = 2n * times(pi, BigInt.asUintN(200, turns));
  const sums = [0n, 0n];
  let term = one;
  for (let k = 0; term !== 0n && term !== -1n; k++) {
    sums[k % 2] += k % 4 < 2 ? term : -term;
    term = times(term, angle) / BigInt(k + 1);
  }
  return [sums[0], sums[1]];
}

export function squareRoot(x: bigint): bigint {
  const square = x << bits;
  let root = 1n << BigInt(Math.ceil(square.toString(2).length / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export const product = times;

/** The distance of a double from the truth, in units in the last place of the truth. */
export function unitsInLastPlace(double: number, truth: bigint): number {
  const magnitude = truth < 0n ? -truth : truth;
  // 53 bits of the truth are kept.
  const unit = 1n << BigInt(magnitude.toString(2).length - 53);
  const difference = scaled(double) - truth;
  return Number((1000n * (difference < 0n ? -difference : difference)) / unit) / 1000;
}

export const quotient = (x: bigint, y: bigint) => (x << bits) / y;

/** A double times 2^200; all of its bits are kept where it is at least 2^-147 in magnitude. */
export function scaled(double: number): bigint {
  const exponent = Math.floor(Math.log2(Math.abs(double)));
  const shift = 60 - exponent;
  return (BigInt(double * 2 ** shift) << bits) >> BigInt(shift);
}
