import { z } from 'zod';
import { rangeOf } from '../../../downlink/downlink.ts';
import { channelInversion } from '../../../downlink/linear-precoders.ts';
import { engine, load } from '../../../lanes/index.ts';
import { compile, RecordingTape } from '../../../lanes/tape/index.ts';
import { parameterKinds, recordIaidnn } from '../iaidnn/network.ts';
import { flatParameters, iaidnnParameters, iaidnnTraining, initialParameters } from '../iaidnn/training.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = iaidnnParameters.extend({
  weights: z
    .enum(['trained', 'untrained'])
    .default('trained')
    .describe('Trained matrices, or the random ones from which training starts.'),
});

type Parameters = z.output<typeof parameters>;

/**
 * IAIDNN of Hu et al. (2021), a baseline of Pellaco and Jalden: WMMSE iterations with learned approximations of the matrix
 * inverses, from zero-forcing, with one exact inverse at the end; see recordIaidnn for what it computes and costs. Reports its
 * only output, V of the last layer, as iteration L. A network for every scenario and number of layers; K d <= M.
 */
export const iaidnn: BeamformingSolver<Parameters> = {
  name: 'iaidnn',
  summary: 'Iterative-algorithm-induced deep-unfolding network of Hu et al.',
  parameters,
  reports: 'final',
  training: {
    ...iaidnnTraining,
    plan: (scenario, parameters, data) =>
      parameters.weights === 'untrained' ? null : iaidnnTraining.plan(scenario, parameters, data),
  },
  solve(instance, options, observer, weights) {
    const shape = { ...instance, L: options.L };
    const kinds = parameterKinds(shape);
    const lanes = engine('f64');
    lanes.scope(() => {
      const tape = new RecordingTape(lanes);
      const network = recordIaidnn(tape, shape);
      const program = compile(tape, { outputs: [network.V] });
      program.setParameters(weights ? flatParameters(kinds, weights) : initialParameters(kinds, options.seed));
      for (const group of lanes.groups(instance.range.count)) {
        load(program.value(network.H), instance.H, group);
        channelInversion(program.value(network.V0), instance, group, 0);
        program.forward();
        observer.solution(options.L, rangeOf(instance, group), { V: program.value(network.V) });
      }
    });
  },
};
