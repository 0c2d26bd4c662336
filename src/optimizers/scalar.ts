import {
  changed,
  type Descent,
  type LearnedArray,
  type OptimizerMemory,
  type PlacedArray,
  placed,
  type Span,
} from './memory.ts';
import {
  type AdamOptimizer,
  type NormalizedOptimizer,
  type Optimizer,
  rateOf,
  type SgdOptimizer,
  stepNumbers,
} from './optimizer.ts';
import { matricesIn, spectralNorm } from './spectral-norm.ts';

/** The optimizers in double precision and plain JavaScript: the reference, and fast enough for some thousands of parameters. */
export class ScalarMemory implements OptimizerMemory<Float64Array> {
  readonly parameters: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly gradient: Float64Array;
  readonly part: Float64Array;
  readonly #arrays: readonly PlacedArray[];

  constructor(arrays: readonly LearnedArray[]) {
    this.#arrays = placed(arrays);
    const size = this.#arrays.at(-1)?.to ?? 0;
    this.parameters = new Float64Array(size);
    this.first = new Float64Array(size);
    this.second = new Float64Array(size);
    this.gradient = new Float64Array(size);
    this.part = new Float64Array(size);
  }

  addPart({ from, to }: Span): void {
    for (let i = from; i < to; i++) this.gradient[i] += this.part[i];
  }

  descend(descent: Descent): boolean {
    const { optimizer, step } = descent;
    if (step === 0) for (const moment of [this.first, this.second]) moment.fill(0);
    const arrays = changed(this.#arrays, descent);
    if (!arrays.every((array) => this.#isFinite(array))) return false;
    if (optimizer.clip !== undefined) this.#clip(arrays, optimizer.clip);
    for (const array of arrays) this.#move(array, optimizer, step);
    return true;
  }

  #isFinite({ from, to }: Span): boolean {
    for (let i = from; i < to; i++) if (!Number.isFinite(this.gradient[i])) return false;
    return true;
  }

  #clip(arrays: readonly Span[], limit: number): void {
    let sum = 0;
    for (const { from, to } of arrays) for (let i = from; i < to; i++) sum += this.gradient[i] ** 2;
    const norm = Math.sqrt(sum);
    if (norm <= limit) return;
    for (const { from, to } of arrays) for (let i = from; i < to; i++) this.gradient[i] *= limit / norm;
  }

  #move(array: PlacedArray, optimizer: Optimizer, step: number): void {
    const rate = rateOf(optimizer, array.name, step);
    if (optimizer.kind === 'normalized') this.#normalized(array, optimizer, rate);
    else if (optimizer.kind === 'sgd') this.#sgd(array, optimizer, step, rate);
    else this.#adam(array, optimizer, step, rate);
  }

  #adam({ from, to }: Span, optimizer: AdamOptimizer, step: number, rate: number): void {
    const { beta1, beta2, epsilon, correction1, correction2, l2, decay } = stepNumbers(optimizer, step);
    const { parameters, gradient, first, second } = this;
    for (let i = from; i < to; i++) {
      const g = gradient[i] + l2 * parameters[i];
      const m = beta1 * first[i] + (1 - beta1) * g;
      const v = beta2 * second[i] + (1 - beta2) * g ** 2;
      first[i] = m;
      second[i] = v;
      const move = (rate * (m / correction1)) / (Math.sqrt(v / correction2) + epsilon);
      parameters[i] -= move + rate * decay * parameters[i];
    }
  }

  #sgd({ from, to }: Span, optimizer: SgdOptimizer, step: number, rate: number): void {
    const { beta1, l2 } = stepNumbers(optimizer, step);
    const { parameters, gradient, first } = this;
    for (let i = from; i < to; i++) {
      first[i] = beta1 * first[i] + gradient[i] + l2 * parameters[i];
      parameters[i] -= rate * first[i];
    }
  }

  #normalized(array: PlacedArray, { entries }: NormalizedOptimizer, rate: number): void {
    for (const { from, to, cols } of matricesIn(array, entries)) {
      const own = this.gradient.subarray(from, to);
      const norm = spectralNorm(own, cols, entries);
      if (norm === 0) continue;
      for (let i = 0; i < own.length; i++) this.parameters[from + i] -= (rate / norm) * own[i];
    }
  }
}
