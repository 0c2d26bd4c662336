/** The part of the WebAssembly JavaScript interface that the engine uses; neither `es2023` nor `@types/node` 20 has it. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, unknown>>);
    readonly exports: Record<string, unknown>;
  }
  class Table {
    constructor(descriptor: { initial: number; element: 'anyfunc' });
    grow(places: number): number;
    set(place: number, value: unknown): void;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Global {
    readonly value: number;
  }
}
