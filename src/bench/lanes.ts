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
    { name: `${name}: arithmetic`, value: wmmse.flops!({ ...shape }, parameters) / ours / 1000, unit: 'GFLOP/s' },
    ...(theirs === undefined
      ? []
      : [
          { name: `${name}: PyTorch`, value: theirs, unit: 'us' },
          { name: `${name}: PyTorch / ours`, value: theirs / ours, unit: '1' },
        ]),
  ];
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
