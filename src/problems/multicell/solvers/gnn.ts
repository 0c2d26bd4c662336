import { z } from 'zod';
import type { MulticellSolver } from '../solver.ts';
import { networkStart } from '../start.ts';
import { type GnnSettings, recordGnn } from '../structured/gnn.ts';
import { networkSolver, weightsParameter } from '../structured/network-solver.ts';
import type { NetworkKind } from '../structured/network-training.ts';
import { budgetParameters } from '../structured/training-budget.ts';

const parameters = z.strictObject({
  layers: z.int().positive().max(10).default(3).describe('Rounds of messages.'),
  units: z.int().positive().max(512).default(64).describe('Length of messages and of what users know.'),
  start: networkStart.default('mrt').describe('The V0 that users know at first.'),
  ...budgetParameters,
  learningRate: budgetParameters.learningRate.default(1e-3),
  weights: weightsParameter,
});

type Parameters = z.output<typeof parameters>;

const gnn: NetworkKind<GnnSettings> = {
  reading: 'gnn',
  version: 2,
  settings: ({ layers, units }) => ({ layers, units }),
  record: recordGnn,
};

/** A message passing network that makes V itself: our choice for the one that Song et al. compare with and do not describe. */
export const gnnSolver: MulticellSolver<Parameters> = {
  name: 'gnn',
  summary: 'Plain message passing network from channels to V, our choice for the baseline of Song et al.',
  parameters,
  ...networkSolver(gnn),
};
