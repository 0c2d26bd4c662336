/*
 * Optimizer steps on float32 arrays, four entries at a time. Addresses are multiples of 16 and lengths of 4: arrays are
 * padded with zeros, which every step keeps.
 */

const bytes: usize = 16;

/** First address that is free for arrays. */
export const heapBase: usize = __heap_base;

/** sum += x. */
export function accumulate(sum: usize, x: usize, length: usize): void {
  for (const end = sum + length * 4; sum < end; sum += bytes, x += bytes) {
    v128.store(sum, f32x4.add(v128.load(sum), v128.load(x)));
  }
}

/**
 * Momentum descent: g += l2 p, m = momentum m + g, p -= rate m + shrink p.
 */
export function descend(
  p: usize,
  m: usize,
  g: usize,
  length: usize,
  rate: f32,
  momentum: f32,
  l2: f32,
  shrink: f32,
): void {
  const rates = f32x4.splat(rate);
  const momenta = f32x4.splat(momentum);
  const decays = f32x4.splat(l2);
  const shrinks = f32x4.splat(shrink);
  for (const end = p + length * 4; p < end; p += bytes, m += bytes, g += bytes) {
    const weights = v128.load(p);
    const gradient = f32x4.add(v128.load(g), f32x4.mul(decays, weights));
    const mean = f32x4.add(f32x4.mul(momenta, v128.load(m)), gradient);
    v128.store(m, mean);
    v128.store(p, f32x4.sub(weights, f32x4.add(f32x4.mul(rates, mean), f32x4.mul(shrinks, weights))));
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
