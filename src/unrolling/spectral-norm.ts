/** Relative change of the norm from one iteration to the next at which it is taken for found. */
const precision = 1e-10;
const maxIterations = 1000;

/** The largest singular value of a square matrix given row by row, by power iteration on D^T D: 4 size^2 operations an iteration. */
export function spectralNorm(D: Float64Array, size: number): number {
  // A start without pattern, so that it is not orthogonal to the singular vector.
  let v: Float64Array = Float64Array.from({ length: size }, (_, i) => 1 + Math.cos(i * i));
  let norm = 0;
  for (let k = 0; k < maxIterations; k++) {
    const length = Math.hypot(...v);
    if (length === 0) return 0;
    const u = v.map((x) => x / length);
    const before = norm;
    v = transposedTimes(D, times(D, u, size), size);
    norm = Math.sqrt(v.reduce((sum, x, i) => sum + x * u[i], 0));
    if (Math.abs(norm - before) <= precision * norm) break;
  }
  return norm;
}

function times(D: Float64Array, v: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += D[i * size + j] * v[j];
    return sum;
  });
}

function transposedTimes(D: Float64Array, v: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) product[j] += D[i * size + j] * v[i];
  }
  return product;
}
