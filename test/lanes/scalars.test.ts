import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  abs,
  add,
  and,
  andNot,
  atMost,
  divide,
  engine,
  exp,
  gelu,
  lessThan,
  load,
  log,
  maximum,
  minimum,
  negate,
  or,
  type RealMatrix,
  sigmoid,
  signedLog,
  sqrt,
  subtract,
  tanh,
  times,
} from '../../src/lanes/index.ts';
import { engines, precisions } from './oracle.ts';

const round = { f64: (x: number) => x, f32: Math.fround } as const;

/** Units in the last place between two numbers of the precision. */
function distance(precision: 'f64' | 'f32', actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) return Number.POSITIVE_INFINITY;
  const epsilon = precision === 'f64' ? 2 ** -52 : 2 ** -23;
  const least = precision === 'f64' ? 2 ** -1074 : 2 ** -149;
  return Math.abs(actual - expected) / Math.max(Math.abs(expected) * epsilon, least);
}

test.each([
  ['+', add, (x: number, y: number) => x + y],
  ['-', subtract, (x: number, y: number) => x - y],
  ['*', times, (x: number, y: number) => x * y],
  ['/', divide, (x: number, y: number) => x / y],
  ['min', minimum, Math.min],
  ['max', maximum, Math.max],
] as [string, (z: RealMatrix, x: RealMatrix, y: RealMatrix) => void, (x: number, y: number) => number][])(
  'x %s y is correctly rounded in every lane, NaN and infinities included',
  (_name, operate, textbook) => {
    fc.assert(
      fc.property(engines, fc.array(fc.float(), { minLength: 64, maxLength: 64 }), ({ lanes }, values) => {
        lanes.scope(() => {
          const [x, y, z] = [lanes.real(2, 1), lanes.real(2, 1), lanes.real(2, 1)];
          const value = (i: number) => values[i % values.length];
          for (let row = 0; row < 2; row++) {
            for (let lane = 0; lane < lanes.width; lane++) {
              x.set(value(2 * lane + row), lane, row);
              y.set(value(2 * lane + 7 * row + 1), lane, row);
            }
          }
          operate(z, x, y);
          for (let row = 0; row < 2; row++) {
            for (let lane = 0; lane < lanes.width; lane++) {
              const exact = textbook(x.get(lane, row), y.get(lane, row));
              const rounded = round[lanes.precision](exact);
              if (z.get(lane, row) !== rounded) expect(z.get(lane, row)).toBe(rounded);
            }
          }
        });
      }),
      { numRuns: 40 },
    );
  },
);

test.each(['f64', 'f32'] as const)(
  '%s functions are right to a few units in the last place over their whole range',
  (precision) => {
    const lanes = engine(precision);
    const limit = precision === 'f64' ? 708 : 87;
    const functions: [(z: RealMatrix, x: RealMatrix) => void, (x: number) => number, fc.Arbitrary<number>, number][] = [
      [sqrt, Math.sqrt, fc.double({ min: 0, max: 1e30, noNaN: true }), 0.5],
      [abs, Math.abs, fc.double(), 0],
      [negate, (x) => -x, fc.double(), 0],
      [exp, Math.exp, fc.double({ min: -limit, max: limit, noNaN: true }), 2],
      [log, Math.log, fc.double({ min: -limit, max: limit, noNaN: true }).map(Math.exp), 2],
      [log, Math.log, fc.double({ min: 0.5, max: 2, noNaN: true }), 2],
      [tanh, Math.tanh, fc.double({ min: -30, max: 30, noNaN: true }), 3],
      [tanh, Math.tanh, fc.double({ min: -1e-3, max: 1e-3, noNaN: true }), 3],
      [sigmoid, (x) => 1 / (1 + Math.exp(-x)), fc.double({ min: -limit, max: limit, noNaN: true }), 4],
      [signedLog, (x) => Math.sign(x) * Math.log(1 + Math.abs(x)), fc.double({ min: 1, max: 1e30, noNaN: true }), 3],
      [signedLog, (x) => Math.sign(x) * Math.log(1 + Math.abs(x)), fc.double({ min: -1e9, max: -1, noNaN: true }), 3],
      [gelu, textbookGelu, fc.double({ min: -0.5, max: 30, noNaN: true }), 8],
    ];
    lanes.scope(() => {
      const x = lanes.scalar();
      const z = lanes.scalar();
      for (const [operate, textbook, arguments_, units] of functions) {
        fc.assert(
          fc.property(fc.array(arguments_, { minLength: lanes.width, maxLength: lanes.width }), (values) => {
            for (const [lane, value] of values.entries()) x.set(value, lane);
            operate(z, x);
            for (let lane = 0; lane < lanes.width; lane++) {
              const expected = round[precision](textbook(x.get(lane)));
              expect(distance(precision, z.get(lane), expected)).toBeLessThanOrEqual(units);
            }
          }),
          { numRuns: 200 },
        );
      }
    });
  },
);

