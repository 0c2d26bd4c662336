import { z } from 'zod';
import { csiL2o } from '../csi-l2o/network.ts';
import { feedbackParameters } from '../feedback.ts';
import { constantly } from '../learned-arrays.ts';
import {
  budgetParameters,
  type ProjectionParameters,
  projectionOf,
  projectionParameters,
  transferParameters,
} from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';

const parametersSchema = z.strictObject({
  iterations: z.int().min(1).max(100).default(10).describe('Iterations T of the decoder, each reported.'),
  reading: z
    .enum(['residual', 'printed'])
    .default('residual')
    .describe(
      'Whether the transformations add to the mixed gradient step, which trains, or take its place, as printed.',
    ),
  ...projectionParameters,
  trainedFor: z
    .enum(['each', '1/16'])
    .default('each')
    .describe(
      'Which compressions it is trained for: each that it meets, or 1/16 alone. At others the network for 1/16 is then given rows W that ' +
        'are made as those that training begins from.',
    ),
  roundTrip: z
    .number()
    .min(0)
    .default(0.01)
    .describe('Training: weight beta of the round trip of the transformations, eq. (11).'),
  firstWeight: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe(
      'Training: weight of the error after the first iteration; it rises to 1 after the last. With 0 the last one alone counts, as in eq. (11).',
    ),
  projectionRate: z
    .number()
    .min(0)
    .default(0.2)
    .describe('Training: learning rate of W over that of all other arrays.'),
  ...budgetParameters({ steps: 4000, batch: 8, rate: 0.004 }),
  ...transferParameters({ steps: 60, rate: 0.002 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = Pick<Parameters, 'iterations' | 'reading' | 'roundTrip' | 'firstWeight' | 'projectionRate'> &
  ProjectionParameters;

/** Csi-L2O (Ma, He, Song, Zhang and Letaief), Section III; see `csi-l2o/network.ts`. */
export const csiL2oSolver = schemeSolver<Settings, Parameters>({
  name: 'csi-l2o',
  summary:
    'Csi-L2O, learned linear projection and iterations with a coordinate-wise LSTM and a learned sparse transformation, Section III',
  parameters: parametersSchema,
  reports: 'every iteration',
  version: 1,
  learnedAt: ({ trainedFor }) => (trainedFor === 'each' ? undefined : trainedFor),
  trainingSummary:
    'squared errors of all iterations and round trip (11) by Adam, on fresh samples; W begins where the samples have their energy',
  settings: ({ iterations, reading, projection, roundTrip, firstWeight, projectionRate }) => ({
    iterations,
    reading,
    projection,
    roundTrip,
    firstWeight,
    projectionRate,
  }),
  network: (sizes, settings) => csiL2o(sizes, constantly(0), settings),
  async begun(samples, sizes, settings, streams) {
    const rows = await projectionOf(samples, sizes, settings.transferProjection ?? settings.projection, streams);
    return csiL2o(sizes, (out) => out.set(rows), settings);
  },
  together: () => 4,
});
