import type { SummedTrainer } from '../src/contracts/training.ts';
import type { Instance } from '../src/problems/multicell/instance.ts';
import { multicell } from '../src/problems/multicell/problem.ts';
import { structuredL2o } from '../src/problems/multicell/solvers/structured-l2o.ts';
import { streamsFor } from '../src/random/streams.ts';
import { alternate } from '../src/study/times/alternate.ts';
import { SummedRun } from '../src/study/training/summed.ts';
import { type Measurement, measured, ratio } from './measurement.ts';
import { startPeer } from './peer.ts';

/** The small scale, split as (2, 4). */
const small = { B: 2, U: 4, Nt: 8 } as const;

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

/** The benchmarks of several cells. */
export async function benchL2oSumrate(): Promise<Measurement[]> {
  return [...(await wmmseIterations()), ...(await trainingStep())];
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
