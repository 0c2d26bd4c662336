import { z } from 'zod';
import { feedbackParameters } from '../feedback.ts';
import { sampleSize } from '../feedback-network.ts';
import { constantly } from '../learned-arrays.ts';
import { ms4l2o } from '../ms4l2o/network.ts';
import { gaussianProjection, squaredNorm } from '../projection.ts';
import { budgetParameters, transferParameters } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';

const parametersSchema = z.strictObject({
  iterations: z.int().min(1).max(100).default(10).describe('Iterations, each reported.'),
  lambda: z
    .number()
    .min(0)
    .default(0.1)
    .describe('Weight of the l1 norm, for W of norm 1 and samples of mean square 1; the code of MS4L2O has 0.1.'),
  objective: z
    .enum(['error', 'lasso'])
    .default('error')
    .describe('Training: the squared error of all iterations, or the objective that they minimize, as in MS4L2O.'),
  step: z
    .number()
    .positive()
    .max(1)
    .default(1)
    .describe(
      'Gradient step over 1 / ||W||^2, which a learned factor in (0, 2) multiplies: 1 as in the code of MS4L2O. With the momentum that is ' +
        'learned, 2/3 and less keep every channel from growing without bound.',
    ),
  ...budgetParameters({ steps: 500, batch: 8, rate: 0.01 }),
  ...transferParameters({ steps: 20, rate: 0.005 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = Pick<Parameters, 'iterations' | 'lambda' | 'objective'> & { readonly step?: number };

/** MS4L2O on Gaussian measurements, the baseline of Ma et al. without learned projection or transformation; see `ms4l2o/network.ts`. */
export const ms4l2oSolver = schemeSolver<Settings, Parameters>({
  name: 'ms4l2o',
  summary:
    'MS4L2O, iterations with a coordinate-wise LSTM on Gaussian measurements (Liu, Chen, Wang, Yin and Cai, 2023)',
  parameters: parametersSchema,
  reports: 'every iteration',
  version: 2,
  trainingSummary:
    'mean over iterations of the squared error, or of the LASSO objective, by Adam, on fresh samples; W is drawn',
  settings: ({ iterations, lambda, objective, step }) => ({
    iterations,
    lambda,
    objective,
    ...(step !== 1 && { step }),
  }),
  network: (sizes, settings) => ms4l2o(sizes, constantly(0), settings),
  async begun(_, sizes, settings, streams) {
    const projection = gaussianProjection(sizes.M, sampleSize(sizes), streams.of('network', 1));
    const scale = 1 / Math.sqrt(squaredNorm(projection));
    return ms4l2o(sizes, (out) => out.set(projection.W.map((w) => scale * w)), settings);
  },
  together: () => 4,
});
