import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import {
  engine,
  gram,
  gramAdd,
  gramSubtract,
  load,
  mirror,
  multiply,
  multiplyAdd,
  multiplyLower,
  multiplyNegative,
  multiplySubtract,
  store,
} from '../../src/lanes/index.ts';
import { adjoint, engines, expectTrial, framed, randomTrials, read, size, trialCount, trialOf } from './oracle.ts';

const forms = ['A B', 'A^H B', 'A B^H'] as const;

test('products of any form, added to, subtracted from or put in place of C (or its negative), equal the textbook', () => {
  fc.assert(
    fc.property(
      engines,
      fc.constantFrom(...forms),
      fc.constantFrom([multiply, 0, 1], [multiplyAdd, 1, 1], [multiplySubtract, 1, -1], [multiplyNegative, 0, -1]),
      fc.tuple(size(9), size(9), size(9)),
      trialCount,
      (engineOf, form, [operation, keep, sign], [m, k, n], trials) => {
        const { lanes, tolerance } = engineOf;
        const [aRows, aCols] = form === 'A^H B' ? [k, m] : [m, k];
        const [bRows, bCols] = form === 'A B^H' ? [n, k] : [k, n];
        const a = randomTrials(trials, aRows, aCols, 1);
        const b = randomTrials(trials, bRows, bCols, 2);
        const c = randomTrials(trials, m, n, 3);
        const out = c.slice();
        lanes.scope(() => {
          const A = framed(lanes, aRows, aCols);
          const B = framed(lanes, bRows, bCols);
          const C = framed(lanes, m, n);
          for (const group of lanes.groups(trials)) {
            load(A.inside, a, group);
            load(B.inside, b, group);
            load(C.inside, c, group);
            if (form === 'A B') operation(C.inside, A.inside, B.inside);
            else if (form === 'A^H B') operation(C.inside, A.inside.adjoint, B.inside);
            else operation(C.inside, A.inside, B.inside.adjoint);
            store(C.inside, out, group);
            for (const each of [A, B, C]) each.expectFrameUntouched();
          }
        });
        for (let trial = 0; trial < trials; trial++) {
          const ofA = trialOf(a, trial, aRows, aCols);
          const ofB = trialOf(b, trial, bRows, bCols);
          const product = (form === 'A^H B' ? adjoint(ofA) : ofA).mmul(form === 'A B^H' ? adjoint(ofB) : ofB);
          expectTrial(out, trial, trialOf(c, trial, m, n).mul(keep).add(product.mul(sign)), tolerance);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('half products fill the lower triangle only, and mirror completes it', () => {
  fc.assert(
    fc.property(
      engines,
      fc.constantFrom([gram, 0, 1], [gramAdd, 1, 1], [gramSubtract, 1, -1]),
      fc.boolean(),
      size(9),
      size(9),
      (engineOf, [operation, keep, sign], ofAdjoint, n, k) => {
        const { lanes, tolerance } = engineOf;
        const trials = lanes.width;
        const group = { first: 0, count: trials };
        const a = randomTrials(trials, ofAdjoint ? k : n, ofAdjoint ? n : k, 4);
        const c = randomTrials(trials, n, n, 5);
        lanes.scope(() => {
          const A = lanes.complex(ofAdjoint ? k : n, ofAdjoint ? n : k);
          const C = framed(lanes, n, n);
          load(A, a, group);
          load(C.inside, c, group);
          operation(C.inside, ofAdjoint ? A.adjoint : A);
          const half = read(C.inside, trials);
          mirror(C.inside);
          const whole = read(C.inside, trials);
          C.expectFrameUntouched();
          for (let trial = 0; trial < trials; trial++) {
            const ofA = trialOf(a, trial, ofAdjoint ? k : n, ofAdjoint ? n : k);
            const square = ofAdjoint ? adjoint(ofA).mmul(ofA) : ofA.mmul(adjoint(ofA));
            const before = trialOf(c, trial, n, n);
            const after = Matrix.mul(before, keep).add(Matrix.mul(square, sign));
            expectTrial(half, trial, after, tolerance, (i, j) => i >= j);
            expectTrial(half, trial, before, 0, (i, j) => i < j);
            const completed = trialOf(whole, trial, n, n);
            const asymmetry = Matrix.sub(completed, adjoint(completed));
            expect(asymmetry.norm('frobenius')).toBe(0);
            expectTrial(whole, trial, after, tolerance, (i, j) => i > j);
          }
        });
      },
    ),
    { numRuns: 60 },
  );
});

test('the diagonal of A A^H is exactly real', () => {
  const lanes = engine('f32');
  lanes.scope(() => {
    const A = lanes.complex(3, 5);
    const C = lanes.complex(3, 3);
    load(A, randomTrials(lanes.width, 3, 5, 6), { first: 0, count: lanes.width });
    gram(C, A);
    const c = read(C, lanes.width);
    for (let trial = 0; trial < lanes.width; trial++)
      for (let i = 0; i < 3; i++) expect(c[trial * 18 + i * 8 + 1]).toBe(0);
  });
});

test('multiplyLower gives the lower triangle of a product known to be Hermitian', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const h = randomTrials(lanes.width, 5, 5, 7);
    const H = lanes.complex(5, 5);
    const HH = lanes.complex(5, 5);
    const C = lanes.complex(5, 5);
    load(H, h, { first: 0, count: lanes.width });
    multiply(HH, H, H.adjoint);
    multiplyLower(C, HH, HH);
    const c = read(C, lanes.width);
    for (let trial = 0; trial < lanes.width; trial++) {
      const square = trialOf(h, trial, 5, 5).mmul(adjoint(trialOf(h, trial, 5, 5)));
      expectTrial(c, trial, square.mmul(square), 1e-13, (i, j) => i >= j);
    }
  });
});

test('blocks are multiplied one by one, and a single block serves them all', () => {
  fc.assert(
    fc.property(engines, size(4), size(4), size(4), size(5), ({ lanes, tolerance }, users, N, d, M) => {
      const group = { first: 0, count: lanes.width };
      const h = randomTrials(lanes.width, users * N, M, 8);
      const v = randomTrials(lanes.width, M, users * d, 9);
      lanes.scope(() => {
        const H = lanes.complex(users * N, M);
        const V = lanes.complex(M, users * d);
        const T = lanes.complex(users * N, users * d);
        const own = lanes.complex(N, d, users);
        const first = lanes.complex(N, d, users);
        load(H, h, group);
        load(V, v, group);
        multiply(T, H, V);
        multiply(own, H.rowBlocks(N), V.columnBlocks(d));
        multiply(first, H.rowBlocks(N), V.columnRange(0, d));
        const t = read(T, lanes.width);
        for (let user = 0; user < users; user++) {
          const blockOf = (x: typeof own) => read(x.at(user), lanes.width);
          expect(blockOf(own)).toEqual(read(T.diagonalBlocks(N, d).at(user), lanes.width));
          expect(blockOf(first)).toEqual(read(T.block(user * N, 0, N, d), lanes.width));
        }
        for (let trial = 0; trial < lanes.width; trial++) {
          const expected = trialOf(h, trial, users * N, M).mmul(trialOf(v, trial, M, users * d));
          expectTrial(t, trial, expected, tolerance);
        }
      });
    }),
    { numRuns: 60 },
  );
});

test('64 x 64 matrices', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const group = { first: 0, count: 1 };
    const a = randomTrials(1, 64, 64, 10);
    const A = lanes.complex(64, 64);
    const C = lanes.complex(64, 64);
    load(A, a, group);
    multiply(C, A, A.adjoint);
    const ofA = trialOf(a, 0, 64, 64);
    expectTrial(read(C, 1), 0, ofA.mmul(adjoint(ofA)), 1e-13);
  });
});

test('shapes that do not fit, two adjoints and operands of another engine are refused', () => {
  const lanes = engine('f64');
  const other = engine('f32');
  lanes.scope(() => {
    const A = lanes.complex(2, 3);
    const B = lanes.complex(3, 4);
    const C = lanes.complex(2, 4);
    expect(() => multiply(C, B, A)).toThrow('expected a 2 x 4 matrix, not 3 x 4');
    expect(() => multiply(C, A, A)).toThrow('expected a 3 x 4 matrix, not 2 x 3');
    expect(() => multiply(lanes.complex(2, 4, 3), lanes.complex(2, 3, 2), B)).toThrow('expected 3 blocks');
    expect(() => multiply(lanes.complex(3, 2), A.adjoint, C.adjoint)).toThrow('at most one factor');
    other.scope(() => expect(() => multiply(C, A, other.complex(3, 4))).toThrow('different engines'));
  });
});
