import { z } from 'zod';
import type { Shape } from '../../../downlink/downlink.ts';
import { PowerProjection } from '../../../downlink/power.ts';
import { restartsDiffer } from '../../../downlink/restarts.ts';
import { gradientOperations } from '../../../downlink/sum-rate-gradient.ts';
import { adamOperations } from '../../../lanes/index.ts';
import { LaneAdam } from '../../../optimizers/lanes.ts';
import { ascend, ascentParameters } from '../ascent/ascent.ts';
import { Climber } from '../ascent/climber.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z
  .strictObject({
    ...ascentParameters,
    rule: z
      .enum(['fixed', 'proportional'])
      .default('proportional')
      .describe(
        'Learning rate of every real and imaginary part of V: `step`, or `step` sqrt(P), which grows with the ball.',
      ),
    step: z.number().positive().default(0.01).describe('See rule.'),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * Adam (Kingma and Ba) on V itself: V <- Omega(V + step), with the step that Adam makes of the gradient of the weighted sum rate in
 * bits, its real and imaginary parts each by themselves; beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8.
 */
export const adam: BeamformingSolver<Parameters> = {
  name: 'adam',
  summary: 'Adam on V, with the projection (8) of the LAGD paper after every step',
  parameters,
  reports: 'final',
  flops: iterationOperations,
  solve(instance, options, observer) {
    ascend(instance, options, observer, (lanes, runs) => {
      const climber = new Climber(lanes, runs, options.start);
      const { V, rate, gradient } = climber;
      const unit = options.rule === 'fixed' ? 1 : Math.sqrt(instance.P);
      const optimizer = new LaneAdam(V, { rate: { kind: 'constant', rate: options.step * unit } });
      const projection = new PowerProjection(V, instance.P);
      return {
        V,
        rate,
        known: { operations: options.iterations * iterationOperations(instance) },
        start(group) {
          climber.start(group);
          optimizer.restart();
        },
        move() {
          optimizer.advance();
          optimizer.move(gradient);
          projection.project(V);
          climber.evaluate();
        },
      };
    });
  },
};

/** A gradient, a step of Adam in every real and imaginary part, and the projection. */
function iterationOperations(shape: Shape): number {
  return gradientOperations(shape) + (2 * adamOperations + 6) * shape.M * shape.K * shape.d;
}
