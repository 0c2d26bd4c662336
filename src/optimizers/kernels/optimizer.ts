/*
 * Optimizer steps on float32 arrays, four entries at a time. Addresses are in bytes, lengths in entries; neither has to be a
 * multiple of four.
 */

const bytes: usize = 16;

/** First address that is free for arrays. */
export const heapBase: usize = __heap_base;

/** Room for one vector of each of four arrays: where a length is no multiple of four, its last entries are moved there and back. */
const rest: usize = memory.data(64, 16);

/** sum += x. */
export function accumulate(sum: usize, x: usize, length: usize): void {
  const whole = length & ~3;
  for (const end = sum + whole * 4; sum < end; sum += bytes, x += bytes) {
    v128.store(sum, f32x4.add(v128.load(sum), v128.load(x)));
  }
  for (let i: usize = 0; i < (length & 3) * 4; i += 4) store<f32>(sum + i, load<f32>(sum + i) + load<f32>(x + i));
}

/** Sum of the squares, in double precision; not finite where an entry is not. */
export function squaredNorm(x: usize, length: usize): f64 {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  const end = x + (length & ~3) * 4;
  for (; x < end; x += bytes) {
    const entries = v128.load(x);
    const a = f64x2.promote_low_f32x4(entries);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i64>(entries, entries, 1, 0));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sums = f64x2.add(low, high);
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (let i: usize = 0; i < (length & 3) * 4; i += 4) {
    const entry = <f64>load<f32>(x + i);
    sum += entry * entry;
  }
  return sum;
}

/** x *= factor. */
export function scale(x: usize, length: usize, factor: f32): void {
  const factors = f32x4.splat(factor);
  const end = x + (length & ~3) * 4;
  for (; x < end; x += bytes) v128.store(x, f32x4.mul(v128.load(x), factors));
  for (let i: usize = 0; i < (length & 3) * 4; i += 4) store<f32>(x + i, load<f32>(x + i) * factor);
}

/** p -= rate g. */
export function move(p: usize, g: usize, length: usize, rate: f32): void {
  const rates = f32x4.splat(rate);
  const whole = length & ~3;
  for (const end = p + whole * 4; p < end; p += bytes, g += bytes) {
    v128.store(p, f32x4.sub(v128.load(p), f32x4.mul(rates, v128.load(g))));
  }
  for (let i: usize = 0; i < (length & 3) * 4; i += 4) {
    store<f32>(p + i, load<f32>(p + i) - rate * load<f32>(g + i));
  }
}

/** Momentum descent: g += l2 p, m = momentum m + g, p -= rate m. */
export function descend(p: usize, m: usize, g: usize, length: usize, rate: f32, momentum: f32, l2: f32): void {
  const whole = length & ~3;
  descendVectors(p, m, g, whole, rate, momentum, l2);
  const left = length - whole;
  if (left === 0) return;
  const at = whole * 4;
  copy(rest, p + at, left);
  copy(rest + bytes, m + at, left);
  copy(rest + 2 * bytes, g + at, left);
  descendVectors(rest, rest + bytes, rest + 2 * bytes, 4, rate, momentum, l2);
  copy(p + at, rest, left);
  copy(m + at, rest + bytes, left);
}

function descendVectors(p: usize, m: usize, g: usize, length: usize, rate: f32, momentum: f32, l2: f32): void {
  const rates = f32x4.splat(rate);
  const momenta = f32x4.splat(momentum);
  const decays = f32x4.splat(l2);
  for (const end = p + length * 4; p < end; p += bytes, m += bytes, g += bytes) {
    const weights = v128.load(p);
    const gradient = f32x4.add(v128.load(g), f32x4.mul(decays, weights));
    const mean = f32x4.add(f32x4.mul(momenta, v128.load(m)), gradient);
    v128.store(m, mean);
    v128.store(p, f32x4.sub(weights, f32x4.mul(rates, mean)));
  }
}

/**
 * Adam: g += l2 p, m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
 * p -= rate (m / correction1) / (sqrt(v / correction2) + epsilon) + shrink p; the corrections come as their inverses.
 */
export function adam(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  length: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  inverse1: f32,
  inverse2: f32,
  l2: f32,
  shrink: f32,
): void {
  const whole = length & ~3;
  adamVectors(p, m, v, g, whole, rate, beta1, beta2, epsilon, inverse1, inverse2, l2, shrink);
  const left = length - whole;
  if (left === 0) return;
  const at = whole * 4;
  copy(rest, p + at, left);
  copy(rest + bytes, m + at, left);
  copy(rest + 2 * bytes, v + at, left);
  copy(rest + 3 * bytes, g + at, left);
  // biome-ignore format: arrays, then numbers
  adamVectors(rest, rest + bytes, rest + 2 * bytes, rest + 3 * bytes, 4,
    rate, beta1, beta2, epsilon, inverse1, inverse2, l2, shrink);
  copy(p + at, rest, left);
  copy(m + at, rest + bytes, left);
  copy(v + at, rest + 2 * bytes, left);
}

function adamVectors(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  length: usize,
  rate: f32,
  beta1: f32,
  beta2: f32,
  epsilon: f32,
  inverse1: f32,
  inverse2: f32,
  l2: f32,
  shrink: f32,
): void {
  const steps = f32x4.splat(rate * inverse1);
  const keep1 = f32x4.splat(beta1);
  const take1 = f32x4.splat(1 - beta1);
  const keep2 = f32x4.splat(beta2);
  const take2 = f32x4.splat(1 - beta2);
  const epsilons = f32x4.splat(epsilon);
  const corrections = f32x4.splat(inverse2);
  const decays = f32x4.splat(l2);
  const shrinks = f32x4.splat(shrink);
  for (const end = p + length * 4; p < end; p += bytes, m += bytes, v += bytes, g += bytes) {
    const weights = v128.load(p);
    const gradient = f32x4.add(v128.load(g), f32x4.mul(decays, weights));
    const mean = f32x4.add(f32x4.mul(keep1, v128.load(m)), f32x4.mul(take1, gradient));
    const square = f32x4.add(f32x4.mul(keep2, v128.load(v)), f32x4.mul(take2, f32x4.mul(gradient, gradient)));
    v128.store(m, mean);
    v128.store(v, square);
    const scale = f32x4.add(f32x4.sqrt(f32x4.mul(square, corrections)), epsilons);
    const change = f32x4.add(f32x4.div(f32x4.mul(steps, mean), scale), f32x4.mul(shrinks, weights));
    v128.store(p, f32x4.sub(weights, change));
  }
}

function copy(to: usize, from: usize, entries: usize): void {
  for (let i: usize = 0; i < entries * 4; i += 4) store<f32>(to + i, load<f32>(from + i));
}
