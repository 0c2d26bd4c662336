import { z } from 'zod';
import { messages as told } from '../../../messages.ts';
import type { MulticellSolver } from '../solver.ts';
import { networkStart } from '../start.ts';
import { type LiteralSettings, recordLiteralNetwork } from '../structured/literal-network.ts';
import { networkSolver, weightsParameter } from '../structured/network-solver.ts';
import type { NetworkKind } from '../structured/network-training.ts';
import { budgetParameters } from '../structured/training-budget.ts';

const parameters = z
  .strictObject({
    T: z
      .int()
      .min(0)
      .max(20)
      .default(5)
      .describe('Update iterations, each with weights of its own; 0: the initialisation alone.'),
    initialisation: z
      .enum(['learned', 'none'])
      .default('learned')
      .describe('V0 is multiplied by matrices that a network makes from the channels, or stays as it is.'),
    expansion: z
      .enum(['learned', 'none'])
      .default('learned')
      .describe('V is updated in the larger space of a learned matrix D, or in its own.'),
    messages: z
      .enum(['mean', 'none'])
      .default('mean')
      .describe("Message passing: every user hears the mean of the others' last matrices, or nothing."),
    start: networkStart.default('mrt'),
    ...budgetParameters,
    learningRate: budgetParameters.learningRate.default(1e-3),
    weights: weightsParameter,
  })
  .refine(({ T, initialisation }) => T > 0 || initialisation === 'learned', {
    path: ['T'],
    error: told.networkWithoutModules(),
  });

type Parameters = z.output<typeof parameters>;

const literal: NetworkKind<LiteralSettings> = {
  reading: 'literal',
  version: 2,
  settings: ({ T, initialisation, expansion, messages }) => ({ T, initialisation, expansion, messages }),
  record: recordLiteralNetwork,
};

/**
 * Structured solution updates of Song et al. as their appendix words them: full matrices W_L, W_R for V <- W_L V W_R, from networks on the
 * channels (initialisation) and on what the users receive (updates), in a larger space. Each module can be left out.
 */
export const structuredL2oLiteral: MulticellSolver<Parameters> = {
  name: 'structured-l2o-literal',
  summary:
    'Structured updates V <- W_L V W_R of Song et al. as worded: initialisation, expansion by D, T updates with messages',
  parameters,
  ...networkSolver(literal),
};
