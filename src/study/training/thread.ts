import type { ResidentTrainer, SummedTrainer, Trainer } from '../../contracts/training.ts';
import { useArithmetic } from '../../lanes/arithmetic.ts';
import { loadProblem } from '../experiment/problem-source.ts';
import { openRecorded } from '../experiment/recorded-file.ts';
import { isHeld } from '../run/lock.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { TrainingRun } from './loop.ts';
import { control, follow, Leader, sharedBuffer, sharedViews } from './shared.ts';
import { SummedRun } from './summed.ts';
import type { LeaderMessage, RunTrainingThread, ThreadData, Trained } from './thread-data.ts';
import { trainingStreams } from './train.ts';
import { readWeights } from './weights-file.ts';

const progressEvery = 250;
/** How many times longer than writing a checkpoint the time to the next one is at least: large networks are written less often. */
const writingShare = 20;

type Tell = (message: LeaderMessage) => void;

/** One thread of a training run, in a worker. See `SharedTraining` for how the threads of a run meet. */
export const runTrainingThread: RunTrainingThread = async (data, tell) => {
  const problem = await loadProblem(data.problem);
  useArithmetic('strict');
  const { training } = await problem.solvers[data.solver]();
  if (!training) throw new Error(`solver "${data.solver}" has no training`);
  const recorded = data.recorded && (await openRecorded(problem, data.recorded));
  const start = data.start && readWeights(data.start.path, data.start.key).weights;
  return work(await training.trainer(data.plan, trainingStreams(data), recorded, start), data, tell);
};

async function lead(
  trainer: ResidentTrainer,
  { plan, checkpoint, checkpointEvery, key, lock, words }: ThreadData,
  tell: Tell,
): Promise<Trained> {
  const stop = new Int32Array(words);
  const run = await TrainingRun.begin(trainer, plan.steps, readCheckpoint(checkpoint, key));
  let reportedAt = 0;
  let savedAt = Date.now();
  let pause = checkpointEvery;
  while (!run.ended && Atomics.load(stop, control.stop) === 0) {
    await run.advance();
    const now = Date.now();
    if (now - reportedAt >= progressEvery) {
      tell({ kind: 'progress', step: run.step, loss: run.curve.at(-1)?.loss ?? null });
      reportedAt = now;
    }
    if (now - savedAt >= pause) {
      if (!isHeld(lock)) break;
      writeCheckpoint(checkpoint, key, await run.state());
      savedAt = Date.now();
      pause = Math.max(checkpointEvery, writingShare * (savedAt - now));
    }
  }
  if (!run.ended && isHeld(lock)) writeCheckpoint(checkpoint, key, await run.state());
  return { weights: run.ended ? await trainer.weights() : null, curve: run.curve, validatedOn: run.validatedOn };
}

/** Leads a summed training: alone, or with as many followers as there are parts for. */
async function leadSummed<V extends Float32Array | Float64Array>(
  trainer: SummedTrainer<V>,
  data: ThreadData,
  tell: Tell,
): Promise<Trained> {
  const threads = Math.min(data.threads, trainer.parts);
  if (threads === 1) return lead(new SummedRun(trainer), data, tell);
  const buffer = sharedBuffer(trainer);
  const followers = Array.from({ length: threads - 1 }, (_, i) => ({ buffer, index: i + 1, threads }));
  tell({ kind: 'followers', followers });
  const leader = new Leader(trainer, sharedViews(data.words, buffer, trainer), threads);
  const trained = await lead(new SummedRun(trainer, leader), data, tell);
  leader.dismiss();
  return trained;
}

async function work(trainer: Trainer, data: ThreadData, tell: Tell): Promise<Trained | null> {
  if (trainer.kind === 'resident') {
    const trained = await lead(trainer, data, tell);
    await trainer.release();
    return trained;
  }
  // Both precisions are treated alike.
  const summed = trainer as SummedTrainer<Float64Array>;
  if (data.follower === undefined) return leadSummed(summed, data, tell);
  const { buffer, index, threads } = data.follower;
  await follow(summed, sharedViews(data.words, buffer, summed), index, threads);
  return null;
}
