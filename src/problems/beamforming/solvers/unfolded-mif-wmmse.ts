import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { startAt } from '../../../downlink/start.ts';
import { engine, load } from '../../../lanes/index.ts';
import { compile, RecordingTape } from '../../../lanes/tape/index.ts';
import { recordUnfoldedNetwork } from '../matrix-inverse-free/unfolded-network.ts';
import {
  flatParameters,
  networkParameters,
  unfoldedTraining,
  untrainedWeights,
} from '../matrix-inverse-free/unfolded-training.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = networkParameters.extend({
  weights: z
    .enum(['trained', 'untrained'])
    .default('trained')
    .describe('Trained step parameters, or those from which training starts: phi = 1, theta = xi = 0.'),
});

type Parameters = z.output<typeof parameters>;

/**
 * The unfolded matrix-inverse-free WMMSE network, Algorithm 2 of Pellaco and Jalden: L layers of Ju accelerated gradient steps
 * on U (41), the normalization (40) and Jw Schulz iterations (16) on W, Jv accelerated gradient steps on V (42), and the scaling
 * to power P. The fraction phi of the best step size, the momentum theta and xi of each step are trained; a network for every
 * scenario, triplet and number of layers. Reports V after every layer; the layers before the last are trained along with it, and
 * are not those of a shallower network.
 *
 * Cost a layer in real operations: 8 M N K^2 d for H V, then about 8 K (N^2 d + N d^2) for each step on U, 16 K d^3 for a Schulz
 * iteration, 16 M N K d + 8 M^2 K d for the quadratic in V, and 8 M^2 K d for each step on V.
 */
export const unfoldedMifWmmse: BeamformingSolver<Parameters> = {
  name: 'unfolded-mif-wmmse',
  summary: 'Unfolded matrix-inverse-free WMMSE network, Algorithm 2 of Pellaco and Jalden',
  parameters,
  reports: 'every iteration',
  training: {
    ...unfoldedTraining,
    plan: (scenario, parameters, data) =>
      parameters.weights === 'untrained' ? null : unfoldedTraining.plan(scenario, parameters, data),
  },
  solve(instance, options, observer, weights) {
    const lanes = engine('f64');
    lanes.scope(() => {
      const tape = new RecordingTape(lanes);
      const network = recordUnfoldedNetwork(tape, { ...instance, ...options });
      const program = compile(tape, { outputs: network.V });
      program.setParameters(flatParameters(weights ?? untrainedWeights(options)));
      for (const group of lanes.groups(instance.range.count)) {
        load(program.value(network.H), instance.H, group);
        startAt('strongest-rows', program.value(network.V0), instance, group, options.rows);
        program.forward();
        for (const [layer, V] of network.V.entries()) {
          observer.solution(layer + 1, rangeOf(instance, group), { V: program.value(V) });
        }
      }
    });
  },
};
