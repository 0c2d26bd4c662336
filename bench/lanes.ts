import type { SummedTrainer } from '../src/contracts/training.ts';
import type { Shape } from '../src/downlink/downlink.ts';
import { engine, multiply, type Precision } from '../src/lanes/index.ts';
import { rayleigh } from '../src/problems/beamforming/channels/rayleigh.ts';
import { type Instance, instanceOf } from '../src/problems/beamforming/instance.ts';
import {
  networkParameters,
  unfoldedTraining,
} from '../src/problems/beamforming/matrix-inverse-free/unfolded-training.ts';
import { scenarioSchema } from '../src/problems/beamforming/scenario.ts';
import { wmmse } from '../src/problems/beamforming/solvers/wmmse.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate } from '../src/study/times/alternate.ts';
import { SummedRun } from '../src/study/training/summed.ts';
import { type Measurement, measured, median, ratio } from './measurement.ts';
import { peakOf } from './peak.ts';
import { startPeer } from './peer.ts';

const channels = 1000;
/** Of a run here; what a channel costs once is stated apart. */
const iterations = 100;

/** Of a run there, which begins with the channels where they are needed. */
const peerIterations = 20;

/** The scenarios of Figs. 1-3 of the matrix-inverse-free WMMSE paper. */
const shapes: readonly Shape[] = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 8, K: 2, N: 4, d: 4 },
  { M: 8, K: 2, N: 2, d: 2 },
];

/**
 * One WMMSE iteration, eq. (9), of one channel out of a thousand: the solver as experiments run it, every iteration reported, starts and
 * loading included. Where PyTorch is installed, against the batched iteration there, as a careful user writes it and as an expert does,
 * run in turn.
 */
export async function wmmseIteration(shape: Shape, precision: Precision, rounds = 9): Promise<Measurement[]> {
  const instance = drawn(shape);
  const parameters = wmmse.parameters.parse({ iterations, precision });
  const { M, K, N, d } = shape;
  const sizes = [M, K, N, d, channels, peerIterations].map(String);
  const kinds = ['careful', 'expert'] as const;
  const peers = kinds.flatMap((kind) => {
    const peer = startPeer('wmmse_torch.py', [kind, precision === 'f64' ? 'complex128' : 'complex64', ...sizes]);
    return peer ? [{ kind, peer }] : [];
  });
  const own = () => wmmse.solve(instance, parameters, silent);
  const peak = peakOf(precision);
  const [ours, peakTimes, ...theirs] = await alternate(rounds, [own, peak.work, ...peers.map(({ peer }) => peer)]);
  for (const { peer } of peers) await peer.end();
  const each = (times: readonly number[], count: number) => times.map((time) => (time / (channels * count)) * 1000);
  const us = each(ours, iterations);
  const peersUs = theirs.map((times) => each(times, peerIterations));
  const name = `WMMSE iteration (${M},${K},${N},${d}) ${precision}`;
  const rate = wmmse.flops!(scenarioSchema.parse(shape), parameters) / median(us) / 1000;
  return [
    measured(name, us, 'us'),
    { name: `${name}: arithmetic`, value: rate, unit: 'GFLOP/s' },
    { name: `${name}: share of the SIMD128 peak`, value: rate / gigaflops(peak.flops, peakTimes), unit: '1' },
    ...peers.flatMap(({ kind }, i) => [
      measured(`${name}: PyTorch, ${kind}`, peersUs[i], 'us'),
      ratio(`${name}: PyTorch, ${kind} / ours`, peersUs[i], us),
    ]),
  ];
}

/**
 * What an iteration costs for more and more antennas, (M,4,2,2): the slope between runs of 20 and of 120 iterations. What is left at no
 * iteration is what a channel costs once: loading it, its start, G = H H^H.
 */
export async function iterationByAntennas(rounds = 9): Promise<Measurement[]> {
  const found: Measurement[] = [];
  const [few, many] = [20, 120];
  for (const M of [8, 32, 128]) {
    const instance = drawn({ ...shapes[0], M });
    const works = [few, many].map((count) => {
      const parameters = wmmse.parameters.parse({ iterations: count });
      return () => wmmse.solve(instance, parameters, silent);
    });
    const [short, long] = await alternate(rounds, works);
    const each = short.map((time, round) => ((long[round] - time) / (channels * (many - few))) * 1000);
    const once = short.map((time, round) => (time / channels) * 1000 - few * each[round]);
    found.push(measured(`WMMSE iteration (${M},4,2,2) f64, start apart`, each, 'us'));
    found.push(measured(`WMMSE start (${M},4,2,2) f64`, once, 'us'));
  }
  return found;
}

/**
 * WMMSE until every channel has converged, its time over the iterations that it took, beside as many iterations of a fixed count (the
 * mean, rounded).
 */
export async function convergedIteration(shape: Shape, precision: Precision, rounds = 9): Promise<Measurement[]> {
  const instance = drawn(shape);
  let taken = 0;
  const counting = {
    ...silent,
    diagnostic(name: string, _kind: unknown, _range: unknown, values: ArrayLike<number>) {
      if (name === 'iterations') taken += Array.from(values).reduce((sum, value) => sum + value, 0);
    },
  };
  const converged = wmmse.parameters.parse({ precision });
  wmmse.solve(instance, converged, counting);
  const total = taken;
  const mean = Math.round(total / channels);
  const fixed = wmmse.parameters.parse({ iterations: mean, precision });
  const works = [converged, fixed].map((parameters) => () => wmmse.solve(instance, parameters, silent));
  const [until, count] = await alternate(rounds, works);
  const { M, K, N, d } = shape;
  const name = `WMMSE iteration (${M},${K},${N},${d}) ${precision} until convergence`;
  const own = until.map((time) => (time / total) * 1000);
  const other = count.map((time) => (time / (channels * mean)) * 1000);
  return [measured(name, own, 'us'), ratio(`${name} / of a fixed count`, own, other)];
}

const silent = { solution: () => {}, diagnostic: () => {}, lost: () => {} };

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
  const [ours, theirs] = await alternate(rounds, peer ? [own, peer] : [own]);
  await peer?.end();
  const name = 'Adam step of unfolded-mif-wmmse(4,2,8), L = 7, batch 100';
  return [
    measured(name, ours, 'ms'),
    ...(theirs ? [measured(`${name}: PyTorch`, theirs, 'ms'), ratio(`${name}: PyTorch / ours`, theirs, ours)] : []),
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
    for (const shape of shapes) results.push(...(await convergedIteration(shape, precision)));
  }
  results.push(...(await iterationByAntennas()));
  results.push(...(await unfoldedTrainingStep()));
  return results;
}
