import { parentPort, workerData } from 'node:worker_threads';
import type { ResidentTrainer, SummedTrainer, Trainer, TrainingPlan, Weights } from '../../contracts/training.ts';
import { loadProblem, type ProblemSource } from '../experiment/problem-source.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type CurvePoint, TrainingRun } from './loop.ts';
import { control, follow, Leader, sharedBuffer, sharedViews } from './shared.ts';
import { SummedRun } from './summed.ts';
import { trainingStreams } from './train.ts';

/** One thread of a training run: thread 0 leads, the others follow. See `SharedTraining` for how they meet. */

export interface ThreadData {
  readonly problem: ProblemSource;
  readonly solver: string;
  readonly plan: TrainingPlan;
  readonly key: string;
  readonly checkpoint: string;
  /** The words of `control`. */
  readonly words: SharedArrayBuffer;
  /** Threads that there may be. */
  readonly threads: number;
  /** What a follower is, once the leader has asked for it. */
  readonly follower?: Follower;
}

/** One of those who share the parts with the leader. */
export interface Follower {
  readonly buffer: SharedArrayBuffer;
  readonly index: number;
  /** Threads that there are, the leader among them. */
  readonly threads: number;
}

/** What the leader tells the main thread. */
export type LeaderMessage =
  | { readonly kind: 'followers'; readonly followers: readonly Follower[] }
  | { readonly kind: 'progress'; readonly step: number; readonly loss: number | null }
  /** The weights are null where the training was stopped. */
  | { readonly kind: 'end'; readonly weights: Weights | null; readonly curve: readonly CurvePoint[] };

const progressEvery = 250;
/** Least time between two checkpoints, and how many times longer than writing one it is: large networks are written less often. */
const checkpointEvery = 10_000;
const writingShare = 20;

async function lead(trainer: ResidentTrainer, { plan, checkpoint, key, words }: ThreadData): Promise<void> {
  const stop = new Int32Array(words);
  const run = await TrainingRun.begin(trainer, plan.steps, readCheckpoint(checkpoint, key));
  let reportedAt = 0;
  let savedAt = Date.now();
  let pause = checkpointEvery;
  while (!run.ended && Atomics.load(stop, control.stop) === 0) {
    await run.advance();
    const now = Date.now();
    if (now - reportedAt >= progressEvery) {
      report({ kind: 'progress', step: run.step, loss: run.curve.at(-1)?.loss ?? null });
      reportedAt = now;
    }
    if (now - savedAt >= pause) {
      writeCheckpoint(checkpoint, key, await run.state());
      savedAt = Date.now();
      pause = Math.max(checkpointEvery, writingShare * (savedAt - now));
    }
  }
  if (!run.ended) writeCheckpoint(checkpoint, key, await run.state());
  report({ kind: 'end', weights: run.ended ? await trainer.weights() : null, curve: run.curve });
}

/** Leads a summed training: alone, or with as many followers as there are parts for. */
async function leadSummed<V extends Float32Array | Float64Array>(trainer: SummedTrainer<V>): Promise<void> {
  const threads = Math.min(data.threads, trainer.parts);
  if (threads === 1) return lead(new SummedRun(trainer), data);
  const buffer = sharedBuffer(trainer);
  const followers = Array.from({ length: threads - 1 }, (_, i) => ({ buffer, index: i + 1, threads }));
  report({ kind: 'followers', followers });
  const leader = new Leader(trainer, sharedViews(data.words, buffer, trainer), threads);
  await lead(new SummedRun(trainer, leader), data);
  leader.dismiss();
}

async function work(trainer: Trainer, follower: Follower | undefined): Promise<void> {
  if (trainer.kind === 'resident') {
    await lead(trainer, data);
    return trainer.release();
  }
  // Both precisions are treated alike.
  const summed = trainer as SummedTrainer<Float64Array>;
  if (follower === undefined) return leadSummed(summed);
  const { buffer, index, threads } = follower;
  await follow(summed, sharedViews(data.words, buffer, summed), index, threads);
}

function report(message: LeaderMessage): void {
  parentPort?.postMessage(message);
}

const data = workerData as ThreadData;
const problem = await loadProblem(data.problem);
const { training } = await problem.solvers[data.solver]();
if (!training) throw new Error(`solver "${data.solver}" has no training`);
await work(await training.trainer(data.plan, trainingStreams(data)), data.follower);
