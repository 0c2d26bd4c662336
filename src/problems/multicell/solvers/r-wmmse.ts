import { z } from 'zod';
import { ConstrainedWmmse } from '../../../downlink/constrained-wmmse.ts';
import { formFor } from '../../../downlink/wmmse-iterate.ts';
import { iterateWmmse } from '../../../downlink/wmmse-iterations.ts';
import { type ComplexMatrix, engine, type Group, type Lanes } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import { rWmmseOperations } from '../operations.ts';
import { Reduction } from '../reduction.ts';
import type { MulticellSolver } from '../solver.ts';
import { type Start, startAt } from '../start.ts';
import { wmmseParameters } from './wmmse.ts';

const parameters = z.strictObject(wmmseParameters);

type Parameters = z.output<typeof parameters>;

/**
 * R-WMMSE of Zhao, Lu, Shi and Luo (2023): WMMSE in the span of the channels that a station sees, which has B U Nr dimensions and not Nt.
 * The iterates are those of `wmmse` from the same start. Costs an iteration, after the {@link Reduction}, what one of `wmmse` costs for
 * Nt = B U Nr. For Nt <= B U Nr, as at all scales of Song et al., there is nothing to reduce, and it is `wmmse`.
 *
 * Zhao et al. write V_b = Hbar_b^H X_b and weigh X_b with the Gram matrix of Hbar_b; with orthonormal columns in place of Hbar_b^H the
 * updates keep the form of WMMSE, and its accuracy.
 */
export const rWmmse: MulticellSolver<Parameters> = {
  name: 'r-wmmse',
  summary: 'R-WMMSE of Zhao et al.: WMMSE in the span of the channels, whose dimension does not grow with Nt',
  parameters,
  reports: 'every iteration',
  flops: rWmmseOperations,
  solve(instance, options, observer) {
    const { start, powerTolerance } = options;
    const stopping = { ...options, relativeTolerance: Number.POSITIVE_INFINITY };
    const lanes = engine('f64');
    lanes.scope(() => {
      if (instance.M <= instance.K * instance.N) {
        const settings = { start: starting(start, instance), powerTolerance, form: formFor(instance) };
        iterateWmmse(new ConstrainedWmmse(lanes, instance, settings), instance, stopping, observer);
        return;
      }
      const reduction = new Reduction(lanes, instance);
      const method = new ConstrainedWmmse(lanes, reduction.instance, {
        start: start === 'random' ? projected(lanes, instance, reduction) : starting(start, reduction.instance),
        powerTolerance,
        form: formFor(reduction.instance),
      });
      iterateWmmse(method, reduction.instance, stopping, reduction.lifting(observer));
    });
  },
};

function starting(start: Start, instance: Instance) {
  return (V: ComplexMatrix, group: Group) => startAt(start, V, instance, group);
}

/** The part of a random start that reaches somebody. Both linear starts lie in the span as they are. */
function projected(lanes: Lanes, instance: Instance, reduction: Reduction) {
  const V = lanes.complex(instance.M, instance.K * instance.d);
  return (X: ComplexMatrix, group: Group) => {
    startAt('random', V, instance, group);
    reduction.project(X, V, group);
  };
}
