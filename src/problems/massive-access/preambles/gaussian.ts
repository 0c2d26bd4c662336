import type { ComplexMatrix } from '../../../arrays/complex-matrix.ts';
import type { Stream } from '../../../random/streams.ts';

/** Independent CN(0, 1) entries. */
export function gaussianPreambles(L: number, N: number, stream: Stream): ComplexMatrix {
  const data = new Float64Array(2 * L * N);
  stream.complexNormal(data);
  return { rows: L, columns: N, data };
}
