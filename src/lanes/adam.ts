import { zero } from './elementwise.ts';
import { widthOf } from './entries.ts';
import { assertOperand } from './shapes.ts';
import { ComplexMatrix, type RealMatrix } from './views.ts';

/** Real operations of a step for every real entry, a root and a division among them. */
export const adamOperations = 12;

/** Kingma and Ba's settings; left out: beta1 0.9, beta2 0.999, epsilon 1e-8. */
export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam (Kingma and Ba) in every lane, for the entries of one matrix, real and imaginary parts each by themselves. It ascends:
 * in step t = 1, 2 ... of the gradient g, entry by entry,
 *
 *     m <- beta1 m + (1 - beta1) g,   w <- beta2 w + (1 - beta2) g^2,
 *     x <- x + learningRate m / (1 - beta1^t) / (sqrt(w / (1 - beta2^t)) + epsilon).
 *
 */
export class Adam<M extends ComplexMatrix | RealMatrix> {
  readonly #x: M;
  readonly #m: M;
  readonly #w: M;
  readonly #settings: Required<AdamSettings>;
  /** Per-lane scalars of the kernel: step size and root's factor of this step, beta1, beta2, epsilon. */
  readonly #scalars: RealMatrix;
  #step = 0;

  constructor(x: M, settings: AdamSettings) {
    if (x.count !== 1) throw new RangeError(`Adam is made for a single matrix, not ${x.shape}`);
    this.#x = x;
    this.#m = likeness(x);
    this.#w = likeness(x);
    this.#settings = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...settings };
    this.#scalars = x.lanes.real(1, 5);
    const { beta1, beta2, epsilon } = this.#settings;
    [0, 0, beta1, beta2, epsilon].forEach((value, i) => {
      this.#scalars.columnRange(i, 1).fill(value);
    });
    this.restart();
  }

  /** Forgets all steps. */
  restart(): void {
    this.#step = 0;
    zero(this.#m);
    zero(this.#w);
  }

  /** Begins the next step: what {@link move} does from now on. Happens at once, also where operations are recorded. */
  advance(): void {
    const { learningRate, beta1, beta2 } = this.#settings;
    this.#step++;
    this.#scalars.columnRange(0, 1).fill(learningRate / (1 - beta1 ** this.#step));
    this.#scalars.columnRange(1, 1).fill(1 / Math.sqrt(1 - beta2 ** this.#step));
  }

  /** Moves x by the present step. */
  move(gradient: M): void {
    const { lanes, rows, cols } = this.#x;
    assertOperand(lanes, gradient, rows, cols);
    // biome-ignore format: one operand a line
    lanes.kernels.adam(rows, widthOf(this.#x), this.#scalars.address,
      this.#x.address, this.#x.rowStride,
      this.#m.address, this.#m.rowStride,
      this.#w.address, this.#w.rowStride,
      gradient.address, gradient.rowStride);
  }
}

/** Zeros of the same kind and shape. */
function likeness<M extends ComplexMatrix | RealMatrix>(x: M): M {
  const { lanes, rows, cols } = x;
  return (x instanceof ComplexMatrix ? lanes.complex(rows, cols) : lanes.real(rows, cols)) as M;
}
