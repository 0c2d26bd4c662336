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
  perWord,
  sin0,
  sin1,
  sin2,
  sin3,
  sin4,
  sin5,
  turnHigh,
  turnLow,
} from '../coefficients';

/*
 * The transform of Box and Muller on two draws at a time, with the operations of `../box-muller.ts` in the same order.
 */

function add(x: v128, y: v128): v128 {
  return f64x2.add(x, y);
}

function sub(x: v128, y: v128): v128 {
  return f64x2.sub(x, y);
}

function mul(x: v128, y: v128): v128 {
  return f64x2.mul(x, y);
}

function both(value: f64): v128 {
  return f64x2.splat(value);
}

/** c1 x + c0. */
function linear(c0: f64, c1: f64, x: v128): v128 {
  return add(mul(x, both(c1)), both(c0));
}

/** Bits of 2^52: a word w below them makes the number 2^52 + w. */
const tag: i64 = 0x4330000000000000;
/** Bits of `nearRoot2` / 2. */
const least: i64 = reinterpret<i64>(nearRoot2 / 2);
/** What the bits of a number lack to the next exponent where its mantissa is `nearRoot2`. */
const toNext: i64 = reinterpret<i64>(1.0) - least;
const mantissa: i64 = 0x000fffffffffffff;

/** -ln u for the words in the low halves of `tagged`, whose high halves are those of 2^52. */
function negativeLogarithm(tagged: v128): v128 {
  // Exponent and mantissa of w + 1/2 from its bits; a mantissa from `nearRoot2` on carries into the exponent.
  const bits = i64x2.add(sub(tagged, both(4503599627370495.5)), i64x2.splat(toNext));
  const n = sub(both(4503599627371551), v128.or(i64x2.shr_u(bits, 52), i64x2.splat(tag)));
  const m = i64x2.add(v128.and(bits, i64x2.splat(mantissa)), i64x2.splat(least));
  const f = sub(m, both(1));
  const s = f64x2.div(f, add(both(2), f));
  const half = mul(mul(both(0.5), f), f);
  const z = mul(s, s);
  const z2 = mul(z, z);
  const low = add(mul(z2, linear(log2, log3, z)), linear(log0, log1, z));
  const high = add(mul(z2, both(log6)), linear(log4, log5, z));
  const tail = mul(z, add(mul(mul(z2, z2), high), low));
  const small = sub(mul(n, both(ln2Low)), mul(s, add(half, tail)));
  return add(sub(add(small, half), f), mul(n, both(ln2High)));
}

/** sin(2 pi x). */
function sine(x: v128, z: v128, z2: v128): v128 {
  const low = add(mul(z2, linear(sin2, sin3, z)), linear(sin0, sin1, z));
  const rest = mul(z, add(mul(mul(z2, z2), linear(sin4, sin5, z)), low));
  return mul(x, add(add(rest, both(turnLow)), both(turnHigh)));
}

/** cos(2 pi x). */
function cosine(z: v128, z2: v128): v128 {
  const low = add(mul(z2, linear(cos2, cos3, z)), linear(cos0, cos1, z));
  const high = add(mul(z2, both(cos6)), linear(cos4, cos5, z));
  return add(both(1), mul(z, add(mul(mul(z2, z2), high), low)));
}

/** Replaces the blocks of random bits from `out` on, two in 32 bytes as `blocks` writes them, by `count` complex normals. */
export function transform(count: i32, out: usize): void {
  const tags = i32x4.splat(<i32>(tag >> 32));
  for (const end = out + <usize>count * 16; out < end; out += 32) {
    const bits = v128.load(out);
    const radius = f64x2.sqrt(negativeLogarithm(v128.shuffle<i32>(bits, tags, 0, 4, 1, 5)));
    const word = v128.shuffle<i32>(bits, bits, 2, 3, 2, 3);
    const quarters = i32x4.shr_u(i32x4.add(word, i32x4.splat(0x20000000)), 30);
    const rest = i32x4.sub(word, i32x4.shl(quarters, 30));
    const x = mul(add(f64x2.convert_low_i32x4_s(rest), both(0.5)), both(perWord));
    const z = mul(x, x);
    const z2 = mul(z, z);
    const c = mul(cosine(z, z2), radius);
    const s = mul(sine(x, z, z2), radius);
    // After an odd number of quarters the two change places. The real part is negative after one and two, the imaginary part after two
    // and three: bit 1 of the number is moved to the place of the sign.
    const odd = i64x2.extend_low_i32x4_s(i32x4.shr_s(i32x4.shl(quarters, 31), 31));
    const re = v128.xor(v128.bitselect(s, c, odd), signs(i32x4.add(quarters, i32x4.splat(1))));
    const im = v128.xor(v128.bitselect(c, s, odd), signs(quarters));
    v128.store(out, v128.shuffle<f64>(re, im, 0, 2));
    v128.store(out + 16, v128.shuffle<f64>(re, im, 1, 3));
  }
}

/** Bit 1 of two words as the signs of two numbers. */
function signs(words: v128): v128 {
  return i64x2.shl(i64x2.extend_low_i32x4_u(v128.and(words, i32x4.splat(2))), 62);
}
