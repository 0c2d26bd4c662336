import type { ParameterKind } from './network.ts';

/**
 * One step of the training rule of IAIDNN, downhill on the loss and in place: every complex matrix moves against its own
 * gradient, divided by that one's spectral norm, by 0.1 / t^0.6 (X) or 0.1 / t^0.5 (Z and O), where t is `step` + 1.
 * Matrices lie one after the other, kind by kind, row by row, entries as re, im.
 */
export function normalizedStep(
  kinds: readonly ParameterKind[],
  step: number,
  gradient: Float64Array,
  parameters: Float64Array,
): void {
  let first = 0;
  for (const { rows, cols, count, role } of kinds) {
    const length = 0.1 / (step + 1) ** (role === 'X' ? 0.6 : 0.5);
    const size = 2 * rows * cols;
    for (let matrix = 0; matrix < count; matrix++, first += size) {
      const own = gradient.subarray(first, first + size);
      const norm = spectralNorm(own, cols);
      if (norm === 0) continue;
      for (let i = 0; i < size; i++) parameters[first + i] -= (length / norm) * own[i];
    }
  }
}

/** The norm only sets the length of a step: it need not be known better than this, nor two nearly equal ones told apart. */
const tolerance = 1e-6;
const maxIterations = 200;

/**
 * Largest singular value of a complex matrix with `cols` columns, given row by row as re, im: by power iteration on G^H G, started
 * at the largest row.
 */
export function spectralNorm(G: Float64Array, cols: number): number {
  const rows = G.length / (2 * cols);
  const v = largestRow(G, rows, cols);
  const w = new Float64Array(2 * rows);
  let norm = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const length = Math.sqrt(squaredLength(v));
    if (length === 0) return 0;
    for (let i = 0; i < v.length; i++) v[i] /= length;
    multiply(w, G, v, rows, cols);
    const next = Math.sqrt(squaredLength(w));
    if (Math.abs(next - norm) <= tolerance * next) return next;
    norm = next;
    multiplyAdjoint(v, G, w, rows, cols);
  }
  return norm;
}

/** The conjugate of the row of largest norm: what the matrix maps to something at least as long as that. */
function largestRow(G: Float64Array, rows: number, cols: number): Float64Array {
  let largest = new Float64Array(2 * cols);
  for (let row = 0; row < rows; row++) {
    const own = G.slice(row * 2 * cols, (row + 1) * 2 * cols);
    if (squaredLength(own) > squaredLength(largest)) largest = own;
  }
  for (let i = 1; i < largest.length; i += 2) largest[i] = -largest[i];
  return largest;
}

function squaredLength(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] ** 2;
  return sum;
}

/** w = G v. */
function multiply(w: Float64Array, G: Float64Array, v: Float64Array, rows: number, cols: number): void {
  w.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = 2 * (i * cols + j);
      w[2 * i] += G[at] * v[2 * j] - G[at + 1] * v[2 * j + 1];
      w[2 * i + 1] += G[at] * v[2 * j + 1] + G[at + 1] * v[2 * j];
    }
  }
}

/** v = G^H w. */
function multiplyAdjoint(v: Float64Array, G: Float64Array, w: Float64Array, rows: number, cols: number): void {
  v.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = 2 * (i * cols + j);
      v[2 * j] += G[at] * w[2 * i] + G[at + 1] * w[2 * i + 1];
      v[2 * j + 1] += G[at] * w[2 * i + 1] - G[at + 1] * w[2 * i];
    }
  }
}
