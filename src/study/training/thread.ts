import { parentPort, workerData } from 'node:worker_threads';
import type { Trainer, TrainingPlan } from '../../contracts/training.ts';
import { loadProblem, type ProblemSource } from '../experiment/problem-source.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { finishStep, initialState, type TrainingState } from './loop.ts';
import { control, gradientsOfThread, type SharedTraining, sharedViews } from './shared.ts';
import { trainingStreams } from './train.ts';

/** One thread of a training run: thread 0 leads, the others follow. See `SharedTraining` for how they meet. */

export interface ThreadData {
  readonly problem: ProblemSource;
  readonly solver: string;
  readonly plan: TrainingPlan;
  readonly key: string;
  readonly checkpoint: string;
  readonly buffer: SharedArrayBuffer;
  readonly index: number;
  readonly threads: number;
}

/** What the leader tells the main thread. */
export type LeaderMessage =
  | { readonly kind: 'progress'; readonly step: number; readonly loss: number | null }
  | { readonly kind: 'end'; readonly state: TrainingState };

const progressEvery = 250;
/** Least time between two checkpoints, and how many times longer than writing one it is: large networks are written less often. */
const checkpointEvery = 10_000;
const writingShare = 20;

async function lead(trainer: Trainer, shared: SharedTraining, data: ThreadData): Promise<void> {
  const { plan, checkpoint, key, threads } = data;
  const state = readCheckpoint(checkpoint, key) ?? initialState(trainer);
  const scratch = new Float64Array(trainer.size + 1);
  let reportedAt = 0;
  let savedAt = Date.now();
  let pause = checkpointEvery;
  while (state.step < plan.steps && Atomics.load(shared.control, control.stop) === 0) {
    publish(shared, state);
    await gradientsOfThread(trainer, shared, state.step, 0, threads);
    awaitFollowers(shared, threads - 1);
    finishStep(trainer, state, shared.parts, scratch, plan.steps);
    const now = Date.now();
    if (now - reportedAt >= progressEvery) {
      report({ kind: 'progress', step: state.step, loss: state.curve.at(-1)?.loss ?? null });
      reportedAt = now;
    }
    if (now - savedAt >= pause) {
      writeCheckpoint(checkpoint, key, state);
      savedAt = Date.now();
      pause = Math.max(checkpointEvery, writingShare * (savedAt - now));
    }
  }
  if (state.step < plan.steps) writeCheckpoint(checkpoint, key, state);
  Atomics.store(shared.control, control.finished, 1);
  wake(shared.control, control.generation);
  report({ kind: 'end', state });
}

/** Makes the parameters of the next step visible and lets the followers begin. The step travels in `generation`. */
function publish(shared: SharedTraining, state: TrainingState): void {
  shared.parameters.set(state.parameters);
  Atomics.store(shared.control, control.reported, 0);
  Atomics.store(shared.control, control.generation, state.step + 1);
  Atomics.notify(shared.control, control.generation);
}

function awaitFollowers(shared: SharedTraining, followers: number): void {
  for (;;) {
    const reported = Atomics.load(shared.control, control.reported);
    if (reported === followers) return;
    Atomics.wait(shared.control, control.reported, reported);
  }
}

async function follow(trainer: Trainer, shared: SharedTraining, { index, threads }: ThreadData): Promise<void> {
  let seen = 0;
  for (;;) {
    seen = awaitGeneration(shared, seen);
    if (Atomics.load(shared.control, control.finished) === 1) return;
    await gradientsOfThread(trainer, shared, seen - 1, index, threads);
    wake(shared.control, control.reported);
  }
}

/**
 * The first generation after `seen`. A follower can be woken without there being one: where it saw a generation before the leader
 * had notified of it, and was done and waiting again when that came.
 */
function awaitGeneration({ control: words }: SharedTraining, seen: number): number {
  for (;;) {
    const generation = Atomics.load(words, control.generation);
    if (generation !== seen) return generation;
    Atomics.wait(words, control.generation, seen);
  }
}

/** Raises a word of `control` by one and wakes who waits for it. */
function wake(words: Int32Array, word: number): void {
  Atomics.add(words, word, 1);
  Atomics.notify(words, word);
}

function report(message: LeaderMessage): void {
  parentPort?.postMessage(message);
}

const data = workerData as ThreadData;
const problem = await loadProblem(data.problem);
const { training } = await problem.solvers[data.solver]();
if (!training) throw new Error(`solver "${data.solver}" has no training`);
const trainer = await training.trainer(data.plan, trainingStreams(data));
const shared = sharedViews(data.buffer, trainer);
await (data.index === 0 ? lead(trainer, shared, data) : follow(trainer, shared, data));
