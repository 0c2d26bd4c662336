import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  addAdjoint,
  addDiagonal,
  addScaled,
  type ComplexMatrix,
  copy,
  copyWhere,
  divideByDiagonal,
  engine,
  extrapolate,
  hermitianPart,
  type Lanes,
  load,
  mirror,
  momentumPoint,
  momentumStep,
  type RealMatrix,
  scale,
  scaledIdentity,
  subtract,
  zero,
} from '../../src/lanes/index.ts';
import { engines, framed, numbers, randomTrials, read, size } from './oracle.ts';

/** A scalar of different values in each lane. */
function spread(lanes: Lanes, seed: number, count = 1): RealMatrix {
  const scalar = lanes.scalar(count);
  const next = numbers(seed);
  for (let block = 0; block < count; block++) {
    for (let lane = 0; lane < lanes.width; lane++) scalar.set(Math.fround(next()), lane, 0, 0, block);
  }
  return scalar;
}

/**
 * Runs an operation on framed random matrices and compares what it leaves in the first of them with `expected`, given
 * entry by entry from the operands' reals (the scalars for each block among them).
 */
function expectEntries(
  operate: (X: ComplexMatrix, Y: ComplexMatrix, Z: ComplexMatrix, s: RealMatrix, t: RealMatrix) => void,
  expected: (x: number, y: number, z: number, s: number, t: number) => number,
): void {
  fc.assert(
    fc.property(engines, size(6), size(6), size(3), ({ lanes, tolerance }, rows, cols, count) => {
      lanes.scope(() => {
        const group = { first: 0, count: lanes.width };
        const frames = [1, 2, 3].map(() => framed(lanes, rows, cols, count));
        const data = frames.map((frame, seed) => {
          const trials = randomTrials(lanes.width, count * rows, cols, seed);
          load(frame.inside, trials, group);
          return trials;
        });
        const [X, Y, Z] = frames.map((frame) => frame.inside);
        const s = spread(lanes, 11, count);
        const t = spread(lanes, 12);
        operate(X, Y, Z, s, t);
        for (const frame of frames) frame.expectFrameUntouched();
        const result = read(X, lanes.width);
        const perBlock = rows * cols * 2;
        for (let at = 0; at < result.length; at++) {
          const lane = Math.floor(at / (count * perBlock));
          const block = Math.floor(at / perBlock) % count;
          const [x, y, z] = data.map((each) => each[at]);
          const exact = expected(x, y, z, s.get(lane, 0, 0, block), t.get(lane));
          if (Math.abs(result[at] - exact) > 4 * tolerance) expect(result[at]).toBe(exact);
        }
      });
    }),
    { numRuns: 40 },
  );
}

test('copy, zero, add, subtract', () => {
  expectEntries(
    (X, Y) => copy(X, Y),
    (_x, y) => y,
  );
  expectEntries(
    (X) => zero(X),
    () => 0,
  );
  expectEntries(
    (X, Y, Z) => add(X, Y, Z),
    (_x, y, z) => y + z,
  );
  expectEntries(
    (X, Y, Z) => subtract(X, Y, Z),
    (_x, y, z) => y - z,
  );
  expectEntries(
    (X, Y) => subtract(X, X, Y),
    (x, y) => x - y,
  );
});

test('scaling by per-lane scalars, one for each block or one for all', () => {
  expectEntries(
    (X, Y, _Z, s) => scale(X, s, Y),
    (_x, y, _z, s) => s * y,
  );
  expectEntries(
    (X, _Y, _Z, _s, t) => scale(X, t, X),
    (x, _y, _z, _s, t) => t * x,
  );
  expectEntries(
    (X, Y, _Z, s) => addScaled(X, s, Y),
    (x, y, _z, s) => x + s * y,
  );
  expectEntries(
    (X, Y, _Z, _s, t) => addScaled(X, t, Y),
    (x, y, _z, _s, t) => x + t * y,
  );
});

test('the momentum step moves the point and remembers where it was', () => {
  expectEntries(
    (X, Y, Z, s, t) => momentumStep(X, Y, s, t, Z),
    (x, y, z, s, t) => x + s * (x - y) - t * z,
  );
  expectEntries(
    (X, Y, Z, s, t) => {
      momentumStep(Y, X, s, t, Z);
    },
    (_x, y) => y,
  );
});

test('the step with momentum to a place of its own, and the point where the gradient is taken', () => {
  expectEntries(
    (X, Y, Z, s, t) => momentumPoint(X, Y, Z, s, t, X),
    (x, y, z, s, t) => y + s * (y - z) - t * x,
  );
  expectEntries(
    (X, Y, Z, s) => extrapolate(X, Y, Z, s),
    (_x, y, z, s) => y + s * (y - z),
  );
});

