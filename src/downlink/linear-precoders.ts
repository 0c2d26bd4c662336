import { SolutionError } from '../contracts/problem.ts';
import type { Group } from '../lanes/index.ts';
import {
  addDiagonal,
  type ComplexMatrix,
  cholesky,
  divide,
  gram,
  inverse,
  load,
  multiply,
  type RealMatrix,
  scale,
  sqrt,
  squaredNorm,
} from '../lanes/index.ts';
import { messages } from '../messages.ts';
import { type RowOrder, strongestRows } from './antenna-selection.ts';
import type { Cell } from './cell.ts';
import { identity } from './receiver.ts';

/*
 * Precoders that are closed forms of Htilde, the K d x M channel to the d strongest antennas of every user. They differ in
 * what undoes the correlation of its rows. Each writes V (M x K d); all memory beside V is given back.
 */

/** V = Htilde^H: every stream is matched to the channel of one receive antenna. */
export function matched(V: ComplexMatrix, cell: Cell, group: Group, order: RowOrder): void {
  const { lanes } = V;
  lanes.scope(() => {
    const rows = selectedRows(V, cell, group, order);
    multiply(V, rows.adjoint, identity(lanes, rows.rows));
  });
}

/**
 * V = Htilde^H (Htilde Htilde^H + ridge I)^-1. With ridge 0 no selected antenna receives another's stream, and each its own with
 * gain 1, which takes K d <= M: a SolutionError otherwise.
 */
export function channelInversion(V: ComplexMatrix, cell: Cell, group: Group, ridge: number): void {
  const { lanes, rows: M } = V;
  const { K, d } = cell;
  if (ridge === 0 && K * d > M) throw new SolutionError(messages.overloaded(K, d, M));
  lanes.scope(() => {
    const rows = selectedRows(V, cell, group, 'natural');
    const L = lanes.factor(K * d);
    const correlation = lanes.complex(K * d, K * d);
    gram(L.matrix, rows);
    addDiagonal(L.matrix, lanes.constant(ridge));
    cholesky(L, L.matrix);
    inverse(correlation, L);
    multiply(V, rows.adjoint, correlation);
  });
}

/** The same with columns scaled to equal power P / (K d). */
export function zeroForcing(V: ComplexMatrix, cell: Cell, group: Group, ridge: number): void {
  channelInversion(V, cell, group, ridge);
  V.lanes.scope(() => equalPower(V, cell.P));
}

/** V = Htilde^H with columns of equal power P / (K d): maximum ratio transmission. */
export function maximumRatio(V: ComplexMatrix, cell: Cell, group: Group): void {
  matched(V, cell, group, 'natural');
  V.lanes.scope(() => equalPower(V, cell.P));
}

function selectedRows(V: ComplexMatrix, cell: Cell, group: Group, order: RowOrder): ComplexMatrix {
  const rows = V.lanes.complex(cell.K * cell.d, cell.M);
  load(rows, strongestRows(cell, group, order), { first: 0, count: group.count });
  return rows;
}

/** Scales every column of V to an equal share of the power P. */
function equalPower(V: ComplexMatrix, P: number): void {
  const { lanes, cols } = V;
  const columns = V.columnBlocks(1);
  const factors: RealMatrix = lanes.scalar(cols);
  squaredNorm(factors, columns);
  divide(factors, lanes.constant(P / cols), factors);
  sqrt(factors, factors);
  scale(columns, factors, columns);
}
