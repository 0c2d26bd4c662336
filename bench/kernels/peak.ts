/*
 * As many operations a cycle as SIMD128 allows: in registers alone, in twelve chains that do not wait for each other. What other
 * kernels reach is a fraction of this.
 */

/** Multiplications and additions a round: twelve vectors, one of each. */
export const operationsARound: i32 = 24;

/** Rounds of x = x factor + summand in every chain; the sum of all chains, so that none can be left out. */
export function chainsF64(rounds: i32, start: f64): f64 {
  return f64x2.extract_lane(chains<f64>(rounds, f64x2.splat(start), f64x2.splat(0.999), f64x2.splat(0.001)), 0);
}

export function chainsF32(rounds: i32, start: f32): f32 {
  return f32x4.extract_lane(chains<f32>(rounds, f32x4.splat(start), f32x4.splat(0.999), f32x4.splat(0.001)), 0);
}

function chains<T>(rounds: i32, start: v128, factor: v128, summand: v128): v128 {
  let a = start;
  let b = v128.add<T>(a, summand);
  let c = v128.add<T>(b, summand);
  let d = v128.add<T>(c, summand);
  let e = v128.add<T>(d, summand);
  let f = v128.add<T>(e, summand);
  let g = v128.add<T>(f, summand);
  let h = v128.add<T>(g, summand);
  let i = v128.add<T>(h, summand);
  let j = v128.add<T>(i, summand);
  let k = v128.add<T>(j, summand);
  let l = v128.add<T>(k, summand);
  for (let round = 0; round < rounds; round++) {
    a = v128.add<T>(v128.mul<T>(a, factor), summand);
    b = v128.add<T>(v128.mul<T>(b, factor), summand);
    c = v128.add<T>(v128.mul<T>(c, factor), summand);
    d = v128.add<T>(v128.mul<T>(d, factor), summand);
    e = v128.add<T>(v128.mul<T>(e, factor), summand);
    f = v128.add<T>(v128.mul<T>(f, factor), summand);
    g = v128.add<T>(v128.mul<T>(g, factor), summand);
    h = v128.add<T>(v128.mul<T>(h, factor), summand);
    i = v128.add<T>(v128.mul<T>(i, factor), summand);
    j = v128.add<T>(v128.mul<T>(j, factor), summand);
    k = v128.add<T>(v128.mul<T>(k, factor), summand);
    l = v128.add<T>(v128.mul<T>(l, factor), summand);
  }
  const abcd = v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d));
  const efgh = v128.add<T>(v128.add<T>(e, f), v128.add<T>(g, h));
  return v128.add<T>(v128.add<T>(abcd, efgh), v128.add<T>(v128.add<T>(i, j), v128.add<T>(k, l)));
}
