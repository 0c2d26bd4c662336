/**
 * How the modules written for given sizes add products: every operation rounded by itself, the same on every machine, or product and sum in
 * one instruction, rounded as the processor does it.
 */
export type Arithmetic = 'strict' | 'fast';

let present: Arithmetic = 'strict';

/** What this thread's engines compute with from now on. */
export function useArithmetic(arithmetic: Arithmetic): void {
  present = arithmetic;
}

export function presentArithmetic(): Arithmetic {
  return present;
}

/** Whether this version of Node has the instructions of relaxed SIMD. */
export function hasFastArithmetic(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.from(probe));
    return true;
  } catch {
    return false;
  }
}

/** A function that returns f64x2.relaxed_madd(x, x, x) of its argument. */
const probe = [
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 6, 1, 0x60, 1, 0x7b, 1, 0x7b],
  ...[3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 0x20, 0, 0x20, 0, 0x20, 0, 0xfd, 0x87, 0x02, 0x0b],
];
