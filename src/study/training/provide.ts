import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import type { Executor } from '../run/executor.ts';
import { Lock, type Owner } from '../run/lock.ts';
import { ofShard, type Shard } from '../run/shard.ts';
import { checkpointPath } from './checkpoint.ts';
import { stepsDone, type TrainingJob, train } from './train.ts';
import { findWeights, readTraining, weightsFileName, writeWeights } from './weights-file.ts';

export interface ProvideOptions {
  /** Trees (each with `results/<paper>/weights/`) in which trained weights are looked for, the one written to first. */
  readonly trees: readonly string[];
  /** Paper in whose folder new weights are put. */
  readonly paper: string;
  readonly executor: Executor;
  /** Which of several processes this one is: each begins with other networks. */
  readonly shard?: Shard | undefined;
  /** Trains also what is there already. */
  readonly retrain: boolean;
  readonly signal?: AbortSignal;
  /** Told, before the first step of the first, how many networks are trained here and how many steps that takes at most. */
  readonly onBegin?: (networks: number, steps: number) => void;
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Told of every training whose loss ends above its beginning, by more than its size there. */
  readonly onWorse?: (worse: WorseTraining) => void;
}

/** A training that did more harm than good: it has diverged without overflowing. */
export interface WorseTraining {
  /** The weights file, written all the same. */
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

/** Optimiser steps of all networks that are being trained. */
export interface TrainingProgress {
  readonly networks: number;
  readonly steps: number;
  readonly stepsDone: number;
}

/** What is there, and what is not. */
export interface Provided {
  /** Path of the weights by the key of the job, as far as they are there. */
  readonly paths: ReadonlyMap<string, string>;
  /** How many of them this call has trained. */
  readonly trained: number;
  /** What other processes are training. */
  readonly elsewhere: readonly Elsewhere[];
  /** Whether a signal stopped the training before all were there. */
  readonly stopped: boolean;
}

export interface Elsewhere {
  readonly job: TrainingJob;
  /** Undefined where it took the network over and has ended since. */
  readonly owner: Owner | undefined;
}

/**
 * Finds the weights of every job and trains those that are missing, except where another process does already: as many networks at a
 * time as there are threads, or one network on several threads where fewer are left. The weights depend on none of this.
 *
 * @throws UserError where a weights file that would be used is damaged or does not fit its key
 */
export async function provideWeights(jobs: readonly TrainingJob[], options: ProvideOptions): Promise<Provided> {
  const run = new ProvidingRun(jobs, options);
  await run.trainMissing();
  return run.result();
}

class ProvidingRun {
  readonly #options: ProvideOptions;
  /** Keys of the networks that were asked for: not of those that they only begin from. */
  readonly #wanted: ReadonlySet<string>;
  readonly #missing: readonly TrainingJob[];
  readonly #paths = new Map<string, string>();
  /** Steps done of the networks that others do not train. */
  readonly #steps = new Map<TrainingJob, number>();
  readonly #elsewhere: Elsewhere[] = [];
  #trained = 0;
  #hasBegun = false;

