import type { Training, TrainingPlan } from '../../contracts/training.ts';
import { drawsVersion, streamsFor } from '../../random/streams.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import type { RecordedFile } from '../experiment/recorded-file.ts';
import type { LockTicket } from '../run/lock.ts';
import { readCheckpoint } from './checkpoint.ts';
import { control } from './shared.ts';
import type { LeaderMessage, RunTrainingThread, ThreadData, Trained } from './thread-data.ts';
import { type TrainedWeights, weightsKey } from './weights-file.ts';

/** One network to train. */
export interface TrainingJob {
  readonly problem: ProblemSource;
  readonly solver: string;
  readonly training: Training;
  readonly plan: TrainingPlan;
  readonly key: string;
  /** The file of its data set. */
  readonly recorded?: RecordedFile;
  /** The network whose weights it begins from. */
  readonly start?: TrainingJob;
}

export interface TrainingOptions {
  /** Threads that share each step; the weights do not depend on it. */
  readonly threads: number;
  readonly runThread: RunTrainingThread;
  /** File of the weights of the job's start, where it has one. */
  readonly startPath?: string | undefined;
  /** Where the run keeps its checkpoint and finds that of an earlier one. */
  readonly checkpoint: string;
  /** Least time between two checkpoints in milliseconds: what a killed run may lose. Default 10 s. */
  readonly checkpointEvery?: number;
  /** Lock of the network, held by this process: once it is lost the training ends, without a checkpoint. */
  readonly lock: LockTicket;
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
  const job = { problem, solver, training, plan, key: weightsKey(solver, training.version, plan) };
  const start = training.start?.(plan) ?? null;
  if (start === null) return job;
  const { name, training: its } = start.of ?? { name: solver, training };
  return { ...job, start: trainingJob(problem, name, its, start.plan) };
}

/** The random streams of a training: a function of the seed in its plan (1 where it has none) and its content key. */
export function trainingStreams({ solver, plan, key }: Pick<TrainingJob, 'solver' | 'plan' | 'key'>) {
  return streamsFor({ seed: Number(plan.seed ?? 1), experiment: `training/${solver}`, scenario: key });
}

/**
 * Trains one network to the end of its plan, resuming from the checkpoint where there is one; null where `signal` stopped it
 * before the end, or the lock was lost.
 *
 * @throws Error what a thread threw, for example that the training diverged and in which step
 */
export async function train(job: TrainingJob, options: TrainingOptions): Promise<TrainedWeights | null> {
  const { weights, curve, validatedOn } = await trainInThreads(job, options);
  if (weights === null) return null;
  const { solver, training, plan } = job;
  return { solver, version: training.version, plan, curve, validatedOn, draws: drawsVersion, weights };
}

/** Steps already done by an earlier, stopped run of this job. */
export function stepsDone(job: TrainingJob, checkpoint: string): number {
  return readCheckpoint(checkpoint, job.key)?.step ?? 0;
}

/** Starts the leader, and the followers that it asks for. */
async function trainInThreads(
  { problem, solver, plan, key, recorded, start }: TrainingJob,
  { threads, runThread, startPath, checkpoint, checkpointEvery = 10_000, lock, signal, onProgress }: TrainingOptions,
): Promise<Trained> {
  const words = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * control.length);
  const stop = () => Atomics.store(new Int32Array(words), control.stop, 1);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  const begun = start && startPath !== undefined && { start: { path: startPath, key: start.key } };
  const own = { problem, solver, plan, key, ...(recorded && { recorded }), ...begun };
  const data: ThreadData = { ...own, checkpoint, checkpointEvery, lock, words, threads };
  try {
    return await new Promise<Trained>((resolve, reject) => {
      const begin = (own: ThreadData) =>
        runThread(own, hear).then((trained) => trained !== null && resolve(trained), reject);
      const hear = (message: LeaderMessage) => {
        if (message.kind === 'progress') onProgress?.(message.step, message.loss);
        else for (const follower of message.followers) begin({ ...data, follower });
      };
      begin(data);
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
