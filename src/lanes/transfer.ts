import type { Group } from './engine.ts';
import type { ComplexMatrix, RealMatrix } from './views.ts';

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
  const { lanes } = X;
  const reals = lanes.reals;
  const perTrial = realsPerTrial(X);
  checkRoom(from, perTrial, group);
  let entry = 0;
  forEachReal(X, (index) => {
    const first = group.first * perTrial + entry++;
    for (let lane = 0; lane < lanes.width; lane++) {
      reals[index + lane] = from[first + Math.min(lane, group.count - 1) * perTrial];
    }
  });
}

/** Writes the trials of `group` to the array, at their own places; the other trials are left as they were. */
export function store(X: ComplexMatrix | RealMatrix, to: Reals, group: Group): void {
  const reals = X.lanes.reals;
  const perTrial = realsPerTrial(X);
  checkRoom(to, perTrial, group);
  let entry = 0;
  forEachReal(X, (index) => {
    const first = group.first * perTrial + entry++;
    for (let lane = 0; lane < group.count; lane++) to[first + lane * perTrial] = reals[index + lane];
  });
}

/** Fills one lane with a trial; the others are left as they were. */
export function loadLane(X: ComplexMatrix | RealMatrix, from: Reals, trial: number, lane: number): void {
  const reals = X.lanes.reals;
  const perTrial = realsPerTrial(X);
  checkRoom(from, perTrial, { first: trial, count: 1 });
  let entry = trial * perTrial;
  forEachReal(X, (index) => {
    reals[index + lane] = from[entry++];
  });
}

/** Writes one lane to a trial's place in the array. */
export function storeLane(X: ComplexMatrix | RealMatrix, to: Reals, trial: number, lane: number): void {
  const reals = X.lanes.reals;
  const perTrial = realsPerTrial(X);
  checkRoom(to, perTrial, { first: trial, count: 1 });
  let entry = trial * perTrial;
  forEachReal(X, (index) => {
    to[entry++] = reals[index + lane];
  });
}

/** Reals that a trial's matrices take in an array. */
export function realsPerTrial(X: ComplexMatrix | RealMatrix): number {
  return (X.count * X.rows * X.cols * X.colStride) / X.lanes.rowBytes;
}

/** Calls `visit` with the index of lane 0 of every real of the view, in an array's order. */
function forEachReal(X: ComplexMatrix | RealMatrix, visit: (index: number) => void): void {
  const { width, realBytes } = X.lanes;
  const rowReals = (X.cols * X.colStride) / X.lanes.rowBytes;
  for (let block = 0; block < X.count; block++) {
    for (let row = 0; row < X.rows; row++) {
      const first = (X.address + block * X.countStride + row * X.rowStride) / realBytes;
      for (let real = 0; real < rowReals; real++) visit(first + real * width);
    }
  }
}

function checkRoom(array: Reals, perTrial: number, group: Group): void {
  const needed = (group.first + group.count) * perTrial;
  if (array.length < needed) throw new RangeError(`an array of ${array.length} reals where ${needed} are needed`);
}
