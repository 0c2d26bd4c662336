import { z } from 'zod';
import { feedbackParameters } from '../feedback.ts';
import type { CsiFeedbackSolver } from '../solver.ts';
import { budgetParameters, projectionOf } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';
import { type MultiRateSettings, multiRate, servedRatios } from './multi-rate.ts';

const parametersSchema = z.strictObject({
  start: z
    .enum(['principal', 'glorot'])
    .default('principal')
    .describe(
      'Training: how it begins, as the best linear scheme at every rate, from principal components, or in the range of Glorot and Bengio.',
    ),
  ...budgetParameters({ steps: 200, batch: 50, rate: 0.0002 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = MultiRateSettings & Pick<Parameters, 'start'>;

/** CsiNet+ for several rates as a solver: one set of weights for all of them. */
export function multiRateSolver(
  name: string,
  summary: string,
  { manner }: MultiRateSettings,
): CsiFeedbackSolver<Parameters> {
  return schemeSolver<Settings, Parameters>({
    name,
    summary,
    parameters: parametersSchema,
    reports: 'final',
    version: 2,
    trainingSummary: 'sum of the mean squared errors at all rates by Adam, on fresh samples',
    settings: ({ start }) => ({ manner, start }),
    learnedAt: () => `1/${servedRatios[0]}`,
    network: multiRate,
    async begun(samples, sizes, settings, streams) {
      if (settings.start === 'glorot') return multiRate(sizes, settings);
      return multiRate(sizes, settings, await projectionOf(samples, sizes, 'principal', streams));
    },
    together: () => 50,
  });
}
