import { z } from 'zod';
import type { Shape } from '../../../downlink/downlink.ts';
import { PowerProjection } from '../../../downlink/power.ts';
import { restartsDiffer } from '../../../downlink/restarts.ts';
import { gradientOperations } from '../../../downlink/sum-rate-gradient.ts';
import { adamOperations, copy } from '../../../lanes/index.ts';
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
    projection: z
      .enum(['in the rate', 'after the step'])
      .default('in the rate')
      .describe(
        'Where V is brought into the ball: in the rate that is raised, so that its gradient goes through the projection and the ' +
          'variable of Adam stays free, or after every step, of which Adam knows nothing.',
      ),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * Adam (Kingma and Ba) on beamformers, with the steps that it makes of the gradient of the weighted sum rate in bits, real and
 * imaginary parts each by themselves; beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8. Either on a free X, where the rate is that of V = Omega(X)
 * and its gradient goes through the projection Omega, as in the published code of LAGD; or on V itself, V <- Omega(V + step).
 */
export const adam: BeamformingSolver<Parameters> = {
  name: 'adam',
  summary: 'Adam on V, with the projection (8) of the LAGD paper in the rate or after every step',
  parameters,
  reports: 'final',
  flops: iterationOperations,
  solve(instance, options, observer) {
    ascend(instance, options, observer, (lanes, runs) => {
      const climber = new Climber(lanes, runs, options.start);
      const { V, rate, gradient } = climber;
      const unit = options.rule === 'fixed' ? 1 : Math.sqrt(instance.P);
      const free = options.projection === 'in the rate' ? lanes.complex(V.rows, V.cols) : undefined;
      const moved = free ?? V;
      const optimizer = new LaneAdam(moved, { rate: { kind: 'constant', rate: options.step * unit } });
      const projection = new PowerProjection(V, instance.P);
      let begins = true;
      return {
        V,
        rate,
        known: { operations: options.iterations * iterationOperations(instance) },
        start(group) {
          climber.start(group);
          optimizer.restart();
          begins = true;
          if (free !== undefined) copy(free, V);
        },
        move() {
          // The first V lies on the sphere, where rounding would say whether the projection has a part in it.
          if (free !== undefined && !begins) projection.pullBack(gradient);
          begins = false;
          optimizer.advance();
          optimizer.move(gradient);
          projection.project(moved);
          climber.evaluate();
        },
      };
    });
  },
};

/** A gradient, a step of Adam in every real and imaginary part, and the projection with the way back through it. */
function iterationOperations(shape: Shape): number {
  return gradientOperations(shape) + (2 * adamOperations + 14) * shape.M * shape.K * shape.d;
}
