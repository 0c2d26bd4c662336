import type { Kernels } from './module.ts';

/**
 * Operations recorded once, on fixed matrices, that {@link run} repeats in a single call into WebAssembly. It ends with
 * the memory it was recorded in, as matrices do.
 */
export class Program {
  readonly run: () => void;

  constructor(run: () => void) {
    this.run = run;
  }
}

/** A recorded call of a kernel. */
export interface Call {
  readonly kernel: string;
  readonly args: readonly number[];
}

/** Stand-ins for the kernels that write their calls down instead of making them. */
export function recorder(names: readonly string[], calls: Call[]): Kernels {
  const record =
    (kernel: string) =>
    (...args: number[]) => {
      calls.push({ kernel, args });
    };
  return Object.fromEntries(names.map((name) => [name, record(name)])) as unknown as Kernels;
}
