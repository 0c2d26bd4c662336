import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Trainer, Training, TrainingPlan } from '../../contracts/training.ts';
import { packageRoot } from '../../package-root.ts';
import { streamsFor } from '../../random/streams.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { TrainingState } from './loop.ts';
import { control, sharedBytes } from './shared.ts';
import type { LeaderMessage, ThreadData } from './thread.ts';
import { type TrainedWeights, weightsKey } from './weights-file.ts';

/** One network to train. */
export interface TrainingJob {
  readonly problem: ProblemSource;
  readonly solver: string;
  readonly training: Training;
  readonly plan: TrainingPlan;
  readonly key: string;
}

export interface TrainingOptions {
  /** Threads that share each step; the weights do not depend on it. */
  readonly threads: number;
  /** Where the run keeps its checkpoint and finds that of an earlier one. */
  readonly checkpoint: string;
  /** Stops after the step at hand, keeping a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: number, loss: number | null) => void;
}

export function trainingJob(
  problem: ProblemSource,
  solver: string,
  training: Training,
  plan: TrainingPlan,
): TrainingJob {
  return { problem, solver, training, plan, key: weightsKey(solver, training.version, plan) };
}

/** The random streams of a training: a function of the seed in its plan (1 where it has none) and its content key. */
export function trainingStreams({ solver, plan, key }: Pick<TrainingJob, 'solver' | 'plan' | 'key'>) {
  return streamsFor({ seed: Number(plan.seed ?? 1), experiment: `training/${solver}`, scenario: key });
}

/**
 * Trains one network to the end of its plan, resuming from the checkpoint where there is one; null where `signal` stopped it
 * before the end.
 *
 * @throws Error what a thread threw, for example that the training diverged and in which step
 */
export async function train(job: TrainingJob, options: TrainingOptions): Promise<TrainedWeights | null> {
  const trainer = await job.training.trainer(job.plan, trainingStreams(job));
  const state = await trainInThreads(job, trainer, options);
  if (state.step < job.plan.steps) return null;
  return {
    solver: job.solver,
    version: job.training.version,
    plan: job.plan,
    curve: state.curve,
    weights: trainer.weights(state.parameters),
  };
}

/** Steps already done by an earlier, stopped run of this job. */
export function stepsDone(job: TrainingJob, checkpoint: string): number {
  return readCheckpoint(checkpoint, job.key)?.step ?? 0;
}

function trainInThreads(
  { problem, solver, plan, key }: TrainingJob,
  trainer: Trainer,
  { threads, checkpoint, signal, onProgress }: TrainingOptions,
): Promise<TrainingState> {
  const buffer = new SharedArrayBuffer(sharedBytes(trainer.size, trainer.parts));
  const words = new Int32Array(buffer, 0, control.length);
  const stop = () => Atomics.store(words, control.stop, 1);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const team = Math.min(threads, trainer.parts);
  const workers = Array.from({ length: team }, (_, index) => {
    const workerData: ThreadData = { problem, solver, plan, key, checkpoint, buffer, index, threads: team };
    return new Worker(join(packageRoot, 'build/src/study/training/thread.js'), { workerData });
  });
  return new Promise<TrainingState>((resolve, reject) => {
    for (const worker of workers) worker.on('error', reject);
    workers[0].on('message', (message: LeaderMessage) => {
      if (message.kind === 'progress') onProgress?.(message.step, message.loss);
      else resolve(message.state);
    });
  }).finally(async () => {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
}
