import { z } from 'zod';
import { feedbackParameters } from '../feedback.ts';
import { constantly } from '../learned-arrays.ts';
import { tiLista } from '../tilista/network.ts';
import { budgetParameters, projectionOf, projectionParameters, transferParameters } from '../training/plan.ts';
import { schemeSolver } from '../training/scheme-solver.ts';

const parametersSchema = z.strictObject({
  iterations: z
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Iterations T, each reported: those that it is trained for.'),
  ...projectionParameters,
  roundTrip: z
    .number()
    .min(0)
    .default(0.01)
    .describe('Training: weight of the round trip of the transformations in the loss.'),
  ...budgetParameters({ steps: 1200, batch: 50, rate: 0.001 }),
  ...transferParameters({ steps: 150, rate: 0.001 }),
  ...feedbackParameters,
});

type Parameters = z.output<typeof parametersSchema>;
type Settings = Pick<Parameters, 'iterations' | 'projection' | 'transferProjection' | 'roundTrip'>;

/** TiLISTA (Wang, Chen, Yin and Wang, 2020), ISTA unrolled with learned transformations; see `tilista/network.ts`. */
export const tilista = schemeSolver<Settings, Parameters>({
  name: 'tilista',
  summary:
    'TiLISTA, ISTA unrolled with a learned projection and a learned sparse transformation (Wang, Chen, Yin and Wang, 2020)',
  parameters: parametersSchema,
  reports: 'every iteration',
  version: 1,
  trainingSummary:
    'squared error after the last iteration and round trip by Adam, on fresh samples; W begins where the samples have their energy',
  settings: ({ iterations, projection, roundTrip }) => ({ iterations, projection, roundTrip }),
  network: (sizes, settings) => tiLista(sizes, constantly(0), settings),
  async begun(samples, sizes, settings, streams) {
    const rows = await projectionOf(samples, sizes, settings.transferProjection ?? settings.projection, streams);
    return tiLista(sizes, (out) => out.set(rows), settings);
  },
  together: () => 50,
});
