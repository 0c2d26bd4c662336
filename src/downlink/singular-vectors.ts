/** Rotations until rows are orthogonal: far more than any matrix of this size needs. */
const mostSweeps = 60;

/** Cosine of the angle between rows that are orthogonal as far as double precision can tell. */
const orthogonal = 1e-14;

/**
 * Singular values of A (n x M, re, im, row by row) and its right singular vectors, the strongest first: one-sided Jacobi rotations of the
 * rows until they are orthogonal, which leaves sigma_i v_i^H in row i (Hestenes, 1958). Accurate to rounding for small values, too. Computed
 * in sums, products, quotients and square roots, so that every machine gives the same bits.
 */
export class SingularVectors {
  /** sigma_1 >= sigma_2 >= ... >= sigma_n. */
  readonly values: readonly number[];
  readonly #rows: readonly Float64Array[];

  constructor(A: Float64Array, M: number) {
    const rows = Array.from({ length: A.length / (2 * M) }, (_, i) => A.slice(2 * M * i, 2 * M * (i + 1)));
    for (let sweep = 0; sweep < mostSweeps && orthogonalize(rows); sweep++);
    const lengths = rows.map(squaredNorm);
    const order = rows.map((_, i) => i).sort((a, b) => lengths[b] - lengths[a] || a - b);
    this.#rows = order.map((i) => rows[i]);
    this.values = order.map((i) => Math.sqrt(lengths[i]));
  }

  /** v_i, of unit length: v_i^H is what the rows of A have of it. Only where sigma_i > 0. */
  vector(i: number): Float64Array {
    const sigma = this.values[i];
    return this.#rows[i].map((value, j) => (j % 2 === 0 ? value : -value) / sigma);
  }
}

/** Rotates every pair of rows once; whether one still had to be. */
function orthogonalize(rows: readonly Float64Array[]): boolean {
  let rotated = false;
  for (let i = 0; i < rows.length; i++) {
    for (let j = i + 1; j < rows.length; j++) rotated = rotate(rows[i], rows[j]) || rotated;
  }
  return rotated;
}

function rotate(a: Float64Array, b: Float64Array): boolean {
  const [alpha, beta] = [squaredNorm(a), squaredNorm(b)];
  const [re, im] = innerProduct(a, b);
  const size = Math.sqrt(re * re + im * im);
  if (!(size > orthogonal * Math.sqrt(alpha * beta))) return false;
  const zeta = (beta - alpha) / (2 * size);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  // With e = <a, b> / |<a, b>|: a <- c a - s e b, b <- s e^* a + c b. Rows that are nearly orthogonal stay as they are, phases too.
  const [eRe, eIm] = [(s * re) / size, (s * im) / size];
  for (let k = 0; k < a.length; k += 2) {
    const [aRe, aIm, bRe, bIm] = [a[k], a[k + 1], b[k], b[k + 1]];
    a[k] = c * aRe - (eRe * bRe - eIm * bIm);
    a[k + 1] = c * aIm - (eRe * bIm + eIm * bRe);
    b[k] = eRe * aRe + eIm * aIm + c * bRe;
    b[k + 1] = eRe * aIm - eIm * aRe + c * bIm;
  }
  return true;
}

/** sum a_k b_k^*. */
export function innerProduct(a: Float64Array, b: Float64Array): [re: number, im: number] {
  let [re, im] = [0, 0];
  for (let k = 0; k < a.length; k += 2) {
    re += a[k] * b[k] + a[k + 1] * b[k + 1];
    im += a[k + 1] * b[k] - a[k] * b[k + 1];
  }
  return [re, im];
}

export function squaredNorm(a: Float64Array): number {
  return a.reduce((sum, value) => sum + value * value, 0);
}
