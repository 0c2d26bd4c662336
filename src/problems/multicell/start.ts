import { z } from 'zod';
import { randomEntries, scaleStations } from '../../downlink/start.ts';
import { type ComplexMatrix, type Group, load } from '../../lanes/index.ts';
import type { Instance } from './instance.ts';
import { invert, maximumRatio, ridgeOf } from './precoders.ts';

export const startNames = ['random', 'mrt', 'rzf'] as const;
export type Start = (typeof startNames)[number];

/** Parameter `start` of the iterative solvers. */
export const startParameter = z
  .enum(startNames)
  .default('random')
  .describe(
    'Where V starts, every station under one factor: at random CN(0, 1) entries, at the adjoint channels (mrt), or at regularized ' +
      'zero-forcing of the channels to all users of all cells (rzf).',
  );

/** The same for networks, which know V0: nothing in it may be drawn. */
export const networkStart = z
  .enum(['rzf', 'mrt'])
  .describe(
    'Where V starts: regularized zero-forcing of the channels to all users of all cells, or the adjoint channels.',
  );

/** Writes the initial V (Nt x K Nr) of the group's trials: transmit power exactly P at every station. */
export function startAt(start: Start, V: ComplexMatrix, instance: Instance, group: Group): void {
  if (start === 'random') load(V, randomEntries(instance, group), { first: 0, count: group.count });
  else if (start === 'mrt') maximumRatio(V, instance, group);
  else invert(V, instance, group, ridgeOf(instance), 'all cells');
  scaleStations(V, instance);
}
