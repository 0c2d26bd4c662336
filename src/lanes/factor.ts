import type { ComplexMatrix, RealMatrix } from './views.ts';

/**
 * The Cholesky factor of Hermitian positive definite matrices: A = L L^H, L lower triangular, kept with reciprocal
 * diagonal entries. Written by `cholesky`, read by the solves, `inverse` and `logDet`.
 */
export class Factor {
  readonly matrix: ComplexMatrix;
  #adjoint: AdjointFactor | undefined;

  constructor(matrix: ComplexMatrix) {
    this.matrix = matrix;
  }

  /** L^H as an operand of the triangular solves. */
  get adjoint(): AdjointFactor {
    return (this.#adjoint ??= new AdjointFactor(this));
  }

  /** The factor of one block of several. */
  at(index: number): Factor {
    return new Factor(this.matrix.at(index));
  }

  /** The factors of blocks `first` to `first + count - 1` of several. */
  blockRange(first: number, count: number): Factor {
    return new Factor(this.matrix.blockRange(first, count));
  }

  /** The factor without its first `count` rows and columns: that of what is left when they are eliminated. */
  without(count: number): Factor {
    const size = this.matrix.rows - count;
    return new Factor(this.matrix.block(count, count, size, size));
  }

  /** 1 / L_11, 1 / L_22 ..., as a column. */
  get reciprocals(): RealMatrix {
    return this.matrix.diagonal;
  }
}

/** The conjugate transpose of a Cholesky factor, as an operand. */
export class AdjointFactor {
  readonly of: Factor;

  constructor(of: Factor) {
    this.of = of;
  }
}
