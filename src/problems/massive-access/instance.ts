import type { RealMatrix } from '../../arrays/complex-matrix.ts';
import type { TrialRange } from '../../contracts/problem.ts';
import { tenTo } from '../../random/elementary.ts';
import type { Stream, Streams } from '../../random/streams.ts';
import { remembered } from '../../unrolling/remembered.ts';
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
  /** Share of the energy M from which on a device counts as active; undefined where solvers decide by themselves. */
  readonly threshold: number | undefined;
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

/**
 * Draws the activity a_n ~ Bernoulli(activity), channels h_n ~ CN(0, I) and noise of the trials of `range`; the channels are `channels` where
 * those are given: h_1 ... h_N trial by trial, active or not.
 */
export function drawInstance(
  scenario: MassiveAccessScenario,
  range: TrialRange,
  streams: Streams,
  channels?: Float64Array,
): Instance {
  const instance = drawApart(scenario, range, streams, channels);
  for (let i = 0; i < range.count; i++) addReceived(instance, i);
  return instance;
}

/** The same draws before X and noise meet: what is called Y is the noise Z. For those who compute S X by other means. */
export function drawApart(
  scenario: MassiveAccessScenario,
  range: TrialRange,
  streams: Streams,
  channels?: Float64Array,
): Instance {
  const { L, N, M, activity, snr, threshold } = scenario;
  const preambles = preamblesOf(scenario);
  const instance: Instance = {
    ...preambles,
    L,
    N,
    M,
    activity,
    threshold: threshold === 'own' ? undefined : threshold,
    sigma2: (activity * preambles.energy) / (L * tenTo(snr / 10)),
    range,
    Y: new Float64Array(range.count * M * 2 * L),
    X: new Float64Array(range.count * M * 2 * N),
    active: new Uint8Array(range.count * N),
  };
  const given = (i: number) => channels?.subarray(i * 2 * N * M, (i + 1) * 2 * N * M);
  for (let i = 0; i < range.count; i++) drawTrial(instance, i, range.first + i, streams, given(i));
  return instance;
}

/** Fills in the trial number `trial`, which is the i-th of the instance. */
function drawTrial(instance: Instance, i: number, trial: number, streams: Streams, channels?: Float64Array): void {
  const { L, N, M } = instance;
  const active = instance.active.subarray(i * N, (i + 1) * N);
  const X = instance.X.subarray(i * M * 2 * N, (i + 1) * M * 2 * N);
  const Y = instance.Y.subarray(i * M * 2 * L, (i + 1) * M * 2 * L);
  const decide = streams.of('activity', trial);
  for (let n = 0; n < N; n++) active[n] = decide.uniform() < instance.activity ? 1 : 0;
  if (channels === undefined) drawRows(X, active, M, streams.of('channel', trial));
  else takeRows(X, active, M, channels);
  drawNoise(Y, L, M, Math.sqrt(instance.sigma2), streams.of('noise', trial));
}

/** The stream has the channels of all devices, so that those of one do not depend on who else is active. */
function drawRows(X: Float64Array, active: Uint8Array, M: number, stream: Stream): void {
  const N = active.length;
  const h = new Float64Array(2 * M);
  for (let n = 0; n < N; n++) {
    if (active[n] === 0) {
      stream.skip(M);
      continue;
    }
    stream.complexNormal(h);
    setRow(X, N, n, h);
  }
}

function takeRows(X: Float64Array, active: Uint8Array, M: number, channels: Float64Array): void {
  active.forEach((isActive, n) => {
    if (isActive) setRow(X, active.length, n, channels.subarray(n * 2 * M, (n + 1) * 2 * M));
  });
}

/** Puts the channel of device n in its place. */
function setRow(X: Float64Array, N: number, n: number, h: Float64Array): void {
  for (let m = 0; m < h.length / 2; m++) {
    X[m * 2 * N + n] = h[2 * m];
    X[m * 2 * N + N + n] = h[2 * m + 1];
  }
}

function drawNoise(Y: Float64Array, L: number, M: number, sigma: number, stream: Stream): void {
  const Z = new Float64Array(2 * L * M);
  stream.complexNormal(Z);
  for (let m = 0; m < M; m++) {
    for (let l = 0; l < L; l++) {
      Y[m * 2 * L + l] = sigma * Z[2 * (l * M + m)];
      Y[m * 2 * L + L + l] = sigma * Z[2 * (l * M + m) + 1];
    }
  }
}

/** Y += X S^T in the i-th trial, row by row of antennas, with the columns of S that meet rows of X which are not zero. */
function addReceived({ Y, X, active, real, N, M }: Instance, i: number): void {
  const { rows, columns } = real;
  const S = columnsOf(real);
  const devices = Array.from({ length: N }, (_, n) => n).filter((n) => active[i * N + n] === 1);
  const present = [...devices, ...devices.map((n) => n + N)];
  for (let row = i * M; row < (i + 1) * M; row++) {
    const [y, x] = [row * rows, row * columns];
    // Two columns at a time: half as many reads and writes of Y, the same sums.
    for (let k = 0; k < present.length; k += 2) {
      const [p, q] = [present[k], present[k + 1]];
      const [first, second] = [p * rows, q * rows];
      const [a, b] = [X[x + p], X[x + q]];
      for (let l = 0; l < rows; l++) Y[y + l] = Y[y + l] + a * S[first + l] + b * S[second + l];
    }
  }
}

/** The columns of a matrix, one after the other. */
const columnsOf = remembered(({ rows, columns, data }: RealMatrix) => {
  const transposed = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = data[i * columns + j];
  }
  return transposed;
});