test.each(['f64', 'f32'] as const)('%s functions at the edges of their domains', (precision) => {
  const lanes = engine(precision);
  lanes.scope(() => {
    const x = lanes.scalar();
    const z = lanes.scalar();
    const tiny = precision === 'f64' ? 2 ** -1074 : 2 ** -149;
    const edges: [(z: RealMatrix, x: RealMatrix) => void, number, number][] = [
      [log, 0, Number.NEGATIVE_INFINITY],
      [log, -1, Number.NaN],
      [log, 1, 0],
      [log, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      [log, Number.NaN, Number.NaN],
      [log, tiny, round[precision](Math.log(tiny))],
      [exp, 0, 1],
      [exp, 1e5, Number.POSITIVE_INFINITY],
      [exp, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      [exp, -1e5, 0],
      [exp, Number.NEGATIVE_INFINITY, 0],
      [exp, Number.NaN, Number.NaN],
      [exp, Math.log(tiny), tiny],
      [sqrt, -1, Number.NaN],
      [tanh, 1e5, 1],
      [tanh, Number.NEGATIVE_INFINITY, -1],
      [tanh, Number.NaN, Number.NaN],
      [sigmoid, -1e5, 0],
      [sigmoid, 1e5, 1],
      [sigmoid, Number.NaN, Number.NaN],
      [gelu, -1e3, 0],
      [gelu, 1e3, 1e3],
      [gelu, 0, 0],
      [signedLog, 0, 0],
      [signedLog, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ];
    for (const [operate, argument, expected] of edges) {
      x.fill(argument);
      operate(z, x);
      expect(distance(precision, z.get(0), expected)).toBeLessThanOrEqual(1);
    }
  });
});

test('comparisons give masks, NaN compares as no, masks combine', () => {
  for (const precision of ['f64', 'f32'] as const) {
    const lanes = engine(precision);
    lanes.scope(() => {
      const [x, y] = [lanes.scalar(), lanes.scalar()];
      const [less, most, both, either, only] = [0, 1, 2, 3, 4].map(() => lanes.mask());
      const pairs = [
        [1, 2],
        [2, 2],
        [3, 2],
        [Number.NaN, 2],
      ];
      for (let lane = 0; lane < lanes.width; lane++) {
        x.set(pairs[lane % 4][0], lane);
        y.set(pairs[lane % 4][1], lane);
      }
      lessThan(less, x, y);
      atMost(most, x, y);
      and(both, less, most);
      or(either, less, most);
      andNot(only, most, less);
      const firstFour = (mask: typeof less) => [0, 1, 2, 3].map((lane) => mask.get(lane));
      expect(firstFour(less)).toEqual([true, false, false, false]);
      expect(firstFour(most)).toEqual([true, true, false, false]);
      expect(firstFour(both)).toEqual([true, false, false, false]);
      expect(firstFour(either)).toEqual([true, true, false, false]);
      expect(firstFour(only)).toEqual([false, true, false, false]);
      expect(most.countTrue(5)).toBe(3);
      most.fill(false);
      expect(most.countTrue(lanes.width)).toBe(0);
    });
  }
});

test('a mask says whether any lane says yes', () => {
  for (const [precision] of precisions) {
    const lanes = engine(precision);
    lanes.scope(() => {
      const mask = lanes.mask();
      expect(mask.any()).toBe(false);
      for (let lane = 0; lane < lanes.width; lane++) {
        mask.set(lane, true);
        expect(mask.any()).toBe(true);
        mask.set(lane, false);
      }
      expect(mask.any()).toBe(false);
    });
  }
});

test('the diagonal of a square matrix is a column of its real parts', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.complex(4, 4);
    load(
      X,
      Float64Array.from({ length: 32 }, (_, i) => i),
      { first: 0, count: 1 },
    );
    const inside = X.block(1, 1, 3, 3).diagonal;
    expect([0, 1, 2].map((row) => inside.get(0, row))).toEqual([10, 20, 30]);
    add(inside, inside, lanes.constant(5).repeated(3));
    expect([0, 1, 2, 3].map((row) => X.diagonal.get(0, row))).toEqual([0, 15, 25, 35]);
    expect(() => X.block(0, 0, 2, 3).diagonal).toThrow('no diagonal');
  });
});

/** x Phi(x) with the distribution function of the normal as Hendrycks and Gimpel approximate it by tanh. */
function textbookGelu(x: number): number {
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
