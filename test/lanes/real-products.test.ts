import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { expect, test } from 'vitest';
import { engine, load, multiplyReal, multiplyRealAdd, type RealMatrix } from '../../src/lanes/index.ts';
import { engines, expectNear, numbers, read, size, trialCount } from './oracle.ts';

function randomReals(trials: number, perTrial: number, seed: number): Float64Array {
  const next = numbers(seed);
  return Float64Array.from({ length: trials * perTrial }, () => Math.fround(next()));
}

function trialOf(data: Float64Array, trial: number, rows: number, cols: number): Matrix {
  return Matrix.from1DArray(rows, cols, data.subarray(trial * rows * cols, (trial + 1) * rows * cols));
}

const forms = ['A B', 'A^T B', 'A B^T'] as const;

test('real products of any form and shape, set or added, equal the textbook', () => {
  fc.assert(
    fc.property(
      engines,
      fc.constantFrom(...forms),
      fc.boolean(),
      fc.tuple(size(7), size(6), size(11)),
      trialCount,
      ({ lanes, tolerance }, form, added, [m, k, n], trials) => {
        const [aRows, aCols] = form === 'A^T B' ? [k, m] : [m, k];
        const [bRows, bCols] = form === 'A B^T' ? [n, k] : [k, n];
        const a = randomReals(trials, m * k, 1);
        const b = randomReals(trials, k * n, 2);
        const c = randomReals(trials, m * n, 3);
        lanes.scope(() => {
          // Inside larger matrices, so that strides matter.
          const A = lanes.real(aRows + 1, aCols + 2).block(1, 1, aRows, aCols);
          const B = lanes.real(bRows + 2, bCols + 1).block(0, 1, bRows, bCols);
          const C = lanes.real(m + 1, n + 3).block(0, 2, m, n);
          for (const group of lanes.groups(trials)) {
            load(A, a, group);
            load(B, b, group);
            load(C, c, group);
            const operate = added ? multiplyRealAdd : multiplyReal;
            operate(C, form === 'A^T B' ? A.transpose : A, form === 'A B^T' ? B.transpose : B);
            const result = read(C, group.count);
            for (let i = 0; i < group.count; i++) {
              const first = trialOf(a, group.first + i, aRows, aCols);
              const second = trialOf(b, group.first + i, bRows, bCols);
              const product = (form === 'A^T B' ? first.transpose() : first).mmul(
                form === 'A B^T' ? second.transpose() : second,
              );
              const expected = added ? product.add(trialOf(c, group.first + i, m, n)) : product;
              for (let entry = 0; entry < m * n; entry++) {
                expectNear(
                  result[i * m * n + entry],
                  expected.get(Math.floor(entry / n), entry % n),
                  tolerance * (1 + k),
                );
              }
            }
          }
        });
      },
    ),
  );
});

test('every block of several has its own product, and a single factor serves all of them', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const A = lanes.real(3, 2, 4);
    const B = lanes.real(2, 5);
    const C = lanes.real(3, 5, 4);
    load(A, randomReals(lanes.width, 24, 1), { first: 0, count: lanes.width });
    load(B, randomReals(lanes.width, 10, 2), { first: 0, count: lanes.width });
    multiplyReal(C, A, B);
    const alone = lanes.real(3, 5);
    for (let block = 0; block < 4; block++) {
      multiplyReal(alone, A.at(block), B);
      expect(read(C.at(block), lanes.width)).toEqual(read(alone, lanes.width));
    }
  });
});

test('a repeated row is a matrix of equal rows: bias of a layer, and sums of columns', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.real(3, 2);
    X.set(1, 0, 0, 0);
    X.set(2, 0, 1, 0);
    X.set(4, 0, 2, 0);
    X.set(-1, 0, 2, 1);
    const ones = lanes.constant(1).repeated(3);
    const sums = lanes.real(1, 2);
    multiplyReal(sums, ones.transpose, X);
    expect([sums.get(0, 0, 0), sums.get(0, 0, 1)]).toEqual([7, -1]);
  });
});

test('the entries of a row can be cut into matrices', () => {
  const lanes = engine('f32', 8);
  lanes.scope(() => {
    const flat = lanes.real(1, 14);
    for (let i = 0; i < 14; i++) flat.set(i, 3, 0, i);
    const W = flat.shaped(3, 4, 2);
    expect(read(W, 4).slice(36)).toEqual(Float64Array.from({ length: 12 }, (_, i) => i + 2));
    W.set(99, 3, 2, 3);
    expect(flat.get(3, 0, 13)).toBe(99);
    expect(() => flat.shaped(3, 4, 3)).toThrow('no 3 x 4 matrix at 3 of a 1 x 14 one');
    expect(() => W.shaped(2, 2)).toThrow(RangeError);
  });
});

test('operands that do not fit are refused', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const [A, B, C]: RealMatrix[] = [lanes.real(2, 3), lanes.real(4, 5), lanes.real(2, 5)];
    expect(() => multiplyReal(C, A, B)).toThrow('expected a 3 x 5 matrix, not 4 x 5');
    expect(() => multiplyReal(C, A.transpose, B.transpose)).toThrow('at most one factor');
    expect(() => A.repeated(2)).toThrow('has no row to repeat');
  });
});
