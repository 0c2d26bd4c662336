import type { Arithmetic } from '../arithmetic.ts';
import type { Precision } from '../module.ts';
import { type Bytes, type FunctionCode, i32, signed, unsigned, v128 } from './encoding.ts';

/** What code is written for: the reals, the bytes of a row of them, and how products are added. */
export interface Target {
  readonly precision: Precision;
  readonly rowBytes: number;
  readonly arithmetic: Arithmetic;
}

/** A local variable of the function: an address, or a vector of lanes. */
export type Local = number;

/** The place `offset` bytes behind the address in a local. */
export interface Place {
  readonly pointer: Local;
  readonly offset: number;
}

/** A complex number in two locals. */
export interface Complex {
  readonly re: Local;
  readonly im: Local;
}

/** Bytes of a SIMD vector. */
export const vectorBytes = 16;

/**
 * The code of one function, written statement by statement. Expressions are the bytes that put their value on WebAssembly's stack; they
 * work on one SIMD vector of lanes.
 */
export class Code {
  readonly target: Target;
  readonly #parameters: number;
  readonly #locals: number[] = [];
  readonly #bytes: number[] = [];
  readonly #simd: Instructions;

  constructor(target: Target, parameters: number) {
    this.target = target;
    this.#parameters = parameters;
    this.#simd = instructions[target.precision];
  }

  /** Length of what has been written. */
  get bytes(): number {
    return this.#bytes.length;
  }

  /** The function as it goes into a module. */
  finish(): FunctionCode {
    const kinds: number[] = this.#locals.flatMap((kind) => [1, kind]);
    const body = [...unsigned(this.#locals.length), ...kinds, ...this.#bytes, end];
    return { parameters: this.#parameters, body };
  }

  // Statements.

  /** A new local that holds an address. */
  pointer({ pointer, offset }: Place): Local {
    const local = this.#local(i32);
    this.set(local, this.#sum(pointer, offset));
    return local;
  }

  /** A new local that holds a vector. */
  vector(value: Bytes): Local {
    const local = this.#local(v128);
    this.set(local, value);
    return local;
  }

  set(local: Local, value: Bytes): void {
    this.#write(value, [0x21], unsigned(local));
  }

  advance(pointer: Local, bytes: number): void {
    if (bytes !== 0) this.set(pointer, this.#sum(pointer, bytes));
  }

  store({ pointer, offset }: Place, value: Bytes): void {
    this.#write(get(pointer), value, this.#op(11), [alignment], unsigned(offset));
  }

  /** A new local that holds a given address. */
  address(value: number): Local {
    const local = this.#local(i32);
    this.set(local, [0x41, ...signed(value)]);
    return local;
  }

  /** Calls the function of this number with these integers. */
  call(index: number, values: readonly number[]): void {
    for (const value of values) this.#write([0x41], signed(value));
    this.#write([0x10], unsigned(index));
  }

  /** Writes `body` as a loop of `times` rounds, after each of which every pointer moves on by its step. */
  repeat(times: number, steps: readonly (readonly [Local, number])[], body: () => void): void {
    if (times <= 0) return;
    if (times === 1) {
      body();
      return;
    }
    const left = this.#local(i32);
    this.set(left, [0x41, ...signed(times)]);
    this.#write([0x03, 0x40]);
    body();
    for (const [pointer, step] of steps) this.advance(pointer, step);
    this.#write(get(left), [0x41, 1, 0x6b, 0x22], unsigned(left), [0x0d, 0, end]);
  }

  /** Writes `body` for the case that some lane of the mask says no. */
  unlessAll(mask: Bytes, body: () => void): void {
    this.#write(mask, this.#op(163), [0x45, 0x04, 0x40]);
    body();
    this.#write([end]);
  }

  // Expressions.

  load({ pointer, offset }: Place): Bytes {
    return [...get(pointer), ...this.#op(0), alignment, ...unsigned(offset)];
  }

  /** The same number in every lane. */
  constant(value: number): Bytes {
    const real = this.target.precision === 'f64' ? new Float64Array([value]) : new Float32Array([value]);
    const code = this.target.precision === 'f64' ? [0x44] : [0x43];
    return [...code, ...new Uint8Array(real.buffer), ...this.#op(this.#simd.splat)];
  }

  readonly add = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.add);
  readonly sub = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.sub);
  readonly mul = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.mul);
  readonly div = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.div);
  readonly min = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.min);
  readonly max = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.max);
  readonly less = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.less);
  readonly atMost = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, this.#simd.atMost);
  readonly sqrt = (x: Bytes): Bytes => [...x, ...this.#op(this.#simd.sqrt)];
  readonly abs = (x: Bytes): Bytes => [...x, ...this.#op(this.#simd.abs)];
  readonly neg = (x: Bytes): Bytes => [...x, ...this.#op(this.#simd.neg)];
  /** z + x y, by the instruction that rounds as the processor does. */
  readonly fusedAdd = (z: Bytes, x: Bytes, y: Bytes): Bytes => [...x, ...y, ...z, ...this.#op(this.#simd.fusedAdd)];
  /** z - x y, likewise. */
  readonly fusedSub = (z: Bytes, x: Bytes, y: Bytes): Bytes => [...x, ...y, ...z, ...this.#op(this.#simd.fusedSub)];
  readonly and = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, 78);
  readonly andNot = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, 79);
  readonly or = (x: Bytes, y: Bytes): Bytes => this.#binary(x, y, 80);
  /** x where the mask says yes, y elsewhere. */
  readonly select = (mask: Bytes, x: Bytes, y: Bytes): Bytes => [...x, ...y, ...mask, ...this.#op(82)];

  #binary(x: Bytes, y: Bytes, instruction: number): Bytes {
    return [...x, ...y, ...this.#op(instruction)];
  }

  #op(instruction: number): number[] {
    return [0xfd, ...unsigned(instruction)];
  }

  #sum(pointer: Local, bytes: number): Bytes {
    return bytes === 0 ? get(pointer) : [...get(pointer), 0x41, ...signed(bytes), 0x6a];
  }

  #local(kind: number): Local {
    this.#locals.push(kind);
    return this.#parameters + this.#locals.length - 1;
  }

  #write(...parts: readonly Bytes[]): void {
    for (const part of parts) this.#bytes.push(...part);
  }
}

