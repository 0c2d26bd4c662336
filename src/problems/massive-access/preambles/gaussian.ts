import type { Stream } from '../../../random/streams.ts';
import type { ComplexMatrix } from '../complex-matrix.ts';

/** Independent CN(0, 1) entries. */
export function gaussianPreambles(L: number, N: number, stream: Stream): ComplexMatrix {
  const data = new Float64Array(2 * L * N);
  stream.complexNormal(data);
  return { rows: L, columns: N, data };
}