test('copyWhere writes the lanes of the mask only', () => {
  const lanes = engine('f32');
  lanes.scope(() => {
    const group = { first: 0, count: lanes.width };
    const x = randomTrials(lanes.width, 3, 2, 1);
    const y = randomTrials(lanes.width, 3, 2, 2);
    const X = lanes.complex(3, 2);
    const Y = lanes.complex(3, 2);
    const mask = lanes.mask();
    for (const lane of [0, 3, 7, 15]) mask.set(lane, true);
    load(X, x, group);
    load(Y, y, group);
    copyWhere(mask, Y, X);
    const result = read(Y, lanes.width);
    for (let lane = 0; lane < lanes.width; lane++) {
      const from = [0, 3, 7, 15].includes(lane) ? x : y;
      expect(result.slice(lane * 12, lane * 12 + 12)).toEqual(from.slice(lane * 12, lane * 12 + 12));
    }
  });
});

test('diagonals, Hermitian parts and mirror images of square blocks', () => {
  fc.assert(
    fc.property(engines, size(6), size(3), ({ lanes, tolerance }, n, count) => {
      lanes.scope(() => {
        const data = randomTrials(lanes.width, count * n, n, 1);
        const s = spread(lanes, 2, count);
        /** Runs `operate` on the data and compares each real (row, col, part) with `expected` of the lane's old block. */
        const expectSquare = (
          operate: (X: ComplexMatrix) => void,
          expected: (entry: (i: number, j: number) => [number, number], i: number, j: number, s: number) => number[],
        ) => {
          const frame = framed(lanes, n, n, count);
          load(frame.inside, data, { first: 0, count: lanes.width });
          operate(frame.inside);
          frame.expectFrameUntouched();
          const result = read(frame.inside, lanes.width);
          for (let block = 0; block < lanes.width * count; block++) {
            const at = (i: number, j: number) => 2 * ((block * n + i) * n + j);
            const entry = (i: number, j: number): [number, number] => [data[at(i, j)], data[at(i, j) + 1]];
            for (let i = 0; i < n; i++) {
              for (let j = 0; j < n; j++) {
                const scalar = s.get(Math.floor(block / count), 0, 0, block % count);
                const [re, im] = expected(entry, i, j, scalar);
                expect(Math.abs(result[at(i, j)] - re)).toBeLessThanOrEqual(tolerance);
                expect(Math.abs(result[at(i, j) + 1] - im)).toBeLessThanOrEqual(tolerance);
              }
            }
          }
        };
        const identity = (i: number, j: number) => (i === j ? 1 : 0);
        expectSquare(
          (X) => addDiagonal(X, s),
          (x, i, j, scalar) => [x(i, j)[0] + scalar * identity(i, j), x(i, j)[1]],
        );
        expectSquare(
          (X) => scaledIdentity(X, s),
          (_x, i, j, scalar) => [scalar * identity(i, j), 0],
        );
        expectSquare(hermitianPart, (x, i, j) => [(x(i, j)[0] + x(j, i)[0]) / 2, (x(i, j)[1] - x(j, i)[1]) / 2]);
        expectSquare(addAdjoint, (x, i, j) => [x(i, j)[0] + x(j, i)[0], x(i, j)[1] - x(j, i)[1]]);
        expectSquare(mirror, (x, i, j) => {
          if (i === j) return [x(i, i)[0], 0];
          return i > j ? x(i, j) : [x(j, i)[0], -x(j, i)[1]];
        });
      });
    }),
    { numRuns: 30 },
  );
});

test('rows divided by the diagonal of a matrix', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.complex(2, 1);
    const A = lanes.complex(2, 2);
    load(X, Float64Array.of(1, 3, -2, 1), { first: 0, count: 1 });
    load(A, Float64Array.of(1, 1, 9, 9, 9, 9, 0, 2), { first: 0, count: 1 });
    divideByDiagonal(X, X, A);
    expect([...read(X, 1)]).toEqual([2, 1, 0.5, 1]); // (1 + 3i) / (1 + i), (-2 + i) / 2i
  });
});

test('complex and real matrices do not mix', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X: ComplexMatrix | RealMatrix = lanes.complex(2, 2);
    const Y: ComplexMatrix | RealMatrix = lanes.real(2, 2);
    expect(() => copy<ComplexMatrix | RealMatrix>(X, Y)).toThrow('complex and real');
  });
});
