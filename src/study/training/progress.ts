import type { Study } from '../study.ts';
import { checkpointPath } from './checkpoint.ts';
import { stepsDone, type TrainingJob } from './train.ts';
import { findWeights } from './weights-file.ts';

/** How far the trainings of a study are. */
export interface NetworkProgress {
  /** Networks that its solvers ask for, and those that these begin from. */
  readonly networks: number;
  readonly trained: number;
  /** Optimizer steps of all of them. */
  readonly steps: number;
  /** Of these, what weights and checkpoints hold. */
  readonly stepsDone: number;
}

/** What weights files and checkpoints say of a study's networks. */
export function networkProgress({
  networks,
  trees,
  weights,
}: Pick<Study, 'networks' | 'trees' | 'weights'>): NetworkProgress {
  const all = new Map<string, TrainingJob>();
  const isTrained = ({ solver, key }: TrainingJob) => weights.has(key) || findWeights(trees, solver, key) !== null;
  const add = (job: TrainingJob) => {
    if (job.start && !isTrained(job)) add(job.start);
    all.set(job.key, job);
  };
  networks.forEach(add);
  let [trained, steps, done] = [0, 0, 0];
  for (const job of all.values()) {
    const isDone = isTrained(job);
    if (isDone) trained += 1;
    steps += job.plan.steps;
    done += isDone ? job.plan.steps : stepsDone(job, checkpointPath(trees[0], job.key));
  }
  return { networks: all.size, trained, steps, stepsDone: done };
}
