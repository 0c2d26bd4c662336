import fc from 'fast-check';
import { expect, test } from 'vitest';
import { engine, LanesEngine, load, multiply, squaredNorm, store } from '../../src/lanes/index.ts';
import { engines, randomTrials, read, size, trialCount } from './oracle.ts';

test('what is loaded is stored again, whatever the batch size', () => {
  fc.assert(
    fc.property(engines, size(5), size(5), size(3), trialCount, ({ lanes }, rows, cols, count, trials) => {
      lanes.scope(() => {
        const data = randomTrials(trials, count * rows, cols, 1);
        const out = new Float64Array(data.length);
        const X = lanes.complex(rows + 1, cols + 1, count).block(1, 0, rows, cols);
        let covered = 0;
        for (const group of lanes.groups(trials)) {
          load(X, data, group);
          store(X, out, group);
          covered += group.count;
        }
        expect(covered).toBe(trials);
        expect(out).toEqual(data);
      });
    }),
    { numRuns: 60 },
  );
});

test('lanes without a trial compute on a copy of the last one, and nothing of them is stored', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.complex(2, 2);
    const norm = lanes.scalar();
    const data = randomTrials(11, 2, 2, 2);
    const [, last] = lanes.groups(11);
    expect(last).toEqual({ first: 8, count: 3 });
    load(X, data, last);
    squaredNorm(norm, X);
    for (let lane = 3; lane < lanes.width; lane++) expect(norm.get(lane)).toBe(norm.get(2));
    const norms = new Float64Array(11).fill(-1);
    store(norm, norms, last);
    expect(norms.slice(0, 8).every((value) => value === -1)).toBe(true);
    expect(norms.slice(8).every((value) => value > 0)).toBe(true);
    expect(() => load(X, data, { first: 8, count: 4 })).toThrow('an array of 88 reals where 96 are needed');
  });
});

test('memory released is used again, zeroed, and scopes give back also what an error left behind', () => {
  const lanes = new LanesEngine('f64');
  const mark = lanes.mark();
  const first = lanes.complex(3, 3);
  load(first, randomTrials(lanes.width, 3, 3, 3), { first: 0, count: lanes.width });
  lanes.constant(5);
  lanes.release(mark);
  const second = lanes.complex(3, 3);
  expect(second.address).toBe(first.address);
  expect(read(second, lanes.width).every((value) => value === 0)).toBe(true);
  lanes.complex(2, 2); // over the old place of the constant
  expect(lanes.constant(5).get(3)).toBe(5);
  const before = lanes.mark();
  expect(() =>
    lanes.scope(() => {
      lanes.complex(9, 9);
      throw new Error('on purpose');
    }),
  ).toThrow('on purpose');
  expect(lanes.mark()).toBe(before);
  expect(() => lanes.release(before + 64)).toThrow(RangeError);
});

test('memory grows without disturbing what is there', () => {
  const lanes = new LanesEngine('f32');
  const data = randomTrials(lanes.width, 4, 4, 4);
  const X = lanes.complex(4, 4);
  load(X, data, { first: 0, count: lanes.width });
  const big = lanes.complex(64, 64, 40);
  expect(big.at(39).address).toBeLessThan(lanes.reals.byteLength);
  expect(read(X, lanes.width)).toEqual(data);
});

test('the registry gives one engine for each precision and width', () => {
  expect(engine('f64')).toBe(engine('f64'));
  expect(engine('f64')).not.toBe(engine('f32'));
  expect(engine('f64').width).toBe(8);
  expect(engine('f32').width).toBe(16);
  expect(engine('f32', 8).rowBytes).toBe(32);
  expect(() => engine('f32', 3)).toThrow('rows of 3 lanes of f32');
});

test('rows of sixteen complex entries are padded off the power of two', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    expect(lanes.complex(16, 16).rowStride).toBe(2048 + 64);
    expect(lanes.complex(8, 8).rowStride).toBe(1024);
  });
});

test('views that do not exist are refused', () => {
  const lanes = engine('f64');
  lanes.scope(() => {
    const X = lanes.complex(4, 6);
    expect(() => X.block(3, 0, 2, 2)).toThrow('no 2 x 2 block at (3, 0) of a 4 x 6 matrix');
    expect(() => X.rowBlocks(3)).toThrow('cannot be cut');
    expect(() => X.diagonalBlocks(2, 2)).toThrow('no diagonal of 2 x 2 blocks');
    expect(() => X.rowBlocks(2).at(2)).toThrow('no block 2 among 2');
    expect(() => lanes.complex(0, 2)).toThrow('no matrix of 0 x 2');
    expect(X.diagonalBlocks(2, 3).shape).toBe('2 blocks of 2 x 3');
  });
});

test('products are the same bytes in rows of any width', () => {
  const a = randomTrials(20, 5, 4, 5);
  const b = randomTrials(20, 4, 3, 6);
  const [narrow, wide] = [4, 8].map((width) => {
    const lanes = engine('f64', width);
    return lanes.scope(() => {
      const [A, B, C] = [lanes.complex(5, 4), lanes.complex(4, 3), lanes.complex(5, 3)];
      const out = new Float64Array(20 * 30);
      for (const group of lanes.groups(20)) {
        load(A, a, group);
        load(B, b, group);
        multiply(C, A, B);
        store(C, out, group);
      }
      return out;
    });
  });
  expect(narrow).toEqual(wide);
});
