import fc from 'fast-check';
import { SingularValueDecomposition } from 'ml-matrix';
import { expect, test } from 'vitest';
import { engine, innerProduct, load, spectralBound, squaredNorm, sum, trace } from '../../src/lanes/index.ts';
import { adjoint, engines, expectNear, framed, randomTrials, read, size, trialOf } from './oracle.ts';

test('traces, norms, inner products and the bound eta, block by block', () => {
  fc.assert(
    fc.property(engines, size(8), size(8), size(3), ({ lanes, tolerance }, n, m, count) => {
      const group = { first: 0, count: lanes.width };
      const x = randomTrials(lanes.width, count * n, m, 1);
      const y = randomTrials(lanes.width, count * n, m, 2);
      const square = randomTrials(lanes.width, count * n, n, 3);
      lanes.scope(() => {
        const X = framed(lanes, n, m, count).inside;
        const Y = framed(lanes, n, m, count).inside;
        const S = framed(lanes, n, n, count).inside;
        load(X, x, group);
        load(Y, y, group);
        load(S, square, group);
        const results = [0, 1, 2, 3].map(() => lanes.scalar(count));
        trace(results[0], S);
        squaredNorm(results[1], X);
        innerProduct(results[2], X, Y);
        spectralBound(results[3], S);
        const [traces, norms, products, bounds] = results.map((each) => read(each, lanes.width));
        for (let block = 0; block < lanes.width * count; block++) {
          const ofX = trialOf(x, block, n, m);
          const ofS = trialOf(square, block, n, n);
          // Traces of the real form count everything twice.
          expectNear(traces[block], ofS.trace() / 2, n * tolerance);
          expectNear(norms[block], ofX.norm('frobenius') ** 2 / 2, 2 * n * m * tolerance);
          const product = adjoint(ofX).mmul(trialOf(y, block, n, m));
          expectNear(products[block], product.trace() / 2, 2 * n * m * tolerance);
          const modulus = (i: number, j: number) => Math.hypot(ofS.get(i, j), ofS.get(i + n, j));
          const indices = Array.from({ length: n }, (_, i) => i);
          const columnSum = (j: number) => indices.reduce((total, i) => total + modulus(i, j), 0);
          const bound = Math.max(
            ...indices.map((i) => Math.sqrt(indices.reduce((total, j) => total + modulus(i, j) * columnSum(j), 0))),
          );
          expectNear(bounds[block], bound, 10 * n * tolerance);
          expect(bounds[block]).toBeGreaterThanOrEqual(new SingularValueDecomposition(ofS).norm2 * (1 - tolerance));
        }
      });
    }),
    { numRuns: 40 },
  );
});

test('eta is NaN for a matrix of NaN', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.complex(2, 2);
    const s = lanes.scalar();
    load(X, new Float64Array(8).fill(Number.NaN), { first: 0, count: 1 });
    spectralBound(s, X);
    expect(s.get(0)).toBeNaN();
  });
});

test('sum adds all entries of all blocks', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const x = lanes.real(2, 3, 2);
    const s = lanes.scalar();
    const data = Float64Array.from({ length: 12 * lanes.width }, (_, i) => i);
    load(x, data, { first: 0, count: lanes.width });
    sum(s, x);
    for (let lane = 0; lane < lanes.width; lane++) expect(s.get(lane)).toBe(66 + 144 * lane);
    squaredNorm(s, lanes.constant(3));
    expect(s.get(5)).toBe(9);
  });
});
