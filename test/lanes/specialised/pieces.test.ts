import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adamMove,
  add,
  addDiagonal,
  addScaled,
  type ComplexMatrix,
  cholesky,
  copy,
  divide,
  gram,
  gramAdd,
  gramSubtract,
  innerProduct,
  type Lanes,
  load,
  maximum,
  minimum,
  multiply,
  multiplyAdd,
  multiplyLower,
  multiplyNegative,
  multiplyReal,
  multiplyRealAdd,
  multiplySubtract,
  negate,
  type RealMatrix,
  scale,
  solveTriangular,
  solveTriangularRight,
  sqrt,
  squaredNorm,
  subtract,
  sum,
  times,
} from '../../../src/lanes/index.ts';
import { engines, framed, randomTrials, size } from '../oracle.ts';

/*
 * What is written for given sizes does the same arithmetic in the same order as the general kernels: after either, all memory of the engine
 * is equal, bit by bit. The general kernels are compared with textbooks elsewhere.
 */

/** Makes operands of random sizes and gives the operations to compare. */
type Case = (lanes: Lanes, sizes: Sizes) => () => void;

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly count: number;
}

let seed = 0;

/** A random matrix inside a larger one. */
function matrix(lanes: Lanes, rows: number, cols: number, count = 1): ComplexMatrix {
  const { inside } = framed(lanes, rows, cols, count);
  load(inside, randomTrials(lanes.width, count * rows, cols, ++seed), { first: 0, count: lanes.width });
  return inside;
}

/** A random real matrix inside a larger one. */
function realMatrix(lanes: Lanes, rows: number, cols: number, count = 1): RealMatrix {
  const X = lanes
    .real(rows + 1, cols + 1, count)
    .rowRange(0, rows)
    .columnRange(1, cols);
  load(X, randomTrials(lanes.width, count * rows, cols, ++seed), { first: 0, count: lanes.width });
  return X;
}

function scalars(lanes: Lanes, count: number) {
  const s = lanes.scalar(count);
  load(s, randomTrials(lanes.width, count, 1, ++seed), { first: 0, count: lanes.width });
  return s;
}

/** The factor of a random positive definite matrix. */
function factor(lanes: Lanes, n: number, count: number) {
  const L = lanes.factor(n, count);
  gram(L.matrix, matrix(lanes, n, n, count));
  addDiagonal(L.matrix, lanes.constant(0.5));
  cholesky(L, L.matrix);
  return L;
}

