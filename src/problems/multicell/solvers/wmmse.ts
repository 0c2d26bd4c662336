import { z } from 'zod';
import { ConstrainedWmmse } from '../../../downlink/constrained-wmmse.ts';
import { formFor } from '../../../downlink/wmmse-iterate.ts';
import { iterateWmmse } from '../../../downlink/wmmse-iterations.ts';
import { iterationParameters } from '../../../downlink/wmmse-method.ts';
import { engine } from '../../../lanes/index.ts';
import { wmmseOperations } from '../operations.ts';
import type { MulticellSolver } from '../solver.ts';
import { startAt, startParameter } from '../start.ts';

const { iterations, tolerance, maxIterations } = iterationParameters;

/** Parameters of WMMSE for several cells, whatever the space it computes in. */
export const wmmseParameters = {
  iterations,
  tolerance: tolerance
    .unwrap()
    .default(0.01)
    .describe(
      'Converged when an iteration adds at most this much to the weighted sum rate, in bits; the threshold of Song et al.',
    ),
  maxIterations: maxIterations
    .unwrap()
    .default(50)
    .describe('Iterations after which a channel counts as capped; the limit of Song et al.'),
  start: startParameter,
  powerTolerance: z
    .number()
    .positive()
    .default(1e-6)
    .describe('A multiplier is found when the power of its station is this near to P (absolute; sigma^2 = 1).'),
};

const parameters = z.strictObject({
  ...wmmseParameters,
  system: z
    .enum(['smaller', 'antennas'])
    .default('smaller')
    .describe(
      'The system of equations for V that a station solves: the smaller of one with Nt equations and one with B U Nr, or always ' +
        'the one with Nt, as WMMSE is published.',
    ),
});

type Parameters = z.output<typeof parameters>;

/**
 * WMMSE of Shi, Razaviyayn, Luo and He (2011) for the interfering downlinks of B stations, with a multiplier for the power of each, as
 * {@link ConstrainedWmmse} has it. From a random start, until an iteration adds at most 0.01 bit, but at most 50 times, it is the
 * benchmark of Song et al. Costs an iteration and station, in real operations, with n = B U Nr: the receivers' 8 n^2 U Nr and
 * 8 Nt n^2 / B, X_b with 8 Nt n Nr; then for V the system, 4 Nt n s with s = min(n, Nt), and for each of two to four values of the
 * multiplier 4/3 s^3 + 8 s^2 U Nr.
 */
export const wmmse: MulticellSolver<Parameters> = {
  name: 'wmmse',
  summary: 'WMMSE of Shi et al. for several stations, with the multiplier of each one searched in every iteration',
  parameters,
  reports: 'every iteration',
  flops: (sizes, { system }) => wmmseOperations(sizes, system),
  solve(instance, options, observer) {
    const lanes = engine('f64');
    lanes.scope(() => {
      const method = new ConstrainedWmmse(lanes, instance, {
        start: (V, group) => startAt(options.start, V, instance, group),
        powerTolerance: options.powerTolerance,
        form: options.system === 'antennas' ? 'full' : formFor(instance),
      });
      iterateWmmse(method, instance, { ...options, relativeTolerance: Number.POSITIVE_INFINITY }, observer);
    });
  },
};
