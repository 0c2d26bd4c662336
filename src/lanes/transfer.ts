import type { ComplexMatrix, Group, RealMatrix } from './views.ts';

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

/** Reals that a trial's matrices take in an array. */
export function realsPerTrial(X: ComplexMatrix | RealMatrix): number {
  return (X.count * X.rows * X.cols * X.colStride) / X.lanes.rowBytes;
}

/**
 * Calls `visit` with each row of the view: index of lane 0 of its first real, place in a trial's array, number of reals. Rows that follow
 * each other without gaps are one long row.
 */
export function forEachRow(
  X: ComplexMatrix | RealMatrix,
  visit: (row: number, entry: number, length: number) => void,
): void {
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
