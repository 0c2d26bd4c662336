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
  maximum,
  multiply,
  type RealMatrix,
  scale,
  sqrt,
  squaredNorm,
} from '../lanes/index.ts';
import { messages } from '../messages.ts';
import { type RowOrder, strongestRows } from './antenna-selection.ts';
import type { Downlink } from './downlink.ts';
import { identity } from './receiver.ts';
import { singularTrials } from './singular.ts';

/*
 * Precoders that are closed forms of Htilde, for each station the channels to the d strongest antennas of every user that it serves.
 * They differ in what undoes the correlation of its rows. Each writes V (M x K d); all memory beside V is given back.
 */

/** V = Htilde^H: every stream is matched to the channel of one receive antenna. */
export function matched(V: ComplexMatrix, instance: Downlink, group: Group, order: RowOrder): void {
  const { lanes } = V;
  lanes.scope(() => {
    const rows = selectedRows(V, instance, group, order).rowBlocks(instance.d);
    multiply(V.columnBlocks(instance.d), rows.adjoint, identity(lanes, instance.d));
  });
}

/**
 * V = Htilde^H (Htilde Htilde^H + ridge I)^-1, station by station. With ridge 0 no selected antenna receives another's stream of
 * the same station, and each its own with gain 1, which takes at most M streams: a SolutionError otherwise. Returns the trials of the
 * group, counted from its first, for which there is no such V.
 */
export function channelInversion(V: ComplexMatrix, instance: Downlink, group: Group, ridge: number): readonly number[] {
  const { lanes, rows: M } = V;
  const { B, K, d } = instance;
  const streams = (K / B) * d;
  if (ridge === 0 && streams > M) throw new SolutionError(messages.overloaded(K / B, d, M));
  return lanes.scope(() => {
    const rows = selectedRows(V, instance, group, 'natural').rowBlocks(streams);
    const L = lanes.factor(streams, B);
    const correlation = lanes.complex(streams, streams, B);
    gram(L.matrix, rows);
    addDiagonal(L.matrix, lanes.constant(ridge));
    cholesky(L, L.matrix);
    inverse(correlation, L);
    multiply(V.columnBlocks(streams), rows.adjoint, correlation);
    return ridge === 0 ? singularTrials(L, instance, group) : [];
  });
}

/** The same with columns scaled to equal power, P over the streams of a station. */
export function zeroForcing(V: ComplexMatrix, instance: Downlink, group: Group, ridge: number): readonly number[] {
  const singular = channelInversion(V, instance, group, ridge);
  V.lanes.scope(() => equalPower(V, instance));
  return singular;
}

/** V = Htilde^H with columns of equal power, P over the streams of a station: maximum ratio transmission. */
export function maximumRatio(V: ComplexMatrix, instance: Downlink, group: Group): void {
  matched(V, instance, group, 'natural');
  V.lanes.scope(() => equalPower(V, instance));
}

function selectedRows(V: ComplexMatrix, instance: Downlink, group: Group, order: RowOrder): ComplexMatrix {
  const rows = V.lanes.complex(instance.K * instance.d, instance.M);
  load(rows, strongestRows(instance, group, order), { first: 0, count: group.count });
  return rows;
}

/** Less than the squared norm of any channel: keeps the factor of a column of zeros finite. */
const leastNorm = 1e-300;

/** Scales every column of V to an equal share of its station's power; one of zeros, for a user without any channel, stays as it is. */
export function equalPower(V: ComplexMatrix, { B, P }: Downlink): void {
  const { lanes, cols } = V;
  const columns = V.columnBlocks(1);
  const factors: RealMatrix = lanes.scalar(cols);
  squaredNorm(factors, columns);
  maximum(factors, factors, lanes.constant(leastNorm));
  divide(factors, lanes.constant((B * P) / cols), factors);
  sqrt(factors, factors);
  scale(columns, factors, columns);
}
