import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { type ComplexMatrix, engine, type Group } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import { type Allocation, allocate, allocations, audiences } from '../precoders.ts';
import type { MulticellSolver } from '../solver.ts';

/** Parameter `allocation` of the linear precoders. */
export const allocationParameter = z
  .enum(allocations)
  .default('common factor')
  .describe('How a station shares its power: all streams under one factor, or equal power for each.');

/** Parameter `users` of the precoders that know about interference. */
export const usersParameter = z
  .enum(audiences)
  .default('all cells')
  .describe('Whose channels a station takes into account: those of its own cell, or those of all cells.');

/** A linear precoder: `write` gives V (Nt x K Nr) of a group of trials up to the power of each station. */
export function closedForm<Own extends { readonly allocation: Allocation }>(
  name: string,
  summary: string,
  parameters: z.ZodType<Own>,
  write: (V: ComplexMatrix, instance: Instance, group: Group, parameters: Own) => void,
): MulticellSolver<Own> {
  return {
    name,
    summary,
    parameters,
    reports: 'final',
    solve(instance, options, observer) {
      const { M, K, d, range } = instance;
      const lanes = engine('f64');
      lanes.scope(() => {
        const V = lanes.complex(M, K * d);
        for (const group of lanes.groups(range.count)) {
          write(V, instance, group, options);
          allocate(V, instance, options.allocation);
          observer.solution(null, rangeOf(instance, group), { V });
        }
      });
    },
  };
}
