import { z } from 'zod';
import { csiNet } from '../csinet/network.ts';
import { feedbackParameters } from '../feedback.ts';
import { budgetParameters, principalStart, transferParameters } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';

const parametersSchema = z.strictObject({
  output: z
    .enum(['linear', 'sigmoid'])
    .default('linear')
    .describe('Last activation: none, for samples around zero, or the published sigmoid, for samples moved to (0, 1).'),
  start: z
    .enum(['principal', 'glorot'])
    .default('principal')
    .describe(
      'Training: how it begins, as the best linear scheme, from principal components, or in the range of Glorot and Bengio.',
    ),
  ...budgetParameters({ steps: 1500, batch: 50, rate: 0.003 }),
  ...transferParameters({ steps: 150, rate: 0.002 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = Pick<Parameters, 'output' | 'start'>;

/** CsiNet (Wen, Shih and Jin, 2018), a convolutional autoencoder; see `csinet/network.ts`. */
export const csinet = schemeSolver<Settings, Parameters>({
  name: 'csinet',
  summary: 'CsiNet, convolutional autoencoder with RefineNet units (Wen, Shih and Jin, 2018)',
  parameters: parametersSchema,
  reports: 'final',
  version: 2,
  trainingSummary:
    'mean squared error (5) by Adam, on fresh samples; batch normalization in the end by training samples',
  settings: ({ output, start }) => ({ output, start }),
  network: csiNet,
  async begun(samples, sizes, settings, streams) {
    if (settings.start === 'glorot') return csiNet(sizes, settings);
    return csiNet(sizes, settings, await principalStart(samples, sizes, streams));
  },
  together: () => 50,
});
