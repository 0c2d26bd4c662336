import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { type ComplexMatrix, engine, type Group } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import type { BeamformingSolver } from '../solver.ts';

/** A solver without parameters that writes V (M x K d) of a group of trials at once. */
export function closedForm(
  name: string,
  summary: string,
  write: (V: ComplexMatrix, instance: Instance, group: Group) => void,
): BeamformingSolver {
  return {
    name,
    summary,
    parameters: z.strictObject({}),
    reports: 'final',
    solve(instance, _, observer) {
      const { M, K, d, range } = instance;
      const lanes = engine('f64');
      lanes.scope(() => {
        const V = lanes.complex(M, K * d);
        for (const group of lanes.groups(range.count)) {
          write(V, instance, group);
          observer.solution(null, rangeOf(instance, group), { V });
        }
      });
    },
  };
}
