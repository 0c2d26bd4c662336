import type { Study } from '../study.ts';
import { checkpointPath } from './checkpoint.ts';
import { stepsDone, type TrainingJob } from './train.ts';
import { findWeights } from './weights-file.ts';

/** A network that a study needs, and how far its training is. */
export interface NetworkState {
  readonly job: TrainingJob;
  readonly isTrained: boolean;
  /** Optimizer steps that weights or checkpoint hold. */
  readonly stepsDone: number;
}

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

type Trained = Pick<Study, 'networks' | 'trees' | 'weights'>;

/** What weights files and checkpoints say of a study's networks. */
export function networkProgress(study: Trained): NetworkProgress {
  const states = networkStates(study);
  const sum = (of: (state: NetworkState) => number) => states.reduce((total, state) => total + of(state), 0);
  return {
    networks: states.length,
    trained: sum(({ isTrained }) => Number(isTrained)),
    steps: sum(({ job }) => job.plan.steps),
    stepsDone: sum((state) => state.stepsDone),
  };
}

/** The networks of a study, each once, and before them those that they begin from and that are not there. */
export function networkStates({ networks, trees, weights }: Trained): NetworkState[] {
  const states = new Map<string, NetworkState>();
  const add = (job: TrainingJob) => {
    const isTrained = weights.has(job.key) || findWeights(trees, job.solver, job.key) !== null;
    if (job.start && !isTrained && findWeights(trees, job.start.solver, job.start.key) === null) add(job.start);
    const done = isTrained ? job.plan.steps : stepsDone(job, checkpointPath(trees[0], job.key));
    states.set(job.key, { job, isTrained, stepsDone: done });
  };
  networks.forEach(add);
  return [...states.values()];
}