/** The value of a local. */
export function get(local: Local): Bytes {
  return [0x20, ...unsigned(local)];
}

/** The place of a pointer itself, or `offset` bytes behind it. */
export function at(pointer: Local, offset = 0): Place {
  return { pointer, offset };
}

export function behind({ pointer, offset }: Place, bytes: number): Place {
  return { pointer, offset: offset + bytes };
}

const end = 0x0b;

/** Vectors lie at multiples of 2^4 bytes. */
const alignment = 4;

interface Instructions {
  readonly splat: number;
  readonly less: number;
  readonly atMost: number;
  readonly abs: number;
  readonly neg: number;
  readonly sqrt: number;
  readonly add: number;
  readonly sub: number;
  readonly mul: number;
  readonly div: number;
  readonly min: number;
  readonly max: number;
  readonly fusedAdd: number;
  readonly fusedSub: number;
}

/** Numbers of the SIMD instructions. */
const instructions: Readonly<Record<Precision, Instructions>> = {
  f64: {
    splat: 20,
    less: 73,
    atMost: 75,
    abs: 236,
    neg: 237,
    sqrt: 239,
    add: 240,
    sub: 241,
    mul: 242,
    div: 243,
    min: 244,
    max: 245,
    fusedAdd: 263,
    fusedSub: 264,
  },
  f32: {
    splat: 19,
    less: 67,
    atMost: 69,
    abs: 224,
    neg: 225,
    sqrt: 227,
    add: 228,
    sub: 229,
    mul: 230,
    div: 231,
    min: 232,
    max: 233,
    fusedAdd: 261,
    fusedSub: 262,
  },
};
