import { z } from 'zod';
import { cachedSession, concat } from '../../../graph/index.ts';
import { iterationParameters } from '../../../unrolling/iterations.ts';
import type { MassiveAccessSolver } from '../solver.ts';
import { ampIteration, type Denoiser, runAmp, squaredMagnitude } from './amp.ts';

const parameters = z.strictObject(iterationParameters('float64'));

type Parameters = z.output<typeof parameters>;

/**
 * Approximate message passing for multiple measurement vectors in the parallel form of Chen, Sohrabi and Yu (2018): a scalar AMP
 * for every antenna m, which exchange only their beliefs about who is active. With tau_m^2 = ||R_m||^2 / L, c = 1 / (1 + tau_m^2),
 * Delta = 1 / tau_m^2 - c and the odds l_nm = tau_m^2 c exp(Delta |r_nm|^2),
 *     x_nm = c s_n r_nm, s_n / (1 - s_n) = p / (1 - p) prod_m l_nm,
 *     dx_nm / dr_nm = c s_n (1 + (1 - s_n) Delta |r_nm|^2).
 * A device is taken for active where s_n > 1/2. 16 L N M operations an iteration.
 */
export const ampMmv: MassiveAccessSolver<Parameters> = {
  name: 'amp-mmv',
  summary: 'Approximate message passing for multiple measurement vectors, one scalar AMP an antenna (Chen et al.)',
  parameters,
  reports: 'every iteration',
  flops: ({ L, N, M }) => 16 * L * N * M,
  solve(instance, options, observer) {
    const { L, N, M, activity } = instance;
    return runAmp(instance, options, observer, (trials) =>
      cachedSession(`amp-mmv ${L} ${N} ${M} ${activity} ${trials} ${options.precision}`, () =>
        ampIteration(instance, trials, options.precision, scalarDenoiser),
      ),
    );
  },
};

const scalarDenoiser: Denoiser = (r, R, { L, activity }) => {
  const tau2 = R.square()
    .sum(2, { keepDims: true })
    .mul(1 / L);
  const c = tau2.add(1).reciprocal();
  const Delta = tau2.reciprocal().sub(c);
  const exponent = squaredMagnitude(r).mul(Delta);
  const logOdds = exponent
    .add(tau2.mul(c).log())
    .sum(1, { keepDims: true })
    .add(Math.log(activity / (1 - activity)));
  const probability = logOdds.sigmoid();
  const cs = probability.mul(c);
  const derivative = exponent.mul(probability.neg().add(1)).add(1).mul(cs).sum(2, { keepDims: true });
  return { X: r.mul(concat([cs, cs], -1)), probability, correction: R.mul(derivative) };
};
