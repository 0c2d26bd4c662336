import { z } from 'zod';
import { feedbackParameters } from '../feedback.ts';
import type { CsiFeedbackSolver } from '../solver.ts';
import { budgetParameters } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';
import { type MultiRateSettings, multiRate, servedRatios } from './multi-rate.ts';

const parametersSchema = z.strictObject({
  ...budgetParameters({ steps: 150, batch: 50, rate: 0.003 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;

/** CsiNet+ for several rates as a solver: one set of weights for all of them. */
export function multiRateSolver(
  name: string,
  summary: string,
  settings: MultiRateSettings,
): CsiFeedbackSolver<Parameters> {
  return schemeSolver<MultiRateSettings, Parameters>({
    name,
    summary,
    parameters: parametersSchema,
    reports: 'final',
    version: 1,
    trainingSummary: 'sum of the mean squared errors at all rates by Adam, on fresh samples',
    settings: () => settings,
    learnedAt: () => `1/${servedRatios[0]}`,
    network: multiRate,
    begun: async (_, sizes) => multiRate(sizes, settings),
    together: () => 50,
  });
}