const cases: Readonly<Record<string, Case>> = {
  'A B': (lanes, { m, n, k, count }) => {
    const [C, A, B] = [matrix(lanes, m, n, count), matrix(lanes, m, k, count), matrix(lanes, k, n)];
    return () => multiply(C, A, B);
  },
  'C + A^H B': (lanes, { m, n, k, count }) => {
    const [C, A, B] = [matrix(lanes, m, n, count), matrix(lanes, k, m), matrix(lanes, k, n, count)];
    return () => multiplyAdd(C, A.adjoint, B);
  },
  'C - A B^H, -A B': (lanes, { m, n, k, count }) => {
    const [C, A, B] = [matrix(lanes, m, n, count), matrix(lanes, m, k, count), matrix(lanes, n, k, count)];
    const D = matrix(lanes, m, m, count);
    return () => {
      multiplySubtract(C, A, B.adjoint);
      multiplyNegative(D, C, C.adjoint);
    };
  },
  'products of real matrices': (lanes, { m, n, k, count }) => {
    const [C, A, B] = [realMatrix(lanes, m, n, count), realMatrix(lanes, m, k, count), realMatrix(lanes, k, n)];
    const [D, E] = [realMatrix(lanes, k, n, count), realMatrix(lanes, m, k, count)];
    return () => {
      multiplyReal(C, A, B);
      multiplyRealAdd(C, A, B);
      multiplyReal(D, A.transpose, C);
      multiplyRealAdd(E, C, B.transpose);
    };
  },
  "Adam's move": (lanes, { m, n }) => {
    const [x, g, m1, w] = [0, 1, 2, 3].map(() => realMatrix(lanes, m, n));
    const scalars = lanes.real(1, 5);
    [0.01, 1.2, 0.9, 0.99, 1e-8].forEach((value, i) => {
      scalars.columnRange(i, 1).fill(value);
    });
    times(w, w, w);
    return () => adamMove(x, { m: m1, w, scalars }, g);
  },
  'lower triangles': (lanes, { n, k, count }) => {
    const [C, D, A] = [matrix(lanes, n, n, count), matrix(lanes, k, k, count), matrix(lanes, n, k, count)];
    return () => {
      gram(C, A);
      gramSubtract(C, A);
      gramAdd(D, A.adjoint);
      multiplyLower(D, A.adjoint, A);
    };
  },
  'Cholesky, in place and not': (lanes, { n, count }) => {
    const [L, A] = [lanes.factor(n, count), matrix(lanes, n, n, count)];
    const other = lanes.factor(n, count);
    return () => {
      gram(A, A.adjoint);
      addDiagonal(A, lanes.constant(0.1));
      cholesky(other, A);
      copy(L.matrix, A);
      cholesky(L, L.matrix);
    };
  },
  'Cholesky of what is not positive in some lanes': (lanes, { n, count }) => {
    const [L, A, s] = [lanes.factor(n, count), matrix(lanes, n, n, count), scalars(lanes, count)];
    s.set(Number.NaN, 0);
    s.set(Number.POSITIVE_INFINITY, 1);
    return () => {
      addDiagonal(A, s);
      cholesky(L, A);
    };
  },
  'solutions from the left': (lanes, { m, n, count }) => {
    const [X, L, B] = [matrix(lanes, n, m, count), factor(lanes, n, count), matrix(lanes, n, m)];
    return () => {
      solveTriangular(X, L, B);
      solveTriangular(X, L.adjoint, X);
    };
  },
  'solutions from the right': (lanes, { m, n, count }) => {
    const [X, L, B] = [matrix(lanes, m, n, count), factor(lanes, n, 1), matrix(lanes, m, n, count)];
    return () => {
      solveTriangularRight(X, B, L);
      solveTriangularRight(X, X, L.adjoint);
    };
  },
  'entry by entry': (lanes, { m, n, count }) => {
    const [Z, X, Y] = [0, 1, 2].map(() => matrix(lanes, m, n, count));
    const [x, y] = [lanes.real(m, n, count), lanes.real(m, n, count)];
    load(x, randomTrials(lanes.width, count * m, n, ++seed), { first: 0, count: lanes.width });
    return () => {
      add(Z, X, Y);
      subtract(X, Z, Y);
      times(y, x, x);
      divide(x, x, y);
      minimum(x, x, y);
      maximum(y, x, y);
      sqrt(x, y);
      negate(x, x);
      copy(Y, Z);
    };
  },
  scaled: (lanes, { m, n, count }) => {
    const [X, Y, s] = [matrix(lanes, m, n, count), matrix(lanes, m, n, count), scalars(lanes, count)];
    return () => {
      addScaled(Y, s, X);
      scale(X, s.at(0), Y);
    };
  },
  sums: (lanes, { m, n, count }) => {
    const [X, Y, s, t] = [
      matrix(lanes, m, n, count),
      matrix(lanes, m, n, count),
      scalars(lanes, count),
      lanes.scalar(),
    ];
    return () => {
      innerProduct(s, X, Y);
      sum(t, s);
      squaredNorm(s, Y);
    };
  },
};

for (const [name, prepare] of Object.entries(cases)) {
  test(`${name}: all memory is as the general kernels leave it`, () => {
    const sizes = fc.record({ m: size(9), n: size(9), k: size(9), count: size(3) });
    fc.assert(
      fc.property(engines, sizes, ({ lanes }, given) => {
        lanes.scope(() => {
          const body = prepare(lanes, given);
          body(); // constants find their places
          const before = lanes.words.slice();
          body();
          const expected = lanes.words.slice();
          lanes.words.set(before);
          const program = lanes.specialise(body);
          expect(differences(lanes.words, before)).toEqual([]); // recording runs nothing
          program.run();
          expect(differences(lanes.words, expected)).toEqual([]);
        });
      }),
      { numRuns: 25 },
    );
  });
}

/** The first places where two memories differ. */
function differences(actual: Int32Array, expected: Int32Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < expected.length && places.length < 5; i++) if (actual[i] !== expected[i]) places.push(i);
  return places;
}
