import type { Streams } from '../../random/streams.ts';
import type { TrialRange } from '../problem.ts';
import { type Preambles, preamblesOf } from './preambles/preambles.ts';
import type { MassiveAccessScenario } from './scenario.ts';

/**
 * Trials of one scenario: find the rows of X, of which few are not zero, from Y = S X + Z. All in the real form of eq. (5) and
 * transposed, so that trials and antennas are rows: a trial has M rows, each with the real parts of all devices (symbols) and then
 * their imaginary parts.
 */
export interface Instance extends Preambles {
  readonly L: number;
  readonly N: number;
  readonly M: number;
  /** P(a_n = 1). */
  readonly activity: number;
  /** Variance of the entries of Z, so that E||S X||^2 / E||Z||^2 is the SNR, eq. (38). */
  readonly sigma2: number;
  readonly range: TrialRange;
  /** Received signal, trial by trial: M x 2L. */
  readonly Y: Float64Array;
  /** What is to be found, trial by trial: M x 2N. */
  readonly X: Float64Array;
  /** a_n, trial by trial: N ones and zeros. */
  readonly active: Uint8Array;
}

/** Draws the activity a_n ~ Bernoulli(activity), channels h_n ~ CN(0, I) and noise of the trials of `range`. */
export function drawInstance(scenario: MassiveAccessScenario, range: TrialRange, streams: Streams): Instance {
  const { L, N, M, activity, snr } = scenario;
  const preambles = preamblesOf(scenario);
  const instance: Instance = {
    ...preambles,
    L,
    N,
    M,
    activity,
    sigma2: (activity * preambles.energy) / (L * 10 ** (snr / 10)),
    range,
    Y: new Float64Array(range.count * M * 2 * L),
    X: new Float64Array(range.count * M * 2 * N),
    active: new Uint8Array(range.count * N),
  };
  for (let i = 0; i < range.count; i++) drawTrial(instance, i, range.first + i, streams);
  return instance;
}

function drawTrial(
  { L, N, M, activity, sigma2, real, Y, X, active }: Instance,
  i: number,
  trial: number,
  streams: Streams,
) {
  const a = active.subarray(i * N, (i + 1) * N);
  const decide = streams.of('activity', trial);
  for (let n = 0; n < N; n++) a[n] = decide.uniform() < activity ? 1 : 0;

  const H = new Float64Array(2 * N * M);
  streams.of('channel', trial).complexNormal(H);
  const x = X.subarray(i * M * 2 * N, (i + 1) * M * 2 * N);
  for (let m = 0; m < M; m++) {
    for (let n = 0; n < N; n++) {
      if (a[n] === 0) continue;
      x[m * 2 * N + n] = H[2 * (n * M + m)];
      x[m * 2 * N + N + n] = H[2 * (n * M + m) + 1];
    }
  }

  const Z = new Float64Array(2 * L * M);
  streams.of('noise', trial).complexNormal(Z);
  const sigma = Math.sqrt(sigma2);
  const y = Y.subarray(i * M * 2 * L, (i + 1) * M * 2 * L);
  for (let m = 0; m < M; m++) {
    for (let l = 0; l < L; l++) {
      y[m * 2 * L + l] = sigma * Z[2 * (l * M + m)];
      y[m * 2 * L + L + l] = sigma * Z[2 * (l * M + m) + 1];
    }
    addSignal(y.subarray(m * 2 * L, (m + 1) * 2 * L), real.data, x.subarray(m * 2 * N, (m + 1) * 2 * N));
  }
}

/** y += S x, leaving out the zeros of x. */
function addSignal(y: Float64Array, S: Float64Array, x: Float64Array): void {
  const columns = x.length;
  for (let j = 0; j < columns; j++) {
    if (x[j] === 0) continue;
    for (let i = 0; i < y.length; i++) y[i] += S[i * columns + j] * x[j];
  }
}
