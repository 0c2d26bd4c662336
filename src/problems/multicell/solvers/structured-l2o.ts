import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { engine, load } from '../../../lanes/index.ts';
import { compile, RecordingTape } from '../../../lanes/tape/index.ts';
import type { MulticellSolver } from '../solver.ts';
import { startAt } from '../start.ts';
import { flatOf, untrained } from '../structured/network.ts';
import { recordStructured, structuredParameters, structuredTraining } from '../structured/structured-network.ts';

const parameters = structuredParameters.extend({
  weights: z
    .enum(['trained', 'untrained'])
    .default('trained')
    .describe('Trained weights, or those from which training starts.'),
});

type Parameters = z.output<typeof parameters>;

/**
 * Structured solution updates of Song et al.: V_k <- W_L V_k W_R, T times, where networks make both matrices from what the users receive,
 * and every station brought to its power after each phase.
 */
export const structuredL2o: MulticellSolver<Parameters> = {
  name: 'structured-l2o',
  summary: 'Structured learning of Song et al.: T updates V <- W_L V W_R with matrices made by networks',
  parameters,
  reports: 'final',
  training: {
    ...structuredTraining,
    plan: (scenario, { weights, ...network }) =>
      weights === 'untrained' ? null : structuredTraining.plan(scenario, network),
  },
  solve(instance, options, observer, weights) {
    const lanes = engine('f64');
    lanes.scope(() => {
      const tape = new RecordingTape(lanes);
      const network = recordStructured(tape, instance, options);
      const V = network.V[network.V.length - 1];
      const program = compile(tape, { outputs: [V] });
      program.setParameters(
        weights === undefined ? untrained(network.arrays, options.seed) : flatOf(network.arrays, weights),
      );
      for (const group of lanes.groups(instance.range.count)) {
        load(program.value(network.H), instance.H, group);
        startAt(options.start, program.value(network.V0), instance, group);
        program.forward();
        observer.solution(null, rangeOf(instance, group), { V: program.value(V) });
      }
    });
  },
};
