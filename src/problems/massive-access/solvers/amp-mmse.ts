import { z } from 'zod';
import { cachedSession, concat, type Tensor } from '../../../graph/index.ts';
import { iterationParameters } from '../../../unrolling/iterations.ts';
import type { MassiveAccessSolver } from '../solver.ts';
import { ampIteration, type Denoiser, runAmp, squaredMagnitude, timesImaginaryUnit } from './amp.ts';

const parameters = z.strictObject(iterationParameters('float64'));

type Parameters = z.output<typeof parameters>;

/**
 * Approximate message passing with the minimum mean-squared error denoiser of Liu and Yu (2018) for rows that are CN(0, I) with
 * probability p and zero else. With tau^2 = ||R||_F^2 / (L M), c = 1 / (1 + tau^2) and Delta = 1 / tau^2 - c,
 *     x_n = c s_n r_n, s_n = 1 / (1 + (1 - p) / p (1 + 1 / tau^2)^M exp(-Delta ||r_n||^2)),
 *     dx_n / dr_n = c s_n I + c s_n (1 - s_n) Delta r_n r_n^H.
 * A device is taken for active where s_n > 1/2. 16 L N M + 8 (N + L) M^2 operations an iteration.
 */
export const ampMmse: MassiveAccessSolver<Parameters> = {
  name: 'amp-mmse',
  summary: 'Approximate message passing with the vector MMSE denoiser of Liu and Yu',
  parameters,
  reports: 'every iteration',
  flops({ L, N, M }) {
    const [l, n, m] = [L, N, M].map(Number);
    return 16 * l * n * m + 8 * (n + l) * m * m;
  },
  solve(instance, options, observer) {
    const { L, N, M, activity } = instance;
    return runAmp(instance, options, observer, (trials) =>
      cachedSession(`amp-mmse ${L} ${N} ${M} ${activity} ${trials} ${options.precision}`, () =>
        ampIteration(instance, trials, options.precision, vectorDenoiser),
      ),
    );
  },
};

const lastAxis = (parts: Tensor[]) => concat(parts, -1);

const vectorDenoiser: Denoiser = (r, R, { L, M, activity }) => {
  const tau2 = R.square()
    .sum([1, 2], { keepDims: true })
    .mul(1 / (L * M));
  const c = tau2.add(1).reciprocal();
  const Delta = tau2.reciprocal().sub(c);
  const energy = squaredMagnitude(r).sum(1, { keepDims: true });
  const logOdds = energy
    .mul(Delta)
    .sub(tau2.reciprocal().add(1).log().mul(M))
    .add(Math.log(activity / (1 - activity)));
  const probability = logOdds.sigmoid();
  const both = lastAxis([probability, probability]);
  const cs = both.mul(c);

  // A = sum_n dx_n / dr_n: a multiple of the unit matrix and a weighted Gram matrix, in real and imaginary part.
  const diagonal = probability.sum(2, { keepDims: true }).mul(c);
  const weighted = r.mul(cs.sub(cs.mul(both)).mul(Delta));
  const transposed = r.transpose([0, 2, 1]);
  const gramRe = weighted.matmul(transposed);
  const gramIm = timesImaginaryUnit(weighted, lastAxis).neg().matmul(transposed);
  const correction = R.mul(diagonal)
    .add(gramRe.matmul(R))
    .add(gramIm.matmul(timesImaginaryUnit(R, lastAxis)));
  return { X: r.mul(cs), probability, correction };
};
