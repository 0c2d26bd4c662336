import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import {
  changed,
  type Descent,
  type LearnedArray,
  type OptimizerMemory,
  type PlacedArray,
  placed,
  type Span,
} from './memory.ts';
import { type NormalizedOptimizer, type Optimizer, rateOf, stepNumbers } from './optimizer.ts';
import { matricesIn, spectralNorm } from './spectral-norm.ts';

/** What the WebAssembly module exports; see `kernels/optimizer.ts`. Addresses are in bytes, lengths in entries. */
interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: WebAssembly.Global;
  accumulate(sum: number, x: number, length: number): void;
  squaredNorm(x: number, length: number): number;
  scale(x: number, length: number, factor: number): void;
  move(p: number, g: number, length: number, rate: number): void;
  descend(p: number, m: number, g: number, length: number, ...numbers: number[]): void;
  adam(p: number, m: number, v: number, g: number, length: number, ...numbers: number[]): void;
}

const sections = ['parameters', 'first', 'second', 'gradient', 'part'] as const;
type Section = (typeof sections)[number];

let module: WebAssembly.Module | undefined;

/** Bytes that begin a line of the processor's cache. */
const line = 64;
const page = 65536;

/**
 * The optimizers in single precision, in place in one WebAssembly memory: 0.9 ms a million parameters for Adam. Views on the
 * parameters can be fed to a graph without a copy.
 */
export class WebAssemblyMemory implements OptimizerMemory<Float32Array> {
  readonly #kernels: Kernels;
  readonly #arrays: readonly PlacedArray[];
  readonly #size: number;
  readonly #base: number;
  readonly #sectionBytes: number;

  constructor(arrays: readonly LearnedArray[]) {
    module ??= new WebAssembly.Module(readFileSync(join(packageRoot, 'build/src/optimizers/optimizer.wasm')));
    this.#kernels = new WebAssembly.Instance(module, {}).exports as unknown as Kernels;
    this.#arrays = placed(arrays);
    this.#size = this.#arrays.at(-1)?.to ?? 0;
    this.#sectionBytes = Math.ceil((this.#size * 4) / line) * line;
    const { memory, heapBase } = this.#kernels;
    this.#base = Math.ceil(heapBase.value / line) * line;
    const missing = this.#base + sections.length * this.#sectionBytes - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / page));
  }

  get parameters(): Float32Array {
    return this.#view('parameters');
  }

  get first(): Float32Array {
    return this.#view('first');
  }

  get second(): Float32Array {
    return this.#view('second');
  }

  get gradient(): Float32Array {
    return this.#view('gradient');
  }

  get part(): Float32Array {
    return this.#view('part');
  }

  addPart({ from, to }: Span): void {
    this.#kernels.accumulate(this.#address('gradient', from), this.#address('part', from), to - from);
  }

  descend(descent: Descent): boolean {
    const { optimizer, step } = descent;
    if (step === 0) for (const moment of [this.first, this.second]) moment.fill(0);
    const arrays = changed(this.#arrays, descent);
    const norm = Math.sqrt(arrays.reduce((sum, span) => sum + this.#squaredNorm(span), 0));
    if (!Number.isFinite(norm)) return false;
    const { clip = Number.POSITIVE_INFINITY } = optimizer;
    if (norm > clip) for (const span of arrays) this.#scale(span, clip / norm);
    for (const array of arrays) this.#move(array, optimizer, step);
    return true;
  }

  #move(array: PlacedArray, optimizer: Optimizer, step: number): void {
    const rate = rateOf(optimizer, array.name, step);
    if (optimizer.kind === 'normalized') {
      this.#normalized(array, optimizer, rate);
      return;
    }
    const { from, to } = array;
    const { beta1, beta2, epsilon, correction1, correction2, l2, decay } = stepNumbers(optimizer, step);
    const [p, m, v, g] = sections.map((section) => this.#address(section, from));
    if (optimizer.kind === 'sgd') this.#kernels.descend(p, m, g, to - from, rate, beta1, l2);
    else {
      const numbers = [rate, beta1, beta2, epsilon, 1 / correction1, 1 / correction2, l2, rate * decay];
      this.#kernels.adam(p, m, v, g, to - from, ...numbers);
    }
  }

  #normalized(array: PlacedArray, { entries }: NormalizedOptimizer, rate: number): void {
    const { gradient } = this;
    for (const { from, to, cols } of matricesIn(array, entries)) {
      const norm = spectralNorm(gradient.subarray(from, to), cols, entries);
      if (norm === 0) continue;
      this.#kernels.move(this.#address('parameters', from), this.#address('gradient', from), to - from, rate / norm);
    }
  }

  #squaredNorm({ from, to }: Span): number {
    return this.#kernels.squaredNorm(this.#address('gradient', from), to - from);
  }

  #scale({ from, to }: Span, factor: number): void {
    this.#kernels.scale(this.#address('gradient', from), to - from, factor);
  }

  #view(section: Section): Float32Array {
    return new Float32Array(this.#kernels.memory.buffer, this.#address(section, 0), this.#size);
  }

  /** Of entry `entry` of a section. */
  #address(section: Section, entry: number): number {
    return this.#base + sections.indexOf(section) * this.#sectionBytes + 4 * entry;
  }
}
