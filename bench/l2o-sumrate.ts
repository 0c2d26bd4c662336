import type { SummedTrainer } from '../src/contracts/training.ts';
import type { Instance } from '../src/problems/multicell/instance.ts';
import { multicell } from '../src/problems/multicell/problem.ts';
import { structuredL2o } from '../src/problems/multicell/solvers/structured-l2o.ts';
import { streamsFor } from '../src/random/streams.ts';
import { SummedRun } from '../src/study/training/summed.ts';
import { alternate, type Measurement, measured, median, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/** The small scale, split as (2, 4), and the moderate one. */
const small = { B: 2, U: 4, Nt: 8 } as const;
const moderate = { B: 4, U: 4, Nt: 16 } as const;

const silent = { solution: () => {}, diagnostic: () => {}, lost: () => {} };
const streams = streamsFor({ seed: 1, experiment: 'bench', scenario: 'l2o-sumrate' });

/** WMMSE for several cells, 20 iterations of 256 channels, and where PyTorch is installed the same there, run in turn. */
export async function wmmseIterations(rounds = 7): Promise<Measurement[]> {
  const [channels, iterations] = [256, 20];
  const solve = await solving('wmmse', { iterations, start: 'mrt' });
  const instance = drawn(small, 0, channels);
  const peer = startPeer('multicell_torch.py', ['wmmse', ...sizesOf(small), String(channels), String(iterations)]);
  const times = await alternate(rounds, [() => solve(instance), ...(peer ? [peer] : [])]);
  await peer?.end();
  const [ours, theirs] = times.map((each) => each.map((time) => (1000 * time) / (channels * iterations)));
  return beside('WMMSE iteration (2,4,8,2)', 'us', ours, theirs);
}

/** One AdamW step of the structured updates in the span of the channels, T = 5, 64 fresh channels, single precision, one thread. */
export async function trainingStep(rounds = 9): Promise<Measurement[]> {
  const parameters = structuredL2o.parameters.parse({});
  const plan = structuredL2o.training!.plan(multicell.scenario.parse(small), parameters)!;
  const trainer = (await structuredL2o.training!.trainer(plan, streams)) as SummedTrainer<Float32Array>;
  const run = new SummedRun(trainer);
  let step = 0;
  const peer = startPeer('multicell_torch.py', ['train', ...sizesOf(small), String(parameters.batch)]);
  const [ours, theirs] = await alternate(rounds, [() => run.advance(step++), ...(peer ? [peer] : [])]);
  await peer?.end();
  return beside('AdamW step of structured-l2o (2,4,8,2), batch 64', 'ms', ours, theirs);
}

/**
 * Fig. 3: processor time of WMMSE, as Table 1 has it, over that of five updates at the moderate scale; a hundred channels at once, and
 * one by one, each a block of its own, for which the network is recorded and compiled again: one channel also fills one lane of
 * eight. The network's weights are those from which training starts, which changes nothing in what it costs.
 */
export async function timesOfFig3(rounds = 3): Promise<Measurement[]> {
  const wmmse = await solving('wmmse', {});
  const network = await solving('structured-l2o', { weights: 'untrained' });
  const found: Measurement[] = [];
  for (const [name, count] of [
    ['100 at once', 100],
    ['one by one', 1],
  ] as const) {
    const instances = Array.from({ length: count === 1 ? 10 : 1 }, (_, i) => drawn(moderate, 100 * i, count));
    const all = (solve: (instance: Instance) => unknown) => async () => {
      for (const instance of instances) await solve(instance);
    };
    const times = await alternate(rounds, [all(wmmse), all(network)]);
    const [slow, fast] = times.map((each) => each.map((time) => time / (count * instances.length)));
    found.push(
      measured(`Fig. 3, ${name}: WMMSE`, slow, 'ms'),
      measured(`Fig. 3, ${name}: structured-l2o`, fast, 'ms'),
      ratio(`Fig. 3, ${name}: WMMSE / structured-l2o`, slow, fast),
    );
  }
  return found;
}

/**
 * Time of 20 iterations of one channel over the antennas of a station, B = 2, U = 4: WMMSE with systems of Nt equations, as published,
 * and R-WMMSE; and the exponents of Nt that fit the times for 32 antennas and more.
 */
export async function costOverAntennas(rounds = 3): Promise<Measurement[]> {
  const methods = {
    'wmmse, Nt equations': await solving('wmmse', { iterations: 20, start: 'mrt', system: 'antennas' }),
    'r-wmmse': await solving('r-wmmse', { iterations: 20, start: 'mrt' }),
  };
  const antennas = [8, 16, 32, 64, 128];
  const found: Measurement[] = [];
  for (const [name, solve] of Object.entries(methods)) {
    const times: number[] = [];
    for (const Nt of antennas) {
      const instance = drawn({ ...small, Nt }, 0, 64);
      const [each] = await alternate(rounds, [() => solve(instance)]);
      times.push(median(each) / 64);
      found.push({ name: `${name}, Nt = ${Nt}`, value: times[times.length - 1], unit: 'ms' });
    }
    found.push({ name: `${name}: exponent of Nt`, value: slope(antennas.slice(2), times.slice(2)), unit: '1' });
  }
  return found;
}

/** The benchmarks of several cells. */
export async function benchL2oSumrate(): Promise<Measurement[]> {
  return [
    ...(await wmmseIterations()),
    ...(await trainingStep()),
    ...(await timesOfFig3()),
    ...(await costOverAntennas()),
  ];
}

/** A solver with parameters. */
async function solving(name: string, parameters: Record<string, unknown>) {
  const solver = await multicell.solvers[name]();
  const parsed = solver.parameters.parse(parameters);
  return (instance: Instance) => solver.solve(instance, parsed, silent);
}

function drawn(axes: Record<string, number>, first: number, count: number): Instance {
  return multicell.draw(multicell.scenario.parse(axes), { first, count }, streams);
}

function sizesOf({ B, U, Nt }: { readonly B: number; readonly U: number; readonly Nt: number }): string[] {
  return [B, U, Nt, 2].map(String);
}

function beside(
  name: string,
  unit: string,
  ours: readonly number[],
  theirs: readonly number[] | undefined,
): Measurement[] {
  const own = measured(name, ours, unit);
  if (theirs === undefined) return [own];
  return [own, measured(`${name}: PyTorch`, theirs, unit), ratio(`${name}: PyTorch / ours`, theirs, ours)];
}

/** The exponent e of the power law c x^e that fits best on logarithms. */
function slope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x, y].map((values) => values.map(Math.log));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, i) => sum + (value - a) * (v[i] - b), 0);
  return covariance / u.reduce((sum, value) => sum + (value - a) ** 2, 0);
}