  constructor(jobs: readonly TrainingJob[], options: ProvideOptions) {
    this.#options = options;
    this.#wanted = new Set(jobs.map(({ key }) => key));
    this.#missing = this.#withStarts(jobs.filter((job) => !this.#find(job)));
    for (const job of this.#missing)
      this.#steps.set(job, options.retrain ? 0 : stepsDone(job, this.#checkpointOf(job)));
  }

  result(): Provided {
    return {
      paths: this.#paths,
      trained: this.#trained,
      elsewhere: this.#elsewhere,
      stopped: this.#options.signal?.aborted ?? false,
    };
  }

  async trainMissing(): Promise<void> {
    for (let left = this.#missing; left.length > 0; ) {
      const ready = left.filter(({ start }) => !start || this.#paths.has(start.key));
      if (ready.length === 0) return this.#leaveWithStarts(left);
      await this.#trainAll(ready);
      left = left.filter((job) => !ready.includes(job));
    }
  }

  /** Trains networks none of which begins from another of them. */
  async #trainAll(jobs: readonly TrainingJob[]): Promise<void> {
    const { executor, shard, signal } = this.#options;
    const queue = inTurn(jobs, shard);
    const teams = Math.min(executor.threads, Math.ceil(queue.length / (shard?.count ?? 1)));
    const threads = Math.floor(executor.threads / teams);
    await Promise.all(
      Array.from({ length: teams }, async () => {
        for (let job = queue.shift(); job !== undefined && !signal?.aborted; job = queue.shift()) {
          await this.#take(job, threads);
        }
      }),
    );
  }

  /** Trains a network unless another process does, or has. */
  async #take(job: TrainingJob, threads: number): Promise<void> {
    const path = this.#lockOf(job);
    const lock = Lock.tryTake(path);
    if (lock === undefined) throw new UserError(messages.locked(path));
    if (!(lock instanceof Lock)) return this.#leave(job, lock);
    try {
      if (this.#find(job)) return this.#report(job, job.plan.steps);
      await this.#train(job, threads, lock);
      if (!this.#paths.has(job.key) && !lock.isHeld()) this.#leave(job, lock.taker());
    } finally {
      lock.release();
    }
  }

  /** Trains a network and writes its weights; leaves a checkpoint where the signal stops it, nothing where the lock was lost. */
  async #train(job: TrainingJob, threads: number, lock: Lock): Promise<void> {
    const { executor, retrain, signal, trees, paper, onWorse } = this.#options;
    this.#begin();
    const checkpoint = this.#checkpointOf(job);
    if (retrain) rmSync(checkpoint, { force: true });
    const trained = await train(job, {
      ...{ threads, runThread: executor.train, checkpoint, lock: lock.ticket },
      startPath: job.start && this.#paths.get(job.start.key),
      ...(signal && { signal }),
      onProgress: (step) => this.#report(job, step),
    });
    if (trained === null || !lock.isHeld()) return;
    this.#report(job, job.plan.steps);
    const path = join(trees[0], 'results', paper, 'weights', weightsFileName(job.solver, job.key));
    writeWeights(path, trained);
    rmSync(checkpoint, { force: true });
    this.#paths.set(job.key, path);
    this.#trained += 1;
    const [first, last] = [trained.curve[0].loss, trained.curve.at(-1)!.loss];
    if (last - first > Math.abs(first)) onWorse?.({ path, first, last });
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    const { networks, steps, stepsDone } = this.#progress();
    this.#options.onBegin?.(networks, steps - stepsDone);
  }

  /** Whether the weights are there, and nobody wants them anew. */
  #find({ solver, key }: TrainingJob): boolean {
    const { retrain, trees } = this.#options;
    const path = retrain && this.#wanted.has(key) ? null : findWeights(trees, solver, key);
    if (path === null) return false;
    readTraining(path, key);
    this.#paths.set(key, path);
    return true;
  }

  /** The jobs and, before them, the networks that they begin from and that are not there. */
  #withStarts(jobs: readonly TrainingJob[]): TrainingJob[] {
    const all = new Map<string, TrainingJob>();
    const add = (job: TrainingJob) => {
      if (job.start && !all.has(job.start.key) && !this.#find(job.start)) add(job.start);
      all.set(job.key, job);
    };
    jobs.forEach(add);
    return [...all.values()];
  }

  /** Networks whose starts are not there: whoever trains those comes first. */
  #leaveWithStarts(jobs: readonly TrainingJob[]): void {
    for (const job of jobs) {
      const elsewhere = this.#elsewhere.find((other) => other.job.key === job.start?.key);
      if (elsewhere) this.#leave(job, elsewhere.owner);
    }
  }

  #leave(job: TrainingJob, owner: Owner | undefined): void {
    this.#elsewhere.push({ job, owner });
    this.#steps.delete(job);
  }

  #report(job: TrainingJob, step: number): void {
    this.#steps.set(job, step);
    this.#options.onProgress?.(this.#progress());
  }

  #progress(): TrainingProgress {
    const jobs = [...this.#steps.keys()];
    return {
      networks: jobs.length,
      steps: jobs.reduce((sum, { plan }) => sum + plan.steps, 0),
      stepsDone: [...this.#steps.values()].reduce((sum, steps) => sum + steps, 0),
    };
  }

  #checkpointOf({ key }: TrainingJob): string {
    return checkpointPath(this.#options.trees[0], key);
  }

  #lockOf({ key }: TrainingJob): string {
    return join(this.#options.trees[0], '.reproduce', 'training', `${key}.lock`);
  }
}

/** The longest first; of several processes each begins at another place, and comes to what the others may have left at last. */
function inTurn(jobs: readonly TrainingJob[], shard: Shard | undefined): TrainingJob[] {
  const queue = jobs.toSorted((a, b) => b.plan.steps - a.plan.steps);
  if (shard === undefined) return queue;
  const own = queue.filter((_, i) => ofShard(i, shard));
  return [...own, ...queue.filter((job) => !own.includes(job))];
}
