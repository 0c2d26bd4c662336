import type { Precision } from '../lanes/index.ts';
import { rayleigh } from '../problems/beamforming/channels.ts';
import { type Instance, instanceOf, type Shape } from '../problems/beamforming/instance.ts';
import { scenarioSchema } from '../problems/beamforming/scenario.ts';
import { wmmse } from '../problems/beamforming/solvers/wmmse.ts';
import { streamsFor } from '../random/streams.ts';
import { alternate, type Measurement, median } from './measurement.ts';
import { startPeer } from './peer.ts';

const channels = 1000;
const iterations = 20;

/** The scenarios of Figs. 1-3 of the matrix-inverse-free WMMSE paper. */
const shapes: readonly Shape[] = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 8, K: 2, N: 4, d: 4 },
  { M: 8, K: 2, N: 2, d: 2 },
];

/**
 * One WMMSE iteration, eq. (9), of one channel out of a thousand: the solver as experiments run it, every iteration scaled and
 * reported, starts and loading included. Where PyTorch is installed, against the batched iteration there, run in turn.
 */
export async function wmmseIteration(shape: Shape, precision: Precision, rounds = 9): Promise<Measurement[]> {
  const instance = drawn(shape);
  const parameters = wmmse.parameters.parse({ iterations, precision });
  const silent = { solution: () => {}, diagnostic: () => {} };
  const { M, K, N, d } = shape;
  const sizes = [M, K, N, d, channels, iterations].map(String);
  const peer = startPeer('wmmse_torch.py', [precision === 'f64' ? 'complex128' : 'complex64', ...sizes]);
  const own = () => wmmse.solve(instance, parameters, silent);
  const times = await alternate(rounds, peer ? [own, () => peer.step()] : [own]);
  await peer?.end();
  const [ours, theirs] = times.map((each) => (median(each) / (channels * iterations)) * 1000);
  const name = `WMMSE iteration (${M},${K},${N},${d}) ${precision}`;
  return [
    { name, value: ours, unit: 'us' },
    { name: `${name}: arithmetic`, value: flopsOfIteration(shape) / ours / 1000, unit: 'GFLOP/s' },
    ...(theirs === undefined
      ? []
      : [
          { name: `${name}: PyTorch`, value: theirs, unit: 'us' },
          { name: `${name}: PyTorch / ours`, value: theirs / ours, unit: '1' },
        ]),
  ];
}

/**
 * Real operations of an iteration, Hermitian matrices counted once: T = H V, for each user Q_k, its factor, G_k, E_k, its
 * factor, U_k, Y_k and X_k; then the smaller of the two systems for V, its factor and its solution.
 */
function flopsOfIteration({ M, K, N, d }: Shape): number {
  const streams = K * d;
  const factor = (n: number) => (4 / 3) * n ** 3;
  const half = (n: number, inner: number) => 4 * n * (n + 1) * inner;
  const user = half(N, streams) + factor(N) + 8 * N * N * d + half(d, N) + factor(d) + 4 * N * d * d + 8 * M * N * d;
  const n = Math.min(M, streams);
  const system = half(n, Math.max(M, streams)) + factor(n) + 8 * n * n * streams;
  const back = streams < M ? 8 * M * streams * streams : 4 * M * d * streams;
  return 8 * K * N * M * streams + K * user + system + back;
}

function drawn(shape: Shape): Instance {
  const scenario = scenarioSchema.parse({ ...shape });
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: JSON.stringify(shape) });
  const range = { first: 0, count: channels };
  return instanceOf(scenario, range, rayleigh(shape, range, streams), streams);
}

/** All benchmarks of the lanes engine. */
export async function benchLanes(): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const precision of ['f64', 'f32'] as const) {
    for (const shape of shapes) results.push(...(await wmmseIteration(shape, precision)));
  }
  return results;
}
