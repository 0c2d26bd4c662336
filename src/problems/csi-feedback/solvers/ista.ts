import { z } from 'zod';
import type { TrialRange } from '../../../contracts/problem.ts';
import { cachedSession, gemm, input, type Session } from '../../../graph/index.ts';
import { feedback, feedbackParameters } from '../feedback.ts';
import { type Instance, sampleLength } from '../instance.ts';
import { keptFor } from '../kept.ts';
import { relativeErrors } from '../metrics/errors.ts';
import { backProject, gaussianProjection, type Projection, project, squaredNorm } from '../projection.ts';
import { codewordLength } from '../scenario.ts';
import type { CsiFeedbackSolver } from '../solver.ts';

const parametersSchema = z.strictObject({
  lambda: z
    .union([z.literal('best'), z.number().min(0)])
    .default('best')
    .describe(
      'Weight of the l1 norm, eq. (8), for W with entries of variance 1 / M; "best" is the one of twelve with the smallest mean relative ' +
        'error after all iterations on 100 examples.',
    ),
  iterations: z.int().positive().max(100_000).default(10).describe('Number of iterations, each reported.'),
  ...feedbackParameters,
});

type IstaParameters = z.output<typeof parametersSchema>;

/** What an iteration needs beside its state: the projection and its step size 1 / ||W||_2^2. */
interface Setting {
  readonly projection: Projection;
  readonly step: number;
}

/**
 * Iterative shrinkage-thresholding, eq. (9), with a Gaussian W that is not learned and the angular-delay domain itself as the sparse
 * one (Psi = I): x <- soft(x - alpha W^T (W x - s), alpha lambda), alpha = 1 / ||W||_2^2, x = 0 at first. 4 M length operations a
 * sample and iteration.
 */
export const ista: CsiFeedbackSolver<IstaParameters> = {
  name: 'ista',
  summary: 'Iterative shrinkage-thresholding on Gaussian measurements, eq. (9)',
  parameters: parametersSchema,
  reports: 'every iteration',
  flops: (scenario) => 4 * sampleLength(scenario) * codewordLength(scenario.compression, sampleLength(scenario)),
  async solve(instance, parameters, observer) {
    const { X, range, M } = instance;
    const key = `ista ${M} ${instance.examples.key}`;
    const setting = await keptFor(key, () => settingOf(instance));
    const lambda =
      parameters.lambda === 'best'
        ? await keptFor(`lambda ${key} ${parameters.iterations}`, () =>
            bestLambda(instance, setting, parameters.iterations),
          )
        : parameters.lambda;
    const { projection } = setting;
    const send = await feedback(instance, (x, count) => project(projection, x, count), key, parameters);
    const s = await send(X, range.count);
    await iterate(setting, s, lambda, parameters.iterations, range, (iteration, reconstructed) =>
      observer.solution(iteration, range, { X: reconstructed }),
    );
  },
};

function settingOf(instance: Instance): Setting {
  const projection = gaussianProjection(instance.M, sampleLength(instance), instance.streams.of('network', 0));
  return { projection, step: 1 / squaredNorm(projection) };
}

/** Examples on which lambda is chosen. */
const examples = 100;

/** The best of lambda_max / 2, lambda_max / 4 ...: with lambda_max, the mean of ||W^T s||_inf, hardly anything is left. */
async function bestLambda(instance: Instance, setting: Setting, iterations: number): Promise<number> {
  const range = { first: 0, count: examples };
  const X = instance.examples.read(range);
  const s = await project(setting.projection, X, examples);
  const correlations = await backProject(setting.projection, s, examples);
  const length = sampleLength(instance);
  let largest = 0;
  for (let i = 0; i < examples; i++) {
    largest += correlations.subarray(i * length, (i + 1) * length).reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  }
  let best = { lambda: 0, error: Number.POSITIVE_INFINITY };
  const errors = new Float64Array(examples);
  for (let halvings = 1; halvings <= 12; halvings++) {
    const lambda = largest / examples / 2 ** halvings;
    await iterate(setting, s, lambda, iterations, range, (iteration, reconstructed) => {
      if (iteration < iterations) return;
      relativeErrors({ ...instance, X, range }, { X: reconstructed }, range, errors);
    });
    const error = errors.reduce((sum, value) => sum + value, 0);
    if (error < best.error) best = { lambda, error };
  }
  return best.lambda;
}

async function iterate(
  { projection, step }: Setting,
  s: Float32Array,
  lambda: number,
  iterations: number,
  { count }: TrialRange,
  report: (iteration: number, X: Float32Array) => void,
): Promise<void> {
  const session = await shrinkageSession(projection, count);
  let X: Float32Array = new Float32Array(count * projection.length);
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const theta = Float32Array.of(step * lambda);
    X = (await session.run({ X, s, W: projection.W, step: Float32Array.of(step), theta }))["X'"] as Float32Array;
    report(iteration, X);
  }
}

function shrinkageSession({ M, length }: Projection, count: number): Promise<Session> {
  return cachedSession(`csi ista ${M} ${length} ${count}`, () => {
    const [X, s, W] = [input('X', [count, length]), input('s', [count, M]), input('W', [M, length])];
    const residual = gemm(X, W, { transposeB: true, alpha: -1, c: s });
    const moved = gemm(residual.mul(input('step', [1])), W, { c: X });
    return { "X'": moved.softThreshold(input('theta', [1])) };
  });
}
