import { describe, expect, test } from 'vitest';
import { Bundle, engine, type Lanes, load, realsPerTrial, store } from '../../src/lanes/index.ts';

const numbered = (count: number, first: number) => Float64Array.from({ length: count }, (_, i) => first + i);

/** A block of complex matrices with gaps between its rows, and reals without. */
function partsOf(lanes: Lanes) {
  const [X, x] = [lanes.complex(3, 4), lanes.real(2, 1, 3)];
  return { X, x, parts: [X.block(1, 1, 2, 2), x] };
}

function filled(lanes: Lanes, first: number) {
  const made = partsOf(lanes);
  const all = { first: 0, count: lanes.width };
  load(made.X, numbered(lanes.width * realsPerTrial(made.X), first), all);
  load(made.x, numbered(lanes.width * realsPerTrial(made.x), first + 1e4), all);
  return { ...made, bundle: new Bundle(made.parts) };
}

/** What each lane holds of X and x, X before x. */
function contents({ X, x }: ReturnType<typeof partsOf>): number[][] {
  const { width } = X.lanes;
  const arrays = [X, x].map((part) => {
    const values = new Float64Array(width * realsPerTrial(part));
    store(part, values, { first: 0, count: width });
    return { values, each: realsPerTrial(part) };
  });
  return Array.from({ length: width }, (_, lane) =>
    arrays.flatMap(({ values, each }) => [...values.subarray(lane * each, (lane + 1) * each)]),
  );
}

/** Places of the block in the 24 reals of a trial's X, and of all of x behind them. */
const inBundle = [10, 11, 12, 13, 18, 19, 20, 21, 24, 25, 26, 27, 28, 29];

describe.each(['f64', 'f32'] as const)('matrices whose lanes move together, %s', (precision) => {
  const lanes = engine(precision);

  test('one lane goes to one of equal matrices, and nothing else changes', () => {
    lanes.scope(() => {
      const [from, to] = [filled(lanes, 1), filled(lanes, 5000)];
      expect(from.bundle.length).toBe(14);
      const expected = contents(to);
      const given = contents(from)[2];
      for (const place of inBundle) expected[6][place] = given[place];
      to.bundle.copyLane(6, from.bundle, 2);
      expect(contents(to)).toEqual(expected);
    });
  });

  test('lanes go to places of trials in a room, and a block of it back to all lanes', () => {
    lanes.scope(() => {
      const { width } = lanes;
      const made = filled(lanes, 1);
      const before = contents(made);
      const room = made.bundle.room(width + 3);
      expect(room.count).toBe(2);
      const laneOf = (trial: number) => (3 * trial + 1) % width;
      for (let trial = 0; trial < 2 * width; trial++) made.bundle.storeLane(room, trial, laneOf(trial));
      const other = filled(lanes, 5000);
      const expected = contents(other);
      for (const block of [1, 0]) {
        new Bundle(other.parts).load(room, block);
        for (const place of inBundle) {
          for (let lane = 0; lane < width; lane++) expected[lane][place] = before[laneOf(block * width + lane)][place];
        }
        expect(contents(other)).toEqual(expected);
      }
    });
  });

  test('other matrices, other rooms and other engines are refused', () => {
    lanes.scope(() => {
      const { bundle, x, X } = filled(lanes, 1);
      expect(() => bundle.copyLane(0, new Bundle([x]), 0)).toThrow('bundles of other matrices');
      const turned = lanes.real(7, 1, 2);
      expect(() => bundle.copyLane(0, new Bundle([turned]), 0)).toThrow('bundles of other matrices');
      expect(() => bundle.storeLane(bundle.room(1), lanes.width, 0)).toThrow('no block 1');
      expect(() => bundle.load(turned, 0)).toThrow('in this room');
      const other = engine(precision === 'f64' ? 'f32' : 'f64');
      expect(() => new Bundle([X, other.real(1, 1)])).toThrow('different engines');
    });
  });
});
