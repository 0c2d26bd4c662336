/** Relative change of the mean squared error below which the iteration has ended. */
const precision = 1e-9;
const maxIterations = 10_000;

/**
 * Levels of the Lloyd-Max quantizer of 2^bits levels for a distribution that `samples` show: each level is the mean of the samples that
 * are nearer to it than to the others, ascending. Lloyd's iteration from levels at equal shares of the samples; O(2^bits log n) an
 * iteration. Fewer levels where there are fewer different samples.
 *
 * Source: S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982; J. Max, 1960.
 */
export function lloydMax(samples: ArrayLike<number>, bits: number): Float64Array {
  const sorted = Float64Array.from(samples).sort();
  const sums = new Float64Array(sorted.length + 1);
  for (let i = 0; i < sorted.length; i++) sums[i + 1] = sums[i] + sorted[i];
  const count = 2 ** bits;
  let levels = different(
    Float64Array.from({ length: count }, (_, k) => sorted[Math.floor(((k + 0.5) / count) * sorted.length)]),
  );
  let energy = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const ends = Array.from(thresholds(levels), (threshold) => firstAbove(sorted, threshold));
    const begins = [0, ...ends];
    ends.push(sorted.length);
    const means = levels.map((level, k) => {
      const [begin, end] = [begins[k], ends[k]];
      if (begin === end) return level;
      // A difference of sums is off by rounding, but the mean is among its samples.
      return Math.min(Math.max((sums[end] - sums[begin]) / (end - begin), sorted[begin]), sorted[end - 1]);
    });
    // The error is the samples' energy less that of their cells' means: it falls as this grows.
    const explained = means.reduce((sum, mean, k) => sum + mean * mean * (ends[k] - begins[k]), 0);
    levels = means;
    if (explained - energy <= precision * Math.abs(explained)) break;
    energy = explained;
  }
  return levels;
}

/** The index of the level next to a value. */
export function nearestLevel(levels: Float64Array, value: number): number {
  let [low, high] = [0, levels.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value > (levels[middle] + levels[middle + 1]) / 2) low = middle + 1;
    else high = middle;
  }
  return low;
}

function thresholds(levels: Float64Array): Float64Array {
  return Float64Array.from({ length: levels.length - 1 }, (_, k) => (levels[k] + levels[k + 1]) / 2);
}

function firstAbove(sorted: Float64Array, threshold: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > threshold) high = middle;
    else low = middle + 1;
  }
  return low;
}

function different(sorted: Float64Array): Float64Array {
  return sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
}

/**
 * Whose distribution a quantizer is made for: that of each entry of the codeword on its own, or of all entries together, which suits
 * codewords whose entries are alike.
 */
export type Codebook = 'each entry' | 'all entries';

/** Quantizers of codewords of M entries. */
export class CodewordQuantizer {
  /** Levels of each entry. */
  readonly #levels: readonly Float64Array[];

  /** @param codewords examples, [n, M] */
  constructor(codewords: Float32Array | Float64Array, M: number, bits: number, codebook: Codebook) {
    if (codebook === 'all entries') {
      const levels = lloydMax(codewords, bits);
      this.#levels = Array.from({ length: M }, () => levels);
    } else {
      const n = codewords.length / M;
      this.#levels = Array.from({ length: M }, (_, entry) =>
        lloydMax(
          Float64Array.from({ length: n }, (_, i) => codewords[i * M + entry]),
          bits,
        ),
      );
    }
  }

  /** What the base station takes the codewords [n, M] for: each entry as the level next to it; what is no number stays none. */
  quantize(codewords: Float32Array): Float32Array {
    const M = this.#levels.length;
    return codewords.map((value, i) => {
      const levels = this.#levels[i % M];
      return Number.isNaN(value) ? value : levels[nearestLevel(levels, value)];
    });
  }
}
