import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { type ComplexMatrix, engine, type Group, loadLane, realsPerTrial } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import type { BeamformingSolver } from '../solver.ts';

/**
 * A solver without parameters that writes V (M x K d) of a group of trials at once, and returns the trials, counted from the first of the
 * group, for which it has none.
 */
export function closedForm(
  name: string,
  summary: string,
  write: (V: ComplexMatrix, instance: Instance, group: Group) => readonly number[],
): BeamformingSolver {
  return {
    name,
    summary,
    losesWhere: 'singular',
    parameters: z.strictObject({}),
    reports: 'final',
    solve(instance, _, observer) {
      const { M, K, d, range } = instance;
      const lanes = engine('f64');
      lanes.scope(() => {
        const V = lanes.complex(M, K * d);
        const nothing = new Float64Array(realsPerTrial(V));
        for (const group of lanes.groups(range.count)) {
          const trials = rangeOf(instance, group);
          for (const lane of write(V, instance, group)) {
            loadLane(V, nothing, 0, lane);
            observer.lost(trials.first + lane);
          }
          observer.solution(null, trials, { V });
        }
      });
    },
  };
}
