import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { load } from '../../../lanes/index.ts';
import type { MulticellSolver } from '../solver.ts';
import { startAt } from '../start.ts';
import { keptNetwork } from './kept-network.ts';
import { type NetworkKind, networkTraining, type Trained } from './network-training.ts';

/** Parameter `weights` of the solvers that are networks. */
export const weightsParameter = z
  .enum(['trained', 'untrained'])
  .default('trained')
  .describe('Trained weights, or those from which training starts.');

/** What makes a kind of network a solver, beside its name and parameters: it reports the V of its last phase. */
export function networkSolver<S extends { readonly [Name in keyof S]: string | number }>(
  kind: NetworkKind<S>,
): Pick<
  MulticellSolver<S & Trained & { readonly weights: 'trained' | 'untrained' }>,
  'reports' | 'training' | 'solve'
> {
  const training = networkTraining(kind);
  return {
    reports: 'final',
    training: {
      ...training,
      plan: (scenario, parameters) => (parameters.weights === 'untrained' ? null : training.plan(scenario, parameters)),
    },
    solve(instance, parameters, observer, weights) {
      const kept = keptNetwork(kind, instance, kind.settings(parameters));
      const { lanes, network, program } = kept;
      const V = program.value(network.V[network.V.length - 1]);
      kept.setParameters(weights ?? parameters.seed);
      lanes.scope(() => {
        for (const group of lanes.groups(instance.range.count)) {
          load(program.value(network.H), instance.H, group);
          startAt(parameters.start, program.value(network.V0), instance, group);
          program.forward();
          observer.solution(null, rangeOf(instance, group), { V });
        }
      });
    },
  };
}
