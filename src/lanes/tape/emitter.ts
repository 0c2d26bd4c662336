import { add, zero } from '../elementwise.ts';
import { type Adjoint, ComplexMatrix, type Lanes, RealMatrix } from '../views.ts';
import type { Memory } from './memory.ts';
import type { Root } from './root.ts';

/** A value: part of a root. */
export interface Placed<M extends ComplexMatrix | RealMatrix> {
  readonly root: Root;
  readonly matrix: M;
}

/** Where a scalar's contribution goes, and whether it is to be stored (0) or added (1) there. */
export interface Share {
  readonly gradient: RealMatrix;
  readonly mode: 0 | 1;
}

/**
 * What an operation is given to emit its lane operations with: where its values and their gradients lie. Gradients are
 * written by contributions; the first one of a matrix is stored, the others are added.
 */
export class Emitter {
  readonly lanes: Lanes;
  readonly #memory: Memory;
  readonly #differentiated: ReadonlySet<Root>;
  /** Roots whose gradient holds something already. */
  readonly #begun: Set<Root>;

  constructor(lanes: Lanes, memory: Memory, differentiated: ReadonlySet<Root>, begun: Iterable<Root>) {
    this.lanes = lanes;
    this.#memory = memory;
    this.#differentiated = differentiated;
    this.#begun = new Set(begun);
  }

  /** Where the value lies. */
  value<M extends ComplexMatrix | RealMatrix>(value: Placed<M>): M {
    return moved(value.matrix, this.#memory.of(value.root));
  }

  /** A factor as it is, or its adjoint. */
  factor(factor: Placed<ComplexMatrix> | { readonly of: Placed<ComplexMatrix> }): ComplexMatrix | Adjoint {
    return 'of' in factor ? this.value(factor.of).adjoint : this.value(factor);
  }

  /** Whether anything has been contributed to the gradient of the value's root. */
  hasGradient({ root }: Placed<ComplexMatrix | RealMatrix>): boolean {
    return this.#begun.has(root);
  }

  /** Gradient of the loss with respect to an output of the operation. */
  gradient<M extends ComplexMatrix | RealMatrix>(value: Placed<M>): M {
    return moved(value.matrix, this.#memory.gradientOf(value.root));
  }

  /**
   * A contribution to the gradient of an input: calls `write` with where it goes and whether it must be added to what is
   * there; not at all where nobody asks for this gradient.
   */
  contribute<M extends ComplexMatrix | RealMatrix>(
    { root, matrix }: Placed<M>,
    write: (gradient: M, added: boolean) => void,
  ): void {
    if (!this.#differentiated.has(root)) return;
    const whole = moved(root.matrix, this.#memory.gradientOf(root));
    const begun = this.#begun.has(root);
    const added = begun || !covers(matrix, root.matrix);
    if (added && !begun) zero(whole);
    this.#begun.add(root);
    write(moved(matrix, whole.address), added);
  }

  /** For kernels that add to several gradients at once: where a complex input's gradient is, zero if nothing was there. */
  adding(value: Placed<ComplexMatrix>): ComplexMatrix {
    let target: ComplexMatrix | undefined;
    this.contribute(value, (gradient, added) => {
      if (!added) zero(gradient);
      target = gradient;
    });
    return target ?? this.#nowhere(value.matrix);
  }

  /**
   * For kernels that store several gradients at once: calls `write` with where a complex input's contribution is to be stored,
   * beside the gradient and added afterwards if something is there already.
   */
  storing(value: Placed<ComplexMatrix>, write: (target: ComplexMatrix) => void): void {
    let written = false;
    this.contribute(value, (gradient, added) => {
      written = true;
      const target = added ? this.#nowhere(gradient) : gradient;
      write(target);
      if (added) add(gradient, gradient, target);
    });
    if (!written) write(this.#nowhere(value.matrix));
  }

  /** For the same kernels: where a scalar's contribution goes. */
  share(value: Placed<RealMatrix>): Share {
    let share: Share | undefined;
    this.contribute(value, (gradient, added) => {
      share = { gradient, mode: added ? 1 : 0 };
    });
    return share ?? { gradient: this.scalar(value.matrix.count), mode: 0 };
  }

  #nowhere({ rows, cols, count }: ComplexMatrix): ComplexMatrix {
    return this.complex(rows, cols, count);
  }

  /** Room for intermediate results of this operation. */
  complex(rows: number, cols: number, count = 1): ComplexMatrix {
    const colStride = 2 * this.lanes.rowBytes;
    const bytes = rows * cols * count * colStride;
    const address = this.#memory.temporary(bytes);
    const rowStride = cols * colStride;
    return new ComplexMatrix(this.lanes, { address, rows, cols, rowStride, count, countStride: rows * rowStride });
  }

  /** Room for intermediate results of this operation. */
  real(rows: number, cols: number, count = 1): RealMatrix {
    const bytes = rows * cols * count * this.lanes.rowBytes;
    const address = this.#memory.temporary(bytes);
    const rowStride = cols * this.lanes.rowBytes;
    return new RealMatrix(this.lanes, { address, rows, cols, rowStride, count, countStride: rows * rowStride });
  }

  /** A scalar for intermediate results of this operation, or one for each block. */
  scalar(count = 1): RealMatrix {
    return this.real(1, 1, count);
  }
}

/** A view of a root's memory where that really lies. */
export function moved<M extends ComplexMatrix | RealMatrix>(matrix: M, base: number): M {
  return matrix.movedBy(base) as M;
}

/** Views do not overlap themselves: one with as many entries as the root is all of it. */
function covers(part: ComplexMatrix | RealMatrix, whole: ComplexMatrix | RealMatrix): boolean {
  return part.count * part.rows * part.cols === whole.count * whole.rows * whole.cols;
}
