import type { Observer } from '../../../contracts/problem.ts';
import type { Arrays, Session } from '../../../graph/index.ts';
import { gemm, input, scope, type Tensor } from '../../../graph/index.ts';
import { arrayOf, iterate, type Precision, zeros } from '../../../unrolling/iterations.ts';
import type { Instance } from '../instance.ts';
import type { Solution } from '../solution.ts';
import { groupsOf } from '../trial-groups.ts';

/** What a denoiser makes of the effective observations of one iteration. */
export interface Denoised {
  /** Next estimate, [trials, M, 2N]. */
  readonly X: Tensor;
  /** Probability that a device is active, [trials, 1, N]. */
  readonly probability: Tensor;
  /** L times the correction of the next residual, [trials, M, 2L]: the residual times the sum of the denoiser's derivatives. */
  readonly correction: Tensor;
}

/**
 * @param r effective observations, X plus noise of variance tau^2 a complex entry, [trials, M, 2N]
 * @param R residual, [trials, M, 2L]
 */
export type Denoiser = (r: Tensor, R: Tensor, sizes: { L: number; N: number; M: number; activity: number }) => Denoised;

/**
 * One iteration of approximate message passing as a graph, with a denoiser eta applied to the rows of X:
 *     r_n = x_n + (S^H R)_n, X' = eta(r), R' = Y - S X' + R (sum_n eta'(r_n))^T / L.
 * It takes columns of S to have unit length, whatever they have.
 */
export function ampIteration(instance: Instance, trials: number, precision: Precision, denoiser: Denoiser) {
  const { L, N, M } = instance;
  const rows = trials * M;
  const [X, Y] = [input('X', [rows, 2 * N], precision), input('Y', [rows, 2 * L], precision)];
  const [R, S] = [input('R', [rows, 2 * L], precision), input('S', [2 * L, 2 * N], precision)];
  const r = gemm(R, S, { c: X }).reshape([trials, M, 2 * N]);
  const denoised = scope('denoise', () => denoiser(r, R.reshape([trials, M, 2 * L]), instance));
  const next = denoised.X.reshape([rows, 2 * N]);
  const corrected = Y.add(denoised.correction.reshape([rows, 2 * L]).mul(1 / L));
  return {
    "X'": next,
    "R'": gemm(next, S, { transposeB: true, alpha: -1, c: corrected }),
    active: denoised.probability.greater(0.5).asNumber(precision),
  };
}

/** Runs the iterations from X = 0, R = Y on all trials of the instance. */
export async function runAmp(
  instance: Instance,
  { iterations, precision }: { iterations: number; precision: Precision },
  observer: Observer<Solution>,
  sessionOf: (trials: number) => Promise<Session>,
): Promise<void> {
  const S = arrayOf(precision, instance.real.data);
  for (const { range, Y } of groupsOf(instance, precision)) {
    const iteration = {
      session: await sessionOf(range.count),
      constants: { S, Y },
      state: { X: zeros(precision, range.count * instance.M * 2 * instance.N), R: Y },
      solution: (results: Arrays) => ({
        X: results["X'"] as Solution['X'],
        active: Uint8Array.from(results.active as Float64Array),
      }),
    };
    await iterate(iteration, iterations, range, observer);
  }
}

/** [re | im] along the last axis turned to [-im | re]: multiplied by the imaginary unit. */
export function timesImaginaryUnit(x: Tensor, join: (parts: Tensor[]) => Tensor): Tensor {
  const half = x.shape[x.rank - 1] / 2;
  const [re, im] = x.split(-1, [half, half]);
  return join([im.neg(), re]);
}

/** Squared magnitudes of the entries [re | im] along the last axis. */
export function squaredMagnitude(x: Tensor): Tensor {
  const half = x.shape[x.rank - 1] / 2;
  const [re, im] = x.square().split(-1, [half, half]);
  return re.add(im);
}
