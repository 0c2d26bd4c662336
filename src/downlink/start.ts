import { z } from 'zod';
import { type ComplexMatrix, type Group, load } from '../lanes/index.ts';
import { type RowOrder, rowOrders } from './antenna-selection.ts';
import type { Downlink } from './downlink.ts';
import { matched, maximumRatio, zeroForcing } from './linear-precoders.ts';
import { scaleToPower } from './power.ts';

export const startNames = ['strongest-rows', 'random', 'mrt', 'zero-forcing'] as const;

/** Parameter `start` of the iterative solvers. */
export const startParameter = z
  .enum(startNames)
  .default('strongest-rows')
  .describe(
    'Where V starts: at the channels to the d strongest antennas of each user under one common factor, at random CN(0, 1) ' +
      'entries, or at the solution of mrt or zero-forcing.',
  );

/** Parameter `rows` of solvers for which the order of V's columns within a user matters. */
export const rowsParameter = z
  .enum(rowOrders)
  .default('natural')
  .describe(
    'Order of the antennas to which the columns of the first V belong: as they are numbered (natural), so that U = rho I fits, ' +
      'or the strongest first (sorted).',
  );

export type Start = (typeof startNames)[number];

/** Writes the initial V (M x K d) of the group's trials: transmit power exactly P at every station. */
export function startAt(start: Start, V: ComplexMatrix, instance: Downlink, group: Group, order: RowOrder): void {
  if (start === 'mrt') maximumRatio(V, instance, group);
  else if (start === 'zero-forcing') zeroForcing(V, instance, group, 0);
  else {
    if (start === 'random') load(V, randomEntries(instance, group), { first: 0, count: group.count });
    else matched(V, instance, group, order);
    scaleStations(V, instance);
  }
}

/** Brings every station's part of V to power P, by one factor a station. */
export function scaleStations(V: ComplexMatrix, { B, P }: Downlink): void {
  const stations = V.columnBlocks(V.cols / B);
  V.lanes.scope(() => scaleToPower(stations, P, stations, V.lanes.scalar(B)));
}

/** CN(0, 1) entries of every trial's V. */
export function randomEntries({ M, K, d, range, streams }: Downlink, group: Group): Float64Array {
  const perTrial = 2 * M * K * d;
  const entries = new Float64Array(group.count * perTrial);
  streams.complexNormals('initial point', range.first + group.first, perTrial, entries);
  return entries;
}
