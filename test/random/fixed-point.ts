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

/** -ln((2 word + 1) / 2^33). */
export function negativeLogarithm(word: number): bigint {
  const odd = 2n * BigInt(word) + 1n;
  const length = BigInt(odd.toString(2).length);
  const m = odd << (bits + 1n - length);
  return (34n - length) * ln2 - twiceAtanh(((m - one) << bits) / (m + one));
}

/** cos and sin of 2 pi (2 word + 1) / 2^33. */
export function cosineAndSine(word: number): readonly [bigint, bigint] {
  const angle = (2n * pi * (2n * BigInt(word) + 1n)) >> 33n;
  const sums = [0n, 0n];
  let term = one;
  for (let k = 0; term !== 0n; k++) {
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

/** A double times 2^200; all of its bits are kept where it is at least 2^-147 in magnitude. */
function scaled(double: number): bigint {
  const exponent = Math.floor(Math.log2(Math.abs(double)));
  const shift = 60 - exponent;
  return (BigInt(double * 2 ** shift) << bits) >> BigInt(shift);
}
