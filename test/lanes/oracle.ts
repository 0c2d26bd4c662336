import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { expect } from 'vitest';
import {
  type ComplexMatrix,
  engine,
  type Lanes,
  load,
  type Precision,
  type RealMatrix,
  store,
} from '../../src/lanes/index.ts';

/** Both precisions with what rounding may leave: relative to the size of what was computed from. */
export const precisions: [Precision, number][] = [
  ['f64', 1e-13],
  ['f32', 2e-5],
];

/** Engines of all widths. */
export const engines = fc.constantFrom(
  ...precisions.flatMap(([precision, tolerance]) =>
    [32, 64].map((bytes) => {
      const lanes = engine(precision, bytes / (precision === 'f64' ? 8 : 4));
      return { lanes, tolerance, toString: () => `${precision} x ${lanes.width}` };
    }),
  ),
);

export const size = (max: number) => fc.integer({ min: 1, max });
export const trialCount = fc.integer({ min: 1, max: 40 });

/** A repeatable source of uniform numbers on (-1, 1). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
}

/** Trials of random complex rows x cols matrices as plain arrays hold them. */
export function randomTrials(trials: number, rows: number, cols: number, seed: number): Float64Array {
  const next = numbers(seed);
  return Float64Array.from({ length: trials * rows * cols * 2 }, () => Math.fround(next()));
}

/** A trial's complex matrix as the real one [[Re, -Im], [Im, Re]], with which sums and products are done as usual. */
export function trialOf(data: Float64Array, trial: number, rows: number, cols: number): Matrix {
  const matrix = Matrix.zeros(2 * rows, 2 * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = 2 * ((trial * rows + i) * cols + j);
      matrix.set(i, j, data[at]);
      matrix.set(i + rows, j + cols, data[at]);
      matrix.set(i, j + cols, -data[at + 1]);
      matrix.set(i + rows, j, data[at + 1]);
    }
  }
  return matrix;
}

/** The transpose of the real form is the real form of the adjoint. */
export const adjoint = (matrix: Matrix) => matrix.transpose();

/** Expects a trial of `actual` to equal the real form `expected`; `where` picks the entries that count. */
export function expectTrial(
  actual: Float64Array,
  trial: number,
  expected: Matrix,
  tolerance: number,
  where: (row: number, col: number) => boolean = () => true,
): void {
  const rows = expected.rows / 2;
  const cols = expected.columns / 2;
  const scale = Math.max(1, expected.norm('frobenius'));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      if (!where(i, j)) continue;
      const at = 2 * ((trial * rows + i) * cols + j);
      expectNear(actual[at], expected.get(i, j), tolerance * scale);
      expectNear(actual[at + 1], expected.get(i + rows, j), tolerance * scale);
    }
  }
}

export function expectNear(actual: number, expected: number, tolerance: number): void {
  if (Math.abs(actual - expected) <= tolerance) return;
  expect(actual).toBeCloseTo(expected, -Math.log10(2 * tolerance));
}

/** A matrix inside a larger one, so that strides matter and what lies around it must stay as it was. */
export function framed(lanes: Lanes, rows: number, cols: number, count = 1) {
  const frame = lanes.complex(rows + 2, cols + 3, count);
  const guard = randomTrials(lanes.width, count * (rows + 2), cols + 3, 99);
  load(frame, guard, { first: 0, count: lanes.width });
  const inside = frame.block(1, 2, rows, cols);
  const expectFrameUntouched = () => {
    const now = read(frame, lanes.width);
    const before = guard.map((value) => value);
    for (let i = 0; i < now.length; i++) {
      const entry = Math.floor(i / 2);
      const col = entry % (cols + 3);
      const row = Math.floor(entry / (cols + 3)) % (rows + 2);
      if (row >= 1 && row < rows + 1 && col >= 2 && col < cols + 2) continue;
      if (now[i] !== before[i]) throw new Error(`entry (${row}, ${col}) of the frame changed`);
    }
  };
  return { inside, expectFrameUntouched };
}

/** What the first `trials` lanes hold. */
export function read(X: ComplexMatrix | RealMatrix, trials: number): Float64Array {
  const perTrial = (X.count * X.rows * X.cols * X.colStride) / X.lanes.rowBytes;
  const out = new Float64Array(trials * perTrial);
  store(X, out, { first: 0, count: trials });
  return out;
}
