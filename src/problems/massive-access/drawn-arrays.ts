import type { DrawnArray } from '../../contracts/problem.ts';
import type { Instance } from './instance.ts';

/** Y [n, L, M], X [n, N, M], the activity [n, N], and the preambles S [L, N] that all trials share. */
export function drawnArrays({ L, N, M, Y, X, active, S, range: { count } }: Instance): DrawnArray[] {
  return [
    { name: 'Y', shape: [count, L, M], complex: true, values: complexOf(Y, count, M, L), perTrial: true },
    { name: 'X', shape: [count, N, M], complex: true, values: complexOf(X, count, M, N), perTrial: true },
    { name: 'active', shape: [count, N], complex: false, values: Float64Array.from(active), perTrial: true },
    { name: 'S', shape: [L, N], complex: true, values: S.data, perTrial: false },
  ];
}

/** Complex [count, rows, M] of real parts and then imaginary parts of all rows, antenna by antenna. */
function complexOf(values: Float64Array, count: number, M: number, rows: number): Float64Array {
  const complex = new Float64Array(values.length);
  for (let i = 0; i < count * M; i++) {
    const [trial, m] = [Math.floor(i / M), i % M];
    for (let row = 0; row < rows; row++) {
      const to = 2 * ((trial * rows + row) * M + m);
      complex[to] = values[i * 2 * rows + row];
      complex[to + 1] = values[i * 2 * rows + rows + row];
    }
  }
  return complex;
}
