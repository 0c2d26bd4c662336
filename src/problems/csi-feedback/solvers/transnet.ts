import { z } from 'zod';
import { feedbackParameters } from '../feedback.ts';
import { budgetParameters, principalStart, transferParameters } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';
import { transNet } from '../transnet/network.ts';

const parametersSchema = z.strictObject({
  attention: z
    .enum(['tokens', 'batch'])
    .default('tokens')
    .describe(
      'What attends to one another: the tokens of a sample, or the samples of a batch as in the released code.',
    ),
  normalization: z
    .enum(['pre', 'post'])
    .default('pre')
    .describe(
      'Layer normalization ahead of attention and feed-forward, which begin at zero, or behind their sums as published, which stalls.',
    ),
  start: z
    .enum(['principal', 'glorot'])
    .default('principal')
    .describe(
      "Training: how the dense layers to and from the codeword begin, at principal components or in Glorot and Bengio's range.",
    ),
  ...budgetParameters({ steps: 1500, batch: 40, rate: 0.001 }),
  ...transferParameters({ steps: 150, rate: 0.001 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = Pick<Parameters, 'attention' | 'normalization' | 'start'>;

/** TransNet (Cui, Guo and Song, 2022), an autoencoder of attention layers; see `transnet/network.ts`. */
export const transnet = schemeSolver<Settings, Parameters>({
  name: 'transnet',
  summary: 'TransNet, autoencoder of two-headed attention and wide feed-forward layers (Cui, Guo and Song, 2022)',
  parameters: parametersSchema,
  reports: 'final',
  version: 1,
  trainingSummary: 'mean squared error (5) by Adam, on fresh samples',
  settings: ({ attention, normalization, start }) => ({
    attention,
    normalization,
    start,
  }),
  network: transNet,
  async begun(samples, sizes, settings, streams) {
    if (settings.start === 'glorot') return transNet(sizes, settings);
    return transNet(sizes, settings, await principalStart(samples, sizes, streams));
  },
  // The feed-forward activations of twenty samples stay near the processor.
  together: ({ attention }) => (attention === 'tokens' ? 20 : Number.POSITIVE_INFINITY),
});
