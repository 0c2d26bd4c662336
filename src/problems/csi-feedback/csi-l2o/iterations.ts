import { concat, gemm, scope, type Tensor } from '../../../graph/index.ts';
import type { CoordinateLstm } from './coordinate-lstm.ts';

/** What the iterations of eq. (19) work on. */
export interface Reconstruction {
  /** Codewords, [batch, M]. */
  readonly s: Tensor;
  /** The projection of eq. (6), [M, n]. */
  readonly W: Tensor;
  /** 1 / ||W||_2^2: the step that p multiplies. */
  readonly step: Tensor;
  readonly lstm: CoordinateLstm;
  /** What stands in place of the proximal operator: from v = (1 - b) x^ + b y^ - b1 and p to the next estimate, both [batch, n]. */
  readonly proximal: (v: Tensor, p: Tensor) => Tensor;
}

/**
 * The estimates after 1 ... T iterations of eq. (19), each [batch, n], from x = W^T s on. Four products with W an iteration, 8 M n
 * operations a sample.
 */
export function iterated({ s, W, step, lstm, proximal }: Reconstruction, iterations: number): Tensor[] {
  const estimates: Tensor[] = [];
  let x = gemm(s, W);
  let y: Tensor | undefined;
  for (let t = 0; t < iterations; t++) {
    scope(`iteration${t + 1}`, () => {
      const [gradientX, gradientY] = slopes(s, W, x, y);
      const { p, a, b, b1, b2 } = lstm(x, gradientX);
      const length = p.mul(step);
      let v = x.sub(length.mul(gradientX));
      if (y && gradientY) v = v.add(b.mul(y.sub(length.mul(gradientY)).sub(v)));
      const next = proximal(v.sub(b1), p);
      y = next.add(a.mul(next.sub(x))).add(b2);
      x = next;
    });
    estimates.push(x);
  }
  return estimates;
}

/** W^T (W x - s) at x and, where there is one, at y, whose products are made together. */
function slopes(s: Tensor, W: Tensor, x: Tensor, y: Tensor | undefined): Tensor[] {
  const [batch] = x.shape;
  const points = y ? concat([x, y], 0) : x;
  const codewords = y ? concat([s, s], 0) : s;
  const gradient = gemm(gemm(points, W, { transposeB: true, c: codewords, beta: -1 }), W);
  return y ? gradient.split(0, [batch, batch]) : [gradient];
}
