import { presentArithmetic } from './arithmetic.ts';
import { type Instance, instantiate, type Kernels, type Precision } from './module.ts';
import { type Call, Program, recorder } from './program.ts';
import { specialisedRun } from './specialised/cache.ts';
import { ComplexMatrix, Factor, type Group, type Lanes, type Mark, Mask, RealMatrix } from './views.ts';

/**
 * An engine for thousands of small matrices: every lane of a SIMD row holds another realization, and all lanes run the
 * same operations. One WebAssembly instance with its own memory; matrices are allocated once, before the iterations,
 * and nothing is allocated by the operations themselves.
 *
 * ```ts
 * const lanes = engine('f64');
 * lanes.scope(() => {
 *   const H = lanes.complex(K * N, M), V = lanes.complex(M, K * d), T = lanes.complex(K * N, K * d);
 *   for (const group of lanes.groups(trials)) {
 *     load(H, channels, group);
 *     load(V, start, group);
 *     multiply(T, H, V);
 *     store(T, out, group);
 *   }
 * });
 * ```
 */
export class LanesEngine implements Lanes {
  readonly precision: Precision;
  readonly width: number;
  readonly realBytes: number;
  readonly rowBytes: number;
  kernels: Kernels;
  readonly #instance: Instance;
  #reals!: Float64Array | Float32Array;
  #words!: Int32Array;
  #top: number;
  readonly #constants = new Map<number, RealMatrix>();

  /** @param width realizations a row, for rows of 64 bytes (the default) or 32 (for memory-bound work: training) */
  constructor(precision: Precision, width?: number) {
    this.precision = precision;
    this.realBytes = precision === 'f64' ? 8 : 4;
    this.width = width ?? 64 / this.realBytes;
    this.rowBytes = this.width * this.realBytes;
    if (this.rowBytes !== 64 && this.rowBytes !== 32) {
      throw new RangeError(`rows of ${this.width} lanes of ${precision}: there are kernels for 32 and 64 bytes only`);
    }
    this.#instance = instantiate(precision, this.width);
    this.kernels = this.#instance.kernels;
    this.#top = align(this.kernels.heapBase.value, 64);
    this.#look();
  }

  get reals(): Float64Array | Float32Array {
    return this.#reals;
  }

  get words(): Int32Array {
    return this.#words;
  }

  complex(rows: number, cols: number, count = 1): ComplexMatrix {
    return new ComplexMatrix(this, this.#place(rows, cols, count, 2 * this.rowBytes));
  }

  real(rows: number, cols: number, count = 1): RealMatrix {
    return new RealMatrix(this, this.#place(rows, cols, count, this.rowBytes));
  }

  scalar(count = 1): RealMatrix {
    return this.real(1, 1, count);
  }

  constant(value: number): RealMatrix {
    const known = this.#constants.get(value);
    if (known !== undefined) return known;
    const constant = this.scalar();
    constant.fill(value);
    this.#constants.set(value, constant);
    return constant;
  }

  mask(): Mask {
    return new Mask(this, this.#allocate(this.rowBytes));
  }

  factor(n: number, count = 1): Factor {
    return new Factor(this.complex(n, n, count));
  }

  mark(): Mark {
    return this.#top;
  }

  release(mark: Mark): void {
    if (mark > this.#top) throw new RangeError('release to a mark that was itself released');
    this.#top = mark;
    for (const [value, constant] of this.#constants) if (constant.address >= mark) this.#constants.delete(value);
  }

  scope<Result>(body: () => Result): Result {
    const mark = this.mark();
    try {
      return body();
    } finally {
      this.release(mark);
    }
  }

  record(body: () => void): Program {
    const { kernels, names } = this.#instance;
    const words = this.#recorded(body).flatMap(({ kernel, args }) => [names.indexOf(kernel), args.length, ...args]);
    const first = this.#allocate(4 * words.length);
    this.words.set(words, first / 4);
    const end = first + 4 * words.length;
    return new Program(() => kernels.run(first, end));
  }

  specialise(body: () => void): Program {
    const target = { precision: this.precision, rowBytes: this.rowBytes, arithmetic: presentArithmetic() };
    return new Program(specialisedRun(this.#recorded(body), target, this.#instance.kernels));
  }

  #recorded(body: () => void): Call[] {
    if (this.kernels !== this.#instance.kernels) throw new Error('a recording inside a recording');
    const calls: Call[] = [];
    this.kernels = recorder(this.#instance.names, calls);
    try {
      body();
    } finally {
      this.kernels = this.#instance.kernels;
    }
    return calls;
  }

  *groups(trials: number): Generator<Group> {
    for (let first = 0; first < trials; first += this.width) {
      yield { first, count: Math.min(this.width, trials - first) };
    }
  }

  #place(rows: number, cols: number, count: number, colStride: number) {
    if (![rows, cols, count].every((size) => Number.isInteger(size) && size > 0)) {
      throw new RangeError(`no matrix of ${rows} x ${cols} entries, ${count} times`);
    }
    const rowStride = paddedStride(cols * colStride);
    const countStride = rows * rowStride;
    return { address: this.#allocate(count * countStride), rows, cols, rowStride, count, countStride };
  }

  /** Arrays end when their memory grows, which it does only here. */
  #look(): void {
    const { buffer } = this.#instance.kernels.memory;
    this.#reals = this.precision === 'f64' ? new Float64Array(buffer) : new Float32Array(buffer);
    this.#words = new Int32Array(buffer);
  }

  #allocate(bytes: number): number {
    const address = this.#top;
    this.#top = align(address + bytes, 64);
    const missing = this.#top - this.#instance.kernels.memory.buffer.byteLength;
    if (missing > 0) {
      this.#instance.kernels.memory.grow(Math.ceil(missing / pageBytes));
      this.#look();
    }
    this.reals.fill(0, address / this.realBytes, this.#top / this.realBytes);
    return address;
  }
}

const pageBytes = 65536;
const align = (address: number, bytes: number) => Math.ceil(address / bytes) * bytes;

/** Rows at multiples of 2 KB would all fall into the same few sets of the first-level cache: they get 64 bytes more. */
const paddedStride = (bytes: number) => (bytes % 2048 === 0 ? bytes + 64 : bytes);

const engines = new Map<string, LanesEngine>();

/**
 * This thread's engine for a precision (and, where given, a number of realizations a row), made at first use. Workers
 * have their own: making one takes about a millisecond.
 */
export function engine(precision: Precision, width?: number): Lanes {
  const key = `${precision} ${width ?? 'default'}`;
  let lanes = engines.get(key);
  if (lanes === undefined) {
    lanes = new LanesEngine(precision, width);
    engines.set(key, lanes);
  }
  return lanes;
}
