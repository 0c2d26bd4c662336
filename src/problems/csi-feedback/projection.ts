import { cachedSession, gemm, input } from '../../graph/index.ts';
import type { Stream } from '../../random/streams.ts';

/** A linear encoder: the rows of W, [M, length]. */
export interface Projection {
  readonly M: number;
  readonly length: number;
  readonly W: Float32Array;
}

/** Codewords s = W x, eq. (6), of samples [count, length]: 2 M length operations a sample. */
export async function project({ M, length, W }: Projection, X: Float32Array, count: number): Promise<Float32Array> {
  const session = await cachedSession(`project ${M} ${length} ${count}`, () => ({
    s: gemm(input('X', [count, length]), input('W', [M, length]), { transposeB: true }),
  }));
  return (await session.run({ X, W })).s as Float32Array;
}

/** W^T s of codewords [count, M]. */
export async function backProject({ M, length, W }: Projection, s: Float32Array, count: number): Promise<Float32Array> {
  const session = await cachedSession(`back-project ${M} ${length} ${count}`, () => ({
    X: gemm(input('s', [count, M]), input('W', [M, length])),
  }));
  return (await session.run({ s, W })).X as Float32Array;
}

/**
 * W with independent N(0, 1 / M) entries, so that its columns have length 1 on average. The first rows are the same, up to the factor,
 * whatever M is.
 */
export function gaussianProjection(M: number, length: number, stream: Stream): Projection {
  const W = Float32Array.from({ length: M * length }, () => stream.normal() / Math.sqrt(M));
  return { M, length, W };
}

/** Relative change from one iteration to the next at which the norm is taken for found. */
const precision = 1e-7;
const maxIterations = 1000;

/** ||W||_2^2, from below, by power iteration on W^T W: 4 M length operations an iteration. */
export function squaredNorm({ M, length, W }: Projection): number {
  let v = Float64Array.from({ length }, (_, i) => 1 + Math.cos(i * i));
  let norm = 0;
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    const next = new Float64Array(length);
    const size = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < M; i++) {
      const row = W.subarray(i * length, (i + 1) * length);
      let y = 0;
      for (let j = 0; j < length; j++) y += row[j] * v[j];
      for (let j = 0; j < length; j++) next[j] += (y / size) * row[j];
    }
    const before = norm;
    norm = Math.sqrt(next.reduce((sum, x) => sum + x * x, 0));
    v = next;
    if (norm - before <= precision * norm) break;
  }
  return norm;
}
