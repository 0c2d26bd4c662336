import { z } from 'zod';
import type { Shape } from '../../../downlink/downlink.ts';
import { PowerProjection } from '../../../downlink/power.ts';
import { restartsDiffer } from '../../../downlink/restarts.ts';
import { gradientOperations } from '../../../downlink/sum-rate-gradient.ts';
import { addScaled, divide, type Lanes, type RealMatrix, sqrt, squaredNorm } from '../../../lanes/index.ts';
import { type Ascent, ascend, ascentParameters } from '../ascent/ascent.ts';
import { Backtracking } from '../ascent/backtracking.ts';
import { Climber } from '../ascent/climber.ts';
import type { Instance } from '../instance.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z
  .strictObject({
    ...ascentParameters,
    rule: z
      .enum(['fixed', 'proportional', 'backtracking'])
      .default('proportional')
      .describe(
        'Length of a move along the gradient: `step` times the gradient; `step` sqrt(P), whatever the gradient; or searched, ' +
          'from `step` P times the gradient in the first iteration.',
      ),
    step: z.number().positive().default(0.01).describe('See rule. The ball of power P has the radius sqrt(P).'),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * Gradient ascent on V inside the ball of power P, eq. (4) of the LAGD paper with the sign of an ascent and the projection (8):
 * V <- Omega(V + gamma g), g the gradient of the weighted sum rate in bits, with gamma of one of three rules:
 *
 * - fixed: gamma = step. The gradient shrinks like 1 / sqrt(P), so in V this is a move that shrinks while the ball grows.
 * - proportional: gamma = step sqrt(P) / ||g||_F, a move of length step sqrt(P).
 * - backtracking: Armijo's rule along the arc of projections; see {@link Backtracking}.
 *
 * With backtracking every try costs a rate besides the operations that are counted.
 */
export const gradientAscent: BeamformingSolver<Parameters> = {
  name: 'gradient-ascent',
  summary: 'Projected gradient ascent on V, eqs. (4), (8) of the LAGD paper: fixed, proportional or searched steps',
  parameters,
  reports: 'final',
  flops: iterationOperations,
  solve(instance, options, observer) {
    ascend(instance, options, observer, (lanes, runs) => ascentBy(options, lanes, runs));
  },
};

/** A gradient, its norm, the move, and the projection. */
function iterationOperations(shape: Shape): number {
  return gradientOperations(shape) + 14 * shape.M * shape.K * shape.d;
}

function ascentBy({ rule, step, start, iterations }: Parameters, lanes: Lanes, instance: Instance): Ascent {
  const climber = new Climber(lanes, instance, start);
  if (rule === 'backtracking') return new Backtracking(climber, instance, step * instance.P);
  const { V, rate, gradient } = climber;
  const projection = new PowerProjection(V, instance.P);
  const gamma = rule === 'fixed' ? new Fixed(lanes, step) : new Proportional(lanes, step * Math.sqrt(instance.P));
  return {
    V,
    rate,
    known: { operations: iterations * iterationOperations(instance) },
    start: (group) => climber.start(group),
    move() {
      addScaled(V, gamma.of(climber), gradient);
      projection.project(V);
      climber.evaluate();
    },
  };
}

/** The same gamma in every iteration. */
class Fixed {
  readonly #gamma: RealMatrix;

  constructor(lanes: Lanes, gamma: number) {
    this.#gamma = lanes.constant(gamma);
  }

  of(): RealMatrix {
    return this.#gamma;
  }
}

/** The gamma of a move of given length. */
class Proportional {
  readonly #length: RealMatrix;
  readonly #gamma: RealMatrix;

  constructor(lanes: Lanes, length: number) {
    this.#length = lanes.constant(length);
    this.#gamma = lanes.scalar();
  }

  of({ gradient }: Climber): RealMatrix {
    squaredNorm(this.#gamma, gradient);
    sqrt(this.#gamma, this.#gamma);
    divide(this.#gamma, this.#length, this.#gamma);
    return this.#gamma;
  }
}
