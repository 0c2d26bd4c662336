/*
 * Every kernel is written once, for the scalar type `Real` and rows of `RowBytes` bytes: the build compiles the module for
 * each choice. A row holds one real of all lanes. A complex entry is two rows, real part first; a matrix is its address, the
 * bytes from an entry to the one below, and the bytes from a block to the next.
 */

/** Bytes of a row: 64 or 32, known to the compiler, so that parts and neighbours of an entry are constant offsets. */
export const row: usize = RowBytes;

/** First address behind the module's own data: memory from here on is free for matrices. */
export const heapBase: usize = __heap_base;

/** Bytes of a SIMD vector. */
export const vector: usize = 16;

/*
 * Compile-time choices. A function takes a choice as a type parameter and asks for its size, which the compiler knows; so
 * each choice becomes straight code of its own.
 */
export type First = i8;
export type Second = i16;
export type Third = i32;
export type Fourth = i64;

export function isFirst<Choice>(): bool {
  return sizeof<Choice>() === 1;
}

export function isSecond<Choice>(): bool {
  return sizeof<Choice>() === 2;
}

export function isThird<Choice>(): bool {
  return sizeof<Choice>() === 4;
}

export function zeros(): v128 {
  return v128.splat<Real>(0);
}

export function add(x: v128, y: v128): v128 {
  return v128.add<Real>(x, y);
}

export function sub(x: v128, y: v128): v128 {
  return v128.sub<Real>(x, y);
}

export function mul(x: v128, y: v128): v128 {
  return v128.mul<Real>(x, y);
}

/** Real part of a b (First), of conj(a) b (Second) or of a conj(b) (Third). */
export function productRe<Form>(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return isFirst<Form>() ? sub(mul(ar, br), mul(ai, bi)) : add(mul(ar, br), mul(ai, bi));
}

/** Imaginary part of a b (First), of conj(a) b (Second) or of a conj(b) (Third). */
export function productIm<Form>(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  if (isFirst<Form>()) return add(mul(ar, bi), mul(ai, br));
  if (isSecond<Form>()) return sub(mul(ar, bi), mul(ai, br));
  return sub(mul(ai, br), mul(ar, bi));
}

/** Stores a value, or adds it to what is there. */
export function put(added: bool, to: usize, value: v128): void {
  v128.store(to, added ? add(v128.load(to), value) : value);
}
