import type { ComplexMatrix } from '../../../arrays/complex-matrix.ts';
import type { Stream } from '../../../random/streams.ts';

/** Independent real entries, +1 or -1 with equal probability. */
export function binaryPreambles(L: number, N: number, stream: Stream): ComplexMatrix {
  const data = new Float64Array(2 * L * N);
  for (let i = 0; i < data.length; i += 2) data[i] = stream.uniform() < 0.5 ? -1 : 1;
  return { rows: L, columns: N, data };
}
