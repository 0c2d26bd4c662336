import { behind, type Code, type Complex, get, type Local, type Place } from './code.ts';
import type { Bytes } from './encoding.ts';

/** The factors of sum_k a_k b_kj: the a_k serve all j, of which there are one or two. Steps are in bytes. */
export interface Factors {
  readonly terms: number;
  readonly a: Place;
  readonly aStep: number;
  readonly b: Place;
  /** From b_kj to the next k. */
  readonly bStep: number;
  /** From b_kj to the next j. */
  readonly bNext: number;
  readonly conjugate: 'none' | 'a' | 'b';
}

/** A loop pays from this many terms on; V8 spills registers where more than a few stand in a row. */
const longest = 2;

/** Writes sums_j += sum_k a_k b_kj, or -=, with the sums in registers. */
export function accumulate(code: Code, sums: readonly Complex[], factors: Factors, sign: '+' | '-'): void {
  const { terms, aStep, bStep } = factors;
  if (terms <= longest) {
    for (let k = 0; k < terms; k++) {
      term(code, sums, factors, behind(factors.a, k * aStep), behind(factors.b, k * bStep), sign);
    }
    return;
  }
  const a = code.pointer(factors.a);
  const b = code.pointer(factors.b);
  const steps = [
    [a, aStep],
    [b, bStep],
  ] as const;
  code.repeat(terms, steps, () => {
    term(code, sums, factors, { pointer: a, offset: 0 }, { pointer: b, offset: 0 }, sign);
  });
}

/** Two numbers that are zero. */
export function zeros(code: Code): Complex {
  return { re: code.vector(code.constant(0)), im: code.vector(code.constant(0)) };
}

/** The number in memory. */
export function loaded(code: Code, place: Place): Complex {
  return { re: code.vector(code.load(place)), im: code.vector(code.load(imaginary(code, place))) };
}

/** Where the imaginary part of the number at a place lies. */
export function imaginary(code: Code, place: Place): Place {
  return behind(place, code.target.rowBytes);
}

function term(code: Code, sums: readonly Complex[], factors: Factors, a: Place, b: Place, sign: '+' | '-'): void {
  const x = loaded(code, a);
  sums.forEach((sum, j) => {
    const y = loaded(code, behind(b, j * factors.bNext));
    if (code.target.arithmetic === 'fast') {
      fusedTerm(code, sum, x, y, factors.conjugate, sign);
      return;
    }
    const { re, im } = complexProduct(code, x, y, factors.conjugate);
    const combine = sign === '+' ? code.add : code.sub;
    code.set(sum.re, combine(get(sum.re), re));
    code.set(sum.im, combine(get(sum.im), im));
  });
}

/** The same with product and sum in one instruction, two for each part. */
function fusedTerm(
  code: Code,
  sum: Complex,
  x: Complex,
  y: Complex,
  conjugate: Factors['conjugate'],
  sign: '+' | '-',
): void {
  const put = (part: Local, [a, b]: readonly [Local, Local], isAdded: boolean) => {
    const fused = isAdded === (sign === '+') ? code.fusedAdd : code.fusedSub;
    code.set(part, fused(get(part), get(a), get(b)));
  };
  put(sum.re, [x.re, y.re], true);
  put(sum.re, [x.im, y.im], conjugate !== 'none');
  put(sum.im, [x.re, y.im], conjugate !== 'b');
  put(sum.im, [x.im, y.re], conjugate !== 'a');
}

/** x y, conj(x) y or x conj(y), with the same operations in the same order as the general kernels do them. */
function complexProduct(code: Code, x: Complex, y: Complex, conjugate: Factors['conjugate']): { re: Bytes; im: Bytes } {
  const { add, sub, mul } = code;
  const rr = mul(get(x.re), get(y.re));
  const ii = mul(get(x.im), get(y.im));
  const ri = mul(get(x.re), get(y.im));
  const ir = mul(get(x.im), get(y.re));
  if (conjugate === 'none') return { re: sub(rr, ii), im: add(ri, ir) };
  return { re: add(rr, ii), im: conjugate === 'a' ? sub(ri, ir) : sub(ir, ri) };
}
