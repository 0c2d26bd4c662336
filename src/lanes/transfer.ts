import type { ComplexMatrix, Group, Lanes, RealMatrix } from './views.ts';

/*
 * Between lanes and plain arrays. In an array the trials follow each other; a trial holds the matrix row by row (block
 * by block where there are several), complex entries as re, im.
 */

type Reals = Float64Array | Float32Array;

/**
 * Fills the lanes with the trials of `group`. Lanes beyond them get a copy of its last trial, so that every lane computes
 * on a real realization.
 */
export function load(X: ComplexMatrix | RealMatrix, from: Reals, group: Group): void {
  checkRoom(from, realsPerTrial(X), group);
  for (let lane = 0; lane < X.lanes.width; lane++) {
    loadLane(X, from, group.first + Math.min(lane, group.count - 1), lane);
  }
}

/** Writes the trials of `group` to the array, at their own places; the other trials are left as they were. */
export function store(X: ComplexMatrix | RealMatrix, to: Reals, group: Group): void {
  checkRoom(to, realsPerTrial(X), group);
  for (let lane = 0; lane < group.count; lane++) storeLane(X, to, group.first + lane, lane);
}

/** Fills one lane with a trial; the others are left as they were. */
export function loadLane(X: ComplexMatrix | RealMatrix, from: Reals, trial: number, lane: number): void {
  const perTrial = realsPerTrial(X);
  checkRoom(from, perTrial, { first: trial, count: 1 });
  const { reals, width } = X.lanes;
  forEachRow(X, (row, entry, length) => {
    let at = row + lane;
    const end = trial * perTrial + entry + length;
    for (let i = trial * perTrial + entry; i < end; i++) {
      reals[at] = from[i];
      at += width;
    }
  });
}

/** Writes one lane to a trial's place in the array. */
export function storeLane(X: ComplexMatrix | RealMatrix, to: Reals, trial: number, lane: number): void {
  const perTrial = realsPerTrial(X);
  checkRoom(to, perTrial, { first: trial, count: 1 });
  const { reals, width } = X.lanes;
  forEachRow(X, (row, entry, length) => {
    let at = row + lane;
    const end = trial * perTrial + entry + length;
    for (let i = trial * perTrial + entry; i < end; i++) {
      to[i] = reals[at];
      at += width;
    }
  });
}

/** Several matrices whose reals go between lanes and arrays together, a trial's one after the other: for those who move single lanes often. */
export class Bundle {
  readonly #lanes: Lanes;
  /** Place of lane 0 of every real. */
  readonly #places: Int32Array;

  constructor(parts: readonly (ComplexMatrix | RealMatrix)[]) {
    this.#lanes = parts[0].lanes;
    const places: number[] = [];
    for (const part of parts) {
      if (part.lanes !== this.#lanes) throw new Error('matrices of different engines');
      forEachRow(part, (row, _entry, length) => {
        for (let i = 0; i < length; i++) places.push(row + i * part.lanes.width);
      });
    }
    this.#places = Int32Array.from(places);
  }

  /** Reals of a trial. */
  get length(): number {
    return this.#places.length;
  }

  /** Fills the lanes with the trials of `group`, as {@link load} does. */
  load(from: Float64Array, group: Group): void {
    const places = this.#places;
    const { reals, width } = this.#lanes;
    checkRoom(from, places.length, group);
    for (let lane = 0; lane < width; lane++) {
      const first = (group.first + Math.min(lane, group.count - 1)) * places.length;
      for (let i = 0; i < places.length; i++) reals[places[i] + lane] = from[first + i];
    }
  }

  /** Writes one lane to a trial's place in the array. */
  storeLane(to: Float64Array, trial: number, lane: number): void {
    const places = this.#places;
    const { reals } = this.#lanes;
    checkRoom(to, places.length, { first: trial, count: 1 });
    const first = trial * places.length;
    for (let i = 0; i < places.length; i++) to[first + i] = reals[places[i] + lane];
  }

  /** Copies one lane of `from`, a bundle of equal matrices of the same engine, to one of this; the others are left as they were. */
  copyLane(lane: number, from: Bundle, fromLane: number): void {
    const [to, places] = [this.#places, from.#places];
    if (from.#lanes !== this.#lanes || places.length !== to.length) throw new RangeError('bundles of other matrices');
    const { reals } = this.#lanes;
    for (let i = 0; i < to.length; i++) reals[to[i] + lane] = reals[places[i] + fromLane];
  }
}

/** Reals that a trial's matrices take in an array. */
export function realsPerTrial(X: ComplexMatrix | RealMatrix): number {
  return (X.count * X.rows * X.cols * X.colStride) / X.lanes.rowBytes;
}

/**
 * Calls `visit` with each row of the view: index of lane 0 of its first real, place in a trial's array, number of reals. Rows that follow
 * each other without gaps are one long row.
 */
function forEachRow(X: ComplexMatrix | RealMatrix, visit: (row: number, entry: number, length: number) => void): void {
  const { realBytes, rowBytes } = X.lanes;
  const rowLength = X.cols * X.colStride;
  const together = X.rowStride === rowLength && (X.count === 1 || X.countStride === X.rows * rowLength);
  const [blocks, rows] = together ? [1, 1] : [X.count, X.rows];
  const length = (X.count * X.rows * rowLength) / (blocks * rows * rowBytes);
  let entry = 0;
  for (let block = 0; block < blocks; block++) {
    for (let row = 0; row < rows; row++) {
      visit((X.address + block * X.countStride + row * X.rowStride) / realBytes, entry, length);
      entry += length;
    }
  }
}

function checkRoom(array: Reals, perTrial: number, group: Group): void {
  const needed = (group.first + group.count) * perTrial;
  if (array.length < needed) throw new RangeError(`an array of ${array.length} reals where ${needed} are needed`);
}
