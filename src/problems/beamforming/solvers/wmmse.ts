import { z } from 'zod';
import type { Shape } from '../../../downlink/downlink.ts';
import { scaleToPower } from '../../../downlink/power.ts';
import { MmseReceiver } from '../../../downlink/receiver.ts';
import { bestOfRestarts, restartsDiffer, restartsParameter } from '../../../downlink/restarts.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { type Start, startAt, startParameter } from '../../../downlink/start.ts';
import { Transmitter } from '../../../downlink/transmitter.ts';
import { iterateWmmse } from '../../../downlink/wmmse-iterations.ts';
import { iterationParameters, type WmmseMethod } from '../../../downlink/wmmse-method.ts';
import { copyAcross } from '../../../lanes/across.ts';
import {
  type ComplexMatrix,
  engine,
  type Group,
  type Lanes,
  load,
  loadLane,
  type Program,
  type RealMatrix,
  squaredNorm,
  times,
} from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';
import type { BeamformingSolver } from '../solver.ts';

const parameters = z
  .strictObject({
    ...iterationParameters,
    start: startParameter,
    restarts: restartsParameter,
    precision: z
      .enum(['f64', 'f32'])
      .default('f64')
      .describe('Arithmetic of the iterations; what is reported is scaled and measured in double precision.'),
  })
  .superRefine(restartsDiffer);

type Parameters = z.output<typeof parameters>;

/**
 * WMMSE in the form without a power constraint, eqs. (6)-(11) of Pellaco and Jalden (after Hu et al.): the noise in every MSE
 * matrix grows with the power that V spends, c = sigma^2 / P sum_m Tr(V_m V_m^H), so that scaling V changes nothing, and V is
 * brought to power P, eq. (8), where it is reported. One iteration is U_k = Q_k^-1 H_k V_k, W_k = (I - U_k^H H_k V_k)^-1,
 * V_k = alpha_k R^-1 H_k^H U_k W_k; the rate of its V never falls. Computed, and counted, in MmseReceiver and Transmitter.
 */
export const wmmse: BeamformingSolver<Parameters> = {
  name: 'wmmse',
  summary: 'WMMSE without a power multiplier, eq. (9) of Pellaco and Jalden, scaled to the transmit power',
  parameters,
  reports: 'every iteration',
  flops: operations,
  solve(instance, options, observer) {
    const reported = engine('f64');
    const lanes = options.precision === 'f64' ? reported : engine('f32', reported.width);
    bestOfRestarts(instance, options.restarts, observer, (runs, runObserver) =>
      lanes.scope(() =>
        reported.scope(() =>
          iterateWmmse(new ScaledWmmse(lanes, reported, runs, options.start), runs, options, runObserver),
        ),
      ),
    );
  },
};

class ScaledWmmse implements WmmseMethod {
  readonly lanes: Lanes;
  readonly V: ComplexMatrix;
  readonly operations: number;
  readonly #instance: Instance;
  readonly #start: Start;
  readonly #H: ComplexMatrix;
  readonly #receiver: MmseReceiver;
  readonly #transmitter: Transmitter;
  readonly #receive: Program;
  readonly #transmit = new Map<ComplexMatrix, Program>();
  /** sigma^2 / P. */
  readonly #relativeNoise: RealMatrix;
  readonly #noise: RealMatrix;
  readonly #ridge: RealMatrix;
  readonly #solution: Solution;
  readonly #scratch: RealMatrix;

  constructor(lanes: Lanes, reported: Lanes, instance: Instance, start: Start) {
    const { M, K, N, d, P, sigma2 } = instance;
    this.lanes = lanes;
    this.operations = operations(instance);
    this.#instance = instance;
    this.#start = start;
    this.V = lanes.complex(M, K * d);
    this.#H = lanes.complex(K * N, M);
    this.#receiver = new MmseReceiver(instance, this.#H, this.V);
    this.#transmitter = new Transmitter(this.#receiver, 0, 'smaller');
    this.#relativeNoise = lanes.constant(sigma2 / P);
    this.#noise = lanes.scalar();
    this.#ridge = lanes.scalar();
    this.#solution = { V: reported.complex(M, K * d) };
    this.#scratch = reported.scalar();
    this.#receive = lanes.record(() => this.#receiveV());
  }

  start(group: Group): void {
    load(this.#H, this.#instance.H, group);
    startAt(this.#start, this.V, this.#instance, group, 'natural');
  }

  startLane(lane: number, trial: number): void {
    loadLane(this.#H, this.#instance.H, trial, lane);
  }

  receive(): void {
    this.#receive.run();
  }

  transmit(next: ComplexMatrix): void {
    let transmit = this.#transmit.get(next);
    if (transmit === undefined) {
      transmit = this.lanes.record(() => this.#transmitTo(next));
      this.#transmit.set(next, transmit);
    }
    transmit.run();
  }

  rate(s: RealMatrix): void {
    this.#receiver.weightedRate(s);
  }

  #receiveV(): void {
    squaredNorm(this.#noise, this.V);
    times(this.#noise, this.#noise, this.#relativeNoise);
    this.#receiver.receive(this.#noise);
  }

  #transmitTo(next: ComplexMatrix): void {
    this.#receiver.weightedTraces(this.#ridge);
    times(this.#ridge, this.#ridge, this.#relativeNoise);
    this.#transmitter.prepare();
    this.#transmitter.solve(next, this.#ridge);
  }

  feasible(use: (solution: Solution) => void): void {
    const { V } = this.#solution;
    const inDouble = this.lanes.precision === 'f64' ? this.V : V;
    if (inDouble === V) copyAcross(V, this.V);
    scaleToPower(V, this.#instance.P, inDouble, this.#scratch);
    use(this.#solution);
  }
}

/**
 * Real operations of an iteration, Hermitian matrices counted once: T = H V, for each user Q_k, its factor, G_k, E_k, its
 * factor, U_k, Y_k and X_k; then the smaller of the two systems for V, its factor and its solution.
 */
function operations({ M, K, N, d }: Shape): number {
  const streams = K * d;
  const factor = (n: number) => (4 / 3) * n ** 3;
  const half = (n: number, inner: number) => 4 * n * (n + 1) * inner;
  const user = half(N, streams) + factor(N) + 8 * N * N * d + half(d, N) + factor(d) + 4 * N * d * d + 8 * M * N * d;
  const n = Math.min(M, streams);
  const system = half(n, Math.max(M, streams)) + factor(n) + 8 * n * n * streams;
  const back = streams < M ? 8 * M * streams * streams : 4 * M * d * streams;
  return 8 * K * N * M * streams + K * user + system + back;
}
