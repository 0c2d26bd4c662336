import { widthOf } from './entries.ts';
import { assertOperand } from './shapes.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

/** Real operations of {@link adamMove} for every real entry, a root and a division among them. */
export const adamOperations = 12;

/** What Adam keeps of the matrix that it moves. */
export interface AdamMoments<M> {
  readonly m: M;
  readonly w: M;
  /** A row of scalars: step size a, factor c of the root, beta1, beta2, epsilon. */
  readonly scalars: RealMatrix;
}

/** m <- beta1 m + (1 - beta1) g, w <- beta2 w + (1 - beta2) g^2, x <- x + a m / (c sqrt(w) + epsilon), real entry by real entry. */
export function adamMove<M extends ComplexMatrix | RealMatrix>(
  x: M,
  { m, w, scalars }: AdamMoments<M>,
  gradient: M,
): void {
  const { lanes, rows, cols } = x;
  for (const operand of [m, w, gradient]) assertOperand(lanes, operand, rows, cols);
  // biome-ignore format: one operand a line
  lanes.kernels.adam(rows, widthOf(x), scalars.address,
    x.address, x.rowStride,
    m.address, m.rowStride,
    w.address, w.rowStride,
    gradient.address, gradient.rowStride);
}
