import { z } from 'zod';
import type { RealMatrix } from '../../../arrays/complex-matrix.ts';
import type { Arrays } from '../../../graph/index.ts';
import { arrayOf, iterationParameters, type Precision } from '../../../unrolling/iterations.ts';
import { remembered } from '../../../unrolling/remembered.ts';
import type { Instance } from '../instance.ts';
import { largestSquaredSingularValue } from '../preambles/spectrum.ts';
import { groupsParameter } from '../shrinkage-step.ts';

/** Parameters of the solvers of the group LASSO, eq. (6): 1/2 ||Y - S X||_F^2 + lambda sum_n ||x_n||_2. */
export const groupLassoParameters = z.strictObject({
  lambda: z.number().min(0).default(0.1).describe('Weight of the sum of row norms in the group LASSO, eq. (6).'),
  groups: groupsParameter,
  decision: z
    .enum(['usual', 'trained'])
    .default('usual')
    .describe(
      'When a device counts as active: by the threshold of the metric, or by that with the fewest errors on training samples.',
    ),
  ...iterationParameters('float32'),
});

export type GroupLassoParameters = z.output<typeof groupLassoParameters>;

/** S, W = S / C and theta = lambda / C of a proximal gradient step with step 1 / C, C the largest eigenvalue of S^T S. */
export function proximalStep({ real }: Instance, lambda: number, precision: Precision): Arrays {
  const C = largestSquaredSingularValue(real);
  return { ...stepMatrices(real, precision), theta: arrayOf(precision, [lambda / C]) };
}

const stepMatrices = remembered((S: RealMatrix, precision: Precision) => {
  const C = largestSquaredSingularValue(S);
  const W = S.data.map((s) => s / C);
  return { S: arrayOf(precision, S.data), W: arrayOf(precision, W) };
});
