import { z } from 'zod';
import type { Weights } from '../../../contracts/training.ts';
import { remembered } from '../../../unrolling/remembered.ts';
import { feedback, feedbackParameters } from '../feedback.ts';
import { sampleLength } from '../instance.ts';
import { principalComponentsTraining } from '../principal-components/training.ts';
import { backProject, type Projection, project } from '../projection.ts';
import type { CsiFeedbackSolver } from '../solver.ts';

const parametersSchema = z.strictObject({
  samples: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(30_000)
    .describe('Training samples of which these are the components.'),
  ...feedbackParameters,
});

type PrincipalComponentsParameters = z.output<typeof parametersSchema>;

/**
 * The best linear encoder and decoder: s = V x with the M first principal components of training samples as rows, x^ = V^T s. No
 * linear scheme has a smaller mean squared error on those samples; a reference that costs 2 M length operations at each end and that a
 * learned scheme has to beat. The components are kept in bfloat16.
 */
export const principalComponents: CsiFeedbackSolver<PrincipalComponentsParameters> = {
  name: 'principal-components',
  summary: 'Best linear encoder and decoder: the first M principal components of training samples',
  parameters: parametersSchema,
  reports: 'final',
  training: principalComponentsTraining,
  async solve(instance, parameters, observer, weights) {
    const { X, range } = instance;
    const projection = firstComponents(weights!, String(instance.M), String(sampleLength(instance)));
    const key = `principal-components ${parameters.samples} ${fingerprint(projection)}`;
    const send = await feedback(instance, (x, count) => project(projection, x, count), key, parameters);
    const s = await send(X, range.count);
    observer.solution(null, range, { X: await backProject(projection, s, range.count) });
  },
};

const firstComponents = remembered((weights: Weights, M: string, length: string): Projection => {
  const size = Number(M) * Number(length);
  return { M: Number(M), length: Number(length), W: Float32Array.from(weights.components.values.subarray(0, size)) };
});

/** Tells components of different trainings apart. */
function fingerprint({ W }: Projection): string {
  return `${W[0]} ${W[1]} ${W[W.length - 1]}`;
}
