import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Executor } from '../run/executor.ts';
import { stepsDone, type TrainingJob, train } from './train.ts';
import { findWeights, readWeights, weightsFileName, writeWeights } from './weights-file.ts';

export interface ProvideOptions {
  /** Trees (each with `results/<paper>/weights/`) in which trained weights are looked for, the one written to first. */
  readonly trees: readonly string[];
  /** Paper in whose folder new weights are put. */
  readonly paper: string;
  readonly executor: Executor;
  /** Trains also what is there already. */
  readonly retrain: boolean;
  readonly signal?: AbortSignal;
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

/** Path of the weights of every job by its key, as far as they are there; `trained` of them are new. */
export interface Provided {
  readonly paths: ReadonlyMap<string, string>;
  readonly trained: number;
  /** Whether a signal stopped the training before all were there. */
  readonly stopped: boolean;
}

/**
 * Finds the weights of every job and trains those that are missing: as many networks at a time as there are threads, or one
 * network on several threads where fewer are left. The weights do not depend on either.
 *
 * @throws UserError where a weights file that would be used is damaged or does not fit its key
 */
export async function provideWeights(jobs: readonly TrainingJob[], options: ProvideOptions): Promise<Provided> {
  const paths = new Map<string, string>();
  const missing: TrainingJob[] = [];
  for (const job of jobs) {
    const path = options.retrain ? null : findWeights(options.trees, job.solver, job.key);
    if (path === null) missing.push(job);
    else {
      readWeights(path, job.key);
      paths.set(job.key, path);
    }
  }
  if (missing.length > 0) await trainAll(missing, options, paths);
  return {
    paths,
    trained: missing.filter(({ key }) => paths.has(key)).length,
    stopped: options.signal?.aborted ?? false,
  };
}

async function trainAll(missing: TrainingJob[], options: ProvideOptions, paths: Map<string, string>): Promise<void> {
  const done = new Map<string, number>();
  for (const job of missing) done.set(job.key, options.retrain ? 0 : stepsDone(job, checkpointOf(job, options)));
  const report = () =>
    options.onProgress?.({
      networks: missing.length,
      steps: missing.reduce((sum, { plan }) => sum + plan.steps, 0),
      stepsDone: [...done.values()].reduce((sum, steps) => sum + steps, 0),
    });
  const queue = missing.toSorted((a, b) => b.plan.steps - a.plan.steps);
  const { threads } = options.executor;
  const teams = Math.min(threads, queue.length);
  await Promise.all(
    Array.from({ length: teams }, async () => {
      for (let job = queue.shift(); job !== undefined && !options.signal?.aborted; job = queue.shift()) {
        const { key } = job;
        const path = await trainOne(job, Math.floor(threads / teams), options, (step) => {
          done.set(key, step);
          report();
        });
        if (path !== null) paths.set(key, path);
      }
    }),
  );
}

/** Trains one network and writes its weights; null where the signal stopped it. */
async function trainOne(
  job: TrainingJob,
  threads: number,
  options: ProvideOptions,
  onStep: (step: number) => void,
): Promise<string | null> {
  const checkpoint = checkpointOf(job, options);
  if (options.retrain) rmSync(checkpoint, { force: true });
  const { train: runThread } = options.executor;
  const trained = await train(job, { threads, runThread, checkpoint, onProgress: onStep, ...signalOf(options) });
  if (trained === null) return null;
  onStep(job.plan.steps);
  const path = join(options.trees[0], 'results', options.paper, 'weights', weightsFileName(job.solver, job.key));
  writeWeights(path, trained);
  const [first, last] = [trained.curve[0].loss, trained.curve.at(-1)!.loss];
  if (last - first > Math.abs(first)) options.onWorse?.({ path, first, last });
  rmSync(checkpoint, { force: true });
  return path;
}

function signalOf({ signal }: ProvideOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

function checkpointOf({ key }: TrainingJob, { trees }: ProvideOptions): string {
  return join(trees[0], '.reproduce', 'training', `${key}.safetensors`);
}
