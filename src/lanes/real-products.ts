import { assertCount, assertOperand } from './shapes.ts';
import { type RealMatrix, Transpose } from './views.ts';

/*
 * Products of real matrices, block by block. C must not share memory with a factor; a factor may hold a single block that serves
 * every block of C. A product of an m x k and a k x n matrix costs 2 m k n real operations a lane.
 */

/** A real matrix or a transpose, as a factor. */
export type RealOperand = RealMatrix | Transpose;

/** C = A B, where A or B may be a transpose. */
export function multiplyReal(C: RealMatrix, A: RealOperand, B: RealOperand): void {
  product(C, A, B, results.set);
}

/** C += A B, where A or B may be a transpose. */
export function multiplyRealAdd(C: RealMatrix, A: RealOperand, B: RealOperand): void {
  product(C, A, B, results.add);
}

/** What the kernel knows the kinds of product by. */
const results = { set: 0, add: 1 } as const;
const forms = { plain: 0, transposeFirst: 1, transposeSecond: 2 } as const;

function product(C: RealMatrix, first: RealOperand, second: RealOperand, result: number): void {
  if (first instanceof Transpose) {
    if (second instanceof Transpose) throw new TypeError('at most one factor of a product can be a transpose');
    launch(C, first.of, second, forms.transposeFirst, result);
  } else if (second instanceof Transpose) {
    launch(C, first, second.of, forms.transposeSecond, result);
  } else {
    launch(C, first, second, forms.plain, result);
  }
}

function launch(C: RealMatrix, A: RealMatrix, B: RealMatrix, form: number, result: number): void {
  const { lanes, rows, cols, count } = C;
  const inner = form === forms.transposeFirst ? A.rows : A.cols;
  if (form === forms.transposeFirst) assertOperand(lanes, A, inner, rows);
  else assertOperand(lanes, A, rows, inner);
  if (form === forms.transposeSecond) assertOperand(lanes, B, cols, inner);
  else assertOperand(lanes, B, inner, cols);
  assertCount(A, count);
  assertCount(B, count);
  // biome-ignore format: one operand a line
  lanes.kernels.realProduct(form, result, count, rows, inner, cols,
    C.address, C.rowStride, C.countStride,
    A.address, A.rowStride, A.countStride,
    B.address, B.rowStride, B.countStride);
}
