import type { TrainingPlan, ValidatedOn, Weights } from '../../contracts/training.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import type { RecordedFile } from '../experiment/recorded-file.ts';
import type { LockTicket } from '../run/lock.ts';
import type { CurvePoint } from './loop.ts';

/** What one thread of a training run is told: one leads, the others follow. */
export interface ThreadData {
  readonly problem: ProblemSource;
  readonly solver: string;
  readonly plan: TrainingPlan;
  readonly key: string;
  /** The file of the plan's data set. */
  readonly recorded?: RecordedFile;
  /** The weights that it begins from. */
  readonly start?: { readonly path: string; readonly key: string };
  readonly checkpoint: string;
  /** Least time between two checkpoints in milliseconds. */
  readonly checkpointEvery: number;
  /** Lock of the network: who has lost it writes no checkpoint and gives up. */
  readonly lock: LockTicket;
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

/** What the leader tells while it trains. */
export type LeaderMessage =
  | { readonly kind: 'followers'; readonly followers: readonly Follower[] }
  | { readonly kind: 'progress'; readonly step: number; readonly loss: number | null };

/** What the leader ends with; the weights are null where the training was stopped, or given up. */
export interface Trained {
  readonly weights: Weights | null;
  readonly curve: readonly CurvePoint[];
  readonly validatedOn: ValidatedOn | undefined;
}

/** Runs one thread of a training to its end; null is what a follower ends with. */
export type RunTrainingThread = (data: ThreadData, tell: (message: LeaderMessage) => void) => Promise<Trained | null>;
