import type { Kernels } from './module.ts';

/**
 * Operations recorded once, on fixed matrices, that {@link run} repeats in a single call into WebAssembly. It ends with
 * the memory it was recorded in, as matrices do.
 */
export class Program {
  readonly #lanes: { readonly kernels: Kernels };
  readonly #first: number;
  readonly #end: number;

  constructor(lanes: { readonly kernels: Kernels }, first: number, end: number) {
    this.#lanes = lanes;
    this.#first = first;
    this.#end = end;
  }

  run(): void {
    this.#lanes.kernels.run(this.#first, this.#end);
  }
}

/** Stand-ins for the kernels that write their calls down instead of making them. */
export function recorder(names: readonly string[], words: number[]): Kernels {
  const record =
    (place: number) =>
    (...values: number[]) => {
      words.push(place, values.length, ...values);
    };
  return Object.fromEntries(names.map((name, place) => [name, record(place)])) as unknown as Kernels;
}
