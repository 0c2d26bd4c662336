import { z } from 'zod';
import type { MulticellSolver } from '../solver.ts';
import { networkStart } from '../start.ts';
import { networkSolver, weightsParameter } from '../structured/network-solver.ts';
import type { NetworkKind } from '../structured/network-training.ts';
import { recordSpanNetwork, type SpanSettings } from '../structured/span-network.ts';
import { budgetParameters } from '../structured/training-budget.ts';

const parameters = z.strictObject({
  T: z.int().positive().max(20).default(5).describe('Update iterations, each with weights of its own.'),
  messages: z
    .enum(['mean', 'none'])
    .default('mean')
    .describe('Message passing: every user hears the mean of what the others know, or nothing.'),
  start: networkStart.default('rzf'),
  ...budgetParameters,
  weights: weightsParameter,
});

type Parameters = z.output<typeof parameters>;

const span: NetworkKind<SpanSettings> = {
  reading: 'span',
  version: 1,
  settings: ({ T, messages }) => ({ T, messages }),
  record: recordSpanNetwork,
};

/**
 * Structured solution updates of Song et al., V_k <- W_L V_k W_R, in our reading: T times with matrices that keep V_k in the span of the
 * channels, made by networks from what the users receive, and every station brought to its power after each. `structured-l2o-literal`
 * is the paper's wording.
 */
export const structuredL2o: MulticellSolver<Parameters> = {
  name: 'structured-l2o',
  summary:
    'Structured updates V <- W_L V W_R of Song et al. in the span of the channels (our reading), matrices made by networks',
  parameters,
  ...networkSolver(span),
};
