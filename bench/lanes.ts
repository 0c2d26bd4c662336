import type { SummedTrainer } from '../src/contracts/training.ts';
import type { Shape } from '../src/downlink/downlink.ts';
import { engine, multiply, type Precision } from '../src/lanes/index.ts';
import { rayleigh } from '../src/problems/beamforming/channels.ts';
import { type Instance, instanceOf } from '../src/problems/beamforming/instance.ts';
import {
  networkParameters,
  unfoldedTraining,
} from '../src/problems/beamforming/matrix-inverse-free/unfolded-training.ts';
import { scenarioSchema } from '../src/problems/beamforming/scenario.ts';
import { wmmse } from '../src/problems/beamforming/solvers/wmmse.ts';
import { streamsFor } from '../src/random/streams.ts';
import { SummedRun } from '../src/study/training/summed.ts';
import { alternate, type Measurement, median } from './measurement.ts';
import { peakOf } from './peak.ts';
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
  const silent = { solution: () => {}, diagnostic: () => {}, lost: () => {} };
  const { M, K, N, d } = shape;
  const sizes = [M, K, N, d, channels, iterations].map(String);
  const peer = startPeer('wmmse_torch.py', [precision === 'f64' ? 'complex128' : 'complex64', ...sizes]);
  const own = () => wmmse.solve(instance, parameters, silent);
  const peak = peakOf(precision);
  const times = await alternate(rounds, [own, peak.work, ...(peer ? [() => peer.step()] : [])]);
  await peer?.end();
  const [ours, , theirs] = times.map((each) => (median(each) / (channels * iterations)) * 1000);
  const name = `WMMSE iteration (${M},${K},${N},${d}) ${precision}`;
  const rate = wmmse.flops!(scenarioSchema.parse(shape), parameters) / ours / 1000;
  return [
    { name, value: ours, unit: 'us' },
    { name: `${name}: arithmetic`, value: rate, unit: 'GFLOP/s' },
    { name: `${name}: share of the SIMD128 peak`, value: rate / gigaflops(peak.flops, times[1]), unit: '1' },
    ...(theirs === undefined
      ? []
      : [
          { name: `${name}: PyTorch`, value: theirs, unit: 'us' },
          { name: `${name}: PyTorch / ours`, value: theirs / ours, unit: '1' },
        ]),
  ];
}

/** The product of 8 x 8 matrices in a hot cache, beside the processor's peak. */
async function productRate(precision: Precision, rounds = 25): Promise<Measurement[]> {
  const lanes = engine(precision);
  const mark = lanes.mark();
  const [A, B, C] = [0, 1, 2].map(() => lanes.complex(8, 8));
  const program = lanes.record(() => multiply(C, A, B));
  const repeats = 2000;
  const peak = peakOf(precision);
  const [times, peakTimes] = await alternate(rounds, [
    () => {
      for (let i = 0; i < repeats; i++) program.run();
    },
    peak.work,
  ]);
  lanes.release(mark);
  const rate = gigaflops(8 * 8 ** 3 * lanes.width * repeats, times);
  const name = `product of 8 x 8 matrices, ${precision}`;
  return [
    { name, value: rate, unit: 'GFLOP/s' },
    { name: `${name}: share of the SIMD128 peak`, value: rate / gigaflops(peak.flops, peakTimes), unit: '1' },
  ];
}

/** Operations in the median of times in milliseconds. */
function gigaflops(flops: number, times: readonly number[]): number {
  return flops / median(times) / 1e6;
}

function drawn(shape: Shape): Instance {
  const scenario = scenarioSchema.parse({ ...shape });
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: JSON.stringify(shape) });
  const range = { first: 0, count: channels };
  return instanceOf(scenario, range, rayleigh(shape, range, streams), streams);
}

/**
 * One Adam step of the unfolded matrix-inverse-free WMMSE network with triplet (4, 2, 8) and seven layers on 100 fresh channels, in
 * single precision on one thread; where PyTorch is installed, against autograd there, run in turn.
 */
export async function unfoldedTrainingStep(rounds = 9): Promise<Measurement[]> {
  const shape = shapes[0];
  const training = { Ju: 4, Jw: 2, Jv: 8, L: 7, batch: 100 };
  const parameters = networkParameters.parse(training);
  const scenario = scenarioSchema.parse(shape);
  const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: JSON.stringify(shape) });
  const trainer = unfoldedTraining.trainer({ ...scenario, ...parameters }, streams);
  const own = adamSteps((await trainer) as SummedTrainer<Float64Array>);
  const sizes = [...Object.values(shape), ...Object.values(training)].map(String);
  const peer = startPeer('unfolded_mif_torch.py', sizes);
  const times = await alternate(rounds, peer ? [own, () => peer.step()] : [own]);
  await peer?.end();
  const [ours, theirs] = times.map(median);
  const name = 'Adam step of unfolded-mif-wmmse(4,2,8), L = 7, batch 100';
  return [
    { name, value: ours, unit: 'ms' },
    ...(theirs === undefined
      ? []
      : [
          { name: `${name}: PyTorch`, value: theirs, unit: 'ms' },
          { name: `${name}: PyTorch / ours`, value: theirs / ours, unit: '1' },
        ]),
  ];
}

/** A function that goes one step further in the training each time. */
function adamSteps(trainer: SummedTrainer<Float64Array>): () => Promise<number> {
  const run = new SummedRun(trainer);
  let step = 0;
  return () => run.advance(step++);
}

/** All benchmarks of the lanes engine. */
export async function benchLanes(): Promise<Measurement[]> {
  const results: Measurement[] = [];
  for (const precision of ['f64', 'f32'] as const) {
    results.push(...(await productRate(precision)));
    for (const shape of shapes) results.push(...(await wmmseIteration(shape, precision)));
  }
  results.push(...(await unfoldedTrainingStep()));
  return results;
}
