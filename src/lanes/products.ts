import { assertCount, assertOperand } from './shapes.ts';
import { Adjoint, type ComplexMatrix } from './views.ts';

/*
 * Matrix products, block by block: C, A and B hold equally many blocks, or A or B a single one that serves all. At most
 * one factor is an adjoint: A B, A^H B, A B^H. C must not overlap A or B. An m x k by k x n product costs 8 m k n real
 * operations a lane, its lower triangle about half of that.
 */

/** A factor as it is, or its adjoint. */
export type Operand = ComplexMatrix | Adjoint;

/** C = A B, where A or B may be an adjoint. */
export function multiply(C: ComplexMatrix, A: Operand, B: Operand): void {
  product(C, A, B, results.set, parts.all);
}

/** C += A B, where A or B may be an adjoint. */
export function multiplyAdd(C: ComplexMatrix, A: Operand, B: Operand): void {
  product(C, A, B, results.add, parts.all);
}

/** C -= A B, where A or B may be an adjoint. */
export function multiplySubtract(C: ComplexMatrix, A: Operand, B: Operand): void {
  product(C, A, B, results.subtract, parts.all);
}

/** C = -A B, where A or B may be an adjoint. */
export function multiplyNegative(C: ComplexMatrix, A: Operand, B: Operand): void {
  product(C, A, B, results.negative, parts.all);
}

/** The lower triangle of C = A B, for a product known to be Hermitian. See {@link mirror}. */
export function multiplyLower(C: ComplexMatrix, A: Operand, B: Operand): void {
  product(C, A, B, results.set, parts.lower);
}

/**
 * The lower triangle of C = A A^H, or of C = A^H A where the adjoint is given. The diagonal is exactly real. The strict
 * upper triangle is left as it was: `cholesky` does not read it, {@link mirror} fills it.
 */
export function gram(C: ComplexMatrix, A: Operand): void {
  product(C, A, adjointOf(A), results.set, parts.lower);
}

/** The lower triangle of C += A A^H (A^H A for an adjoint). */
export function gramAdd(C: ComplexMatrix, A: Operand): void {
  product(C, A, adjointOf(A), results.add, parts.lower);
}

/** The lower triangle of C -= A A^H (A^H A for an adjoint). */
export function gramSubtract(C: ComplexMatrix, A: Operand): void {
  product(C, A, adjointOf(A), results.subtract, parts.lower);
}

/** The lower triangle of C = -A A^H (-A^H A for an adjoint). */
export function gramNegative(C: ComplexMatrix, A: Operand): void {
  product(C, A, adjointOf(A), results.negative, parts.lower);
}

/** What the kernels know the kinds of product by. */
const results = { set: 0, add: 1, subtract: 2, negative: 3 } as const;
const parts = { all: 0, lower: 1 } as const;
const forms = { plain: 0, adjointFirst: 1, adjointSecond: 2 } as const;

function adjointOf(A: Operand): Operand {
  return A instanceof Adjoint ? A.of : A.adjoint;
}

function product(C: ComplexMatrix, first: Operand, second: Operand, result: number, part: number): void {
  if (first instanceof Adjoint) {
    if (second instanceof Adjoint) throw new TypeError('at most one factor of a product can be an adjoint');
    launch(C, first.of, second, forms.adjointFirst, result, part);
  } else if (second instanceof Adjoint) {
    launch(C, first, second.of, forms.adjointSecond, result, part);
  } else {
    launch(C, first, second, forms.plain, result, part);
  }
}

function launch(
  C: ComplexMatrix,
  A: ComplexMatrix,
  B: ComplexMatrix,
  form: number,
  result: number,
  part: number,
): void {
  const { lanes, rows, cols, count } = C;
  const inner = form === forms.adjointFirst ? A.rows : A.cols;
  if (form === forms.adjointFirst) assertOperand(lanes, A, inner, rows);
  else assertOperand(lanes, A, rows, inner);
  if (form === forms.adjointSecond) assertOperand(lanes, B, cols, inner);
  else assertOperand(lanes, B, inner, cols);
  assertCount(A, count);
  assertCount(B, count);
  // biome-ignore format: one operand a line
  lanes.kernels.product(form, result, part, count, rows, inner, cols,
    C.address, C.rowStride, C.countStride,
    A.address, A.rowStride, A.countStride,
    B.address, B.rowStride, B.countStride);
}
