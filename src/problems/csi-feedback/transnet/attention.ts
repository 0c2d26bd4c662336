import { gemm, type Tensor } from '../../../graph/index.ts';
import { constantly, glorotUniform, type LearnedArrays, type Tensors, within } from '../learned-arrays.ts';

const heads = 2;

/** Arrays of an attention with two heads over vectors of length d: projections to queries, keys and values, and back. */
export function attentionArrays(d: number, outputGain: number): LearnedArrays {
  const begin = glorotUniform(d, 3 * d);
  return {
    'in/W': { shape: [3 * d, d], begin },
    'in/b': { shape: [3 * d], begin: constantly(0) },
    'out/W': { shape: [d, d], begin: scaledGlorot(d, d, outputGain) },
    'out/b': { shape: [d], begin: constantly(0) },
  };
}

/** Glorot's range times a gain. */
export function scaledGlorot(fanIn: number, fanOut: number, gain: number) {
  return gain === 0 ? constantly(0) : glorotUniform(fanIn / gain ** 2, fanOut / gain ** 2);
}

/** Vectors in groups that attend to one another: [groups, length, d]. */
export interface Sequences {
  readonly queries: Tensor;
  /** What keys and values come from; the queries themselves where left out. */
  readonly memory?: Tensor;
}

/**
 * Multi-head attention, Vaswani et al., arXiv:1706.03762, Section 3.2.2, with the arrays under `name/`:
 * softmax(Q K^T / sqrt(d / heads)) V for each head, the heads one after the other, projected back to d.
 */
export function attention({ queries, memory = queries }: Sequences, arrays: Tensors, name: string): Tensor {
  const { W, b } = within(`${name}/in`, arrays);
  const [groups, length, d] = queries.shape;
  const own = memory === queries;
  const rows = (x: Tensor) => x.reshape([groups * length, d]);
  const project = (x: Tensor, from: number, to: number) =>
    gemm(rows(x), W.slice(0, from * d, to * d), { transposeB: true, c: b.slice(0, from * d, to * d) });
  const [q, k, v] = own
    ? apart(project(queries, 0, 3), 3, queries)
    : [...apart(project(queries, 0, 1), 1, queries), ...apart(project(memory, 1, 3), 2, queries)];
  const scores = q.matmul(k.transpose([0, 1, 3, 2])).mul(Math.sqrt(heads / d));
  const mixed = scores.softmax().matmul(v).transpose([0, 2, 1, 3]);
  const out = within(`${name}/out`, arrays);
  return gemm(mixed.reshape([groups * length, d]), out.W, { transposeB: true, c: out.b }).reshape(queries.shape);
}

/** [groups length, count d] as `count` tensors [groups, heads, length, d / heads]. */
function apart(projected: Tensor, count: number, { shape: [groups, length, d] }: Tensor): Tensor[] {
  const byHead = projected.reshape([groups, length, count, heads, d / heads]).transpose([2, 0, 3, 1, 4]);
  return byHead.split(0, Array(count).fill(1)).map((part) => part.reshape([groups, heads, length, d / heads]));
}
