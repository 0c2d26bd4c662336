import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import type { LanesEngine } from '../../src/lanes/engine.ts';
import { load } from '../../src/lanes/index.ts';
import {
  addSharedGradient,
  multiplyShared,
  multiplySharedTranspose,
  packedLength,
  type SharedMatrix,
} from '../../src/lanes/shared-products.ts';
import type { Lanes } from '../../src/lanes/views.ts';
import { engines, expectNear, numbers, read, size } from './oracle.ts';

/** Random matrix as it lies in a single precision engine too. */
function random(rows: number, cols: number, seed: number): Matrix {
  const next = numbers(seed);
  return Matrix.from1DArray(
    rows,
    cols,
    Array.from({ length: rows * cols }, () => Math.fround(next())),
  );
}

function shared(lanes: Lanes, W: Matrix): SharedMatrix {
  const packed = lanes.real(1, packedLength(lanes.width, W.rows, W.columns));
  lanes.reals.set(W.to1DArray(), packed.address / lanes.realBytes);
  return { rows: W.rows, cols: W.columns, packed };
}

/** Loads a matrix of every lane inside a larger one, so that strides matter. */
function loaded(lanes: Lanes, each: readonly Matrix[]) {
  const [{ rows, columns }] = each;
  const matrix = lanes.real(rows + 1, columns + 2).block(1, 1, rows, columns);
  load(matrix, Float64Array.from(each.flatMap((one) => one.to1DArray())), { first: 0, count: lanes.width });
  return matrix;
}

const ofLanes = (lanes: Lanes, rows: number, cols: number, seed: number) =>
  Array.from({ length: lanes.width }, (_, lane) => random(rows, cols, seed + lane));

const added = fc.boolean();

test('products with a matrix that lanes share, or its transpose, set or added, equal the textbook in every lane', () => {
  fc.assert(
    fc.property(
      engines,
      added,
      fc.boolean(),
      fc.tuple(size(7), size(6), size(11)),
      (engine, add, transposed, sizes) => {
        const { lanes, tolerance } = engine;
        const [m, k, n] = sizes;
        lanes.scope(() => {
          const W = transposed ? random(k, m, 1) : random(m, k, 1);
          const x = ofLanes(lanes, k, n, 100);
          const c = ofLanes(lanes, m, n, 200);
          const C = loaded(lanes, c);
          (transposed ? multiplySharedTranspose : multiplyShared)(C, shared(lanes, W), loaded(lanes, x), add);
          const result = read(C, lanes.width);
          x.forEach((X, lane) => {
            const product = (transposed ? W.transpose() : W).mmul(X);
            const expected = (add ? product.add(c[lane]) : product).to1DArray();
            expected.forEach((value, entry) => {
              expectNear(result[lane * m * n + entry], value, tolerance * (1 + k));
            });
          });
        });
      },
    ),
  );
});

test('its gradient sums over columns and lanes and is added to what is there', () => {
  fc.assert(
    fc.property(engines, fc.tuple(size(7), size(9), size(6)), ({ lanes, tolerance }, [m, k, n]) => {
      lanes.scope(() => {
        const before = random(m, k, 1);
        const G = shared(lanes, before);
        const d = ofLanes(lanes, m, n, 100);
        const x = ofLanes(lanes, k, n, 200);
        addSharedGradient(G, loaded(lanes, d), loaded(lanes, x));
        const expected = d.reduce((sum, D, lane) => sum.add(D.mmul(x[lane].transpose())), before.clone()).to1DArray();
        const first = G.packed.address / lanes.realBytes;
        expected.forEach((value, entry) => {
          expectNear(lanes.reals[first + entry], value, tolerance * (1 + n * lanes.width));
        });
      });
    }),
  );
});

test('operands that do not fit are refused', () => {
  fc.assert(
    fc.property(engines, ({ lanes }) => {
      lanes.scope(() => {
        const W = shared(lanes, random(3, 5, 1));
        const real = (rows: number, cols: number, count = 1) => (lanes as LanesEngine).real(rows, cols, count);
        expect(() => multiplyShared(real(3, 2), W, real(4, 2))).toThrow('expected a 5 x 2 matrix');
        expect(() => multiplyShared(real(5, 2), W, real(5, 2))).toThrow('expected a 3 x 2 matrix');
        expect(() => multiplyShared(real(3, 2, 2), W, real(5, 2, 2))).toThrow('multiplies a single one');
        expect(() => multiplyShared(real(9, 2), { ...W, rows: 90 }, real(5, 2))).toThrow('no room for the 90 x 5');
        expect(() => addSharedGradient(W, real(3, 2), real(4, 2))).toThrow('expected a 5 x 2 matrix');
      });
    }),
    { numRuns: 8 },
  );
});
