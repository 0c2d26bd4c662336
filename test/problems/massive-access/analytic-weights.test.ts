import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import type { RealMatrix } from '../../../src/arrays/complex-matrix.ts';
import { analyticWeights } from '../../../src/problems/massive-access/analytic-weights.ts';
import { preamblesOf } from '../../../src/problems/massive-access/preambles/preambles.ts';
import { scenario } from './solving.ts';

function matrix({ rows, columns, data }: RealMatrix): Matrix {
  return Matrix.from1DArray(rows, columns, data);
}

/** Projected gradient descent on (14) for columns of unit length: steps along S (S^T W - I), then back to w_i^T s_i = 1. */
function projectedGradient(S: Matrix, iterations: number): Matrix {
  const rate = 0.1;
  let W = S.clone();
  for (let k = 0; k < iterations; k++) {
    W = Matrix.sub(W, S.mmul(Matrix.sub(S.transpose().mmul(W), Matrix.eye(S.columns))).mul(rate));
    for (let j = 0; j < S.columns; j++) {
      const miss = 1 - W.getColumn(j).reduce((sum, w, i) => sum + w * S.get(i, j), 0);
      for (let i = 0; i < S.rows; i++) W.set(i, j, W.get(i, j) + miss * S.get(i, j));
    }
  }
  return W;
}

/** Largest |w_i^T s_j| of different columns. */
function coherence(W: Matrix, S: Matrix): number {
  const products = W.transpose().mmul(S).abs();
  for (let i = 0; i < products.rows; i++) products.set(i, i, 0);
  return products.max();
}

test('the weights of one symbol and two devices, by hand', () => {
  // G = 1 + 4 = 5, so w = (1/5) / (1/5) = 1 and (2/5) / (4/5) = 1/2: the inverses of the entries.
  const W = analyticWeights({ rows: 1, columns: 2, data: Float64Array.of(1, 2) });
  expect(W.data[0]).toBeCloseTo(1, 14);
  expect(W.data[1]).toBeCloseTo(0.5, 14);
});

test('the closed form is where projected gradient descent on (14) ends', () => {
  const { real } = preamblesOf(scenario({ L: 15, N: 30 }));
  const [W, S] = [matrix(analyticWeights(real)), matrix(real)];
  const distance = Matrix.sub(W, projectedGradient(S, 1000)).abs().max();
  expect(distance).toBeLessThan(1e-8);
  expect(Matrix.sub(W, projectedGradient(S, 3)).abs().max()).toBeGreaterThan(1e-3);
});

test('its objective and its coherence are below those of W = S', () => {
  const { real } = preamblesOf(scenario({ L: 50, N: 100 }));
  const [W, S] = [matrix(analyticWeights(real)), matrix(real)];
  expect(W.transpose().mmul(S).norm()).toBeLessThan(0.9 * S.transpose().mmul(S).norm());
  expect(coherence(W, S)).toBeLessThan(coherence(S, S));
});

test('preambles need not have unit length', () => {
  const { real } = preamblesOf(scenario({ L: 20, N: 40, preamble: 'binary', columns: 'raw' }));
  const [W, S] = [matrix(analyticWeights(real)), matrix(real)];
  const diagonal = W.transpose().mmul(S).diagonal();
  for (const product of diagonal) expect(product).toBeCloseTo(1, 12);
});
