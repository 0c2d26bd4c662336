import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { messages, UserError } from '../../messages.ts';
import { packageRoot } from '../../package-root.ts';
import type { ProblemSource } from '../experiment/problem-source.ts';
import { BlockStore } from '../results/store.ts';
import type { Job, Outcome, Task } from './task.ts';

export interface PoolOptions {
  /** Worker threads. */
  readonly jobs: number;
  /** Limit of each worker's JavaScript heap; an equal share of the memory unless given. Typed arrays live outside it. */
  readonly heapMegabytes?: number;
  /** Once aborted no more tasks are begun; those at work end. */
  readonly stop?: AbortSignal;
}

/** Worker threads for this machine: the cores that a Slurm job was given, else all that the system lets the process use. */
export function defaultJobs(environment: NodeJS.ProcessEnv = process.env): number {
  const given = Number(environment.SLURM_CPUS_PER_TASK);
  return Number.isInteger(given) && given > 0 ? given : availableParallelism();
}

/**
 * Worker threads for what `source` computes: as many as asked for, else those of the machine. A graphics card has one: WebGPU's
 * implementation crashes where two threads begin to use it at the same time.
 * @throws UserError where more are asked for
 */
export function jobsFor({ device }: ProblemSource, asked: number | undefined): number {
  if (device === undefined) return asked ?? defaultJobs();
  if (asked !== undefined && asked > 1) throw new UserError(messages.oneJobOnDevice(asked, device));
  return 1;
}

/** Share of the memory, also that of a container, for the heap of each of `jobs` workers, in MiB. */
export function heapShare(jobs: number): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(256, Math.floor((0.8 * memory) / jobs / 2 ** 20));
}

/**
 * Computes tasks in worker threads, `jobs` at a time in their order, and passes every outcome to `onOutcome`. Throws the
 * UserError of a worker that says the run cannot go on; the others end then.
 */
export async function computeTasks(
  tasks: Iterable<Task>,
  options: PoolOptions,
  onOutcome: (outcome: Outcome, task: Task) => void,
): Promise<void> {
  const pool = new WorkerPool(options);
  const queue = tasks[Symbol.iterator]();
  const work = async () => {
    while (!options.stop?.aborted && !pool.ended) {
      const next = queue.next();
      if (next.done) return;
      for (const outcome of await pool.compute(next.value)) {
        if (outcome.kind === 'stop') throw new UserError(outcome.message, outcome.exitCode);
        onOutcome(outcome, next.value);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, work));
  } finally {
    await pool.end();
  }
}

/** Worker threads that outlive the death of one of them. */
class WorkerPool {
  ended = false;
  readonly #piscina: Piscina;

  constructor({ jobs, heapMegabytes = heapShare(jobs) }: PoolOptions) {
    const filename = join(packageRoot, 'build/src/study/run/worker.js');
    if (!existsSync(filename)) throw new UserError(messages.notBuilt());
    this.#piscina = new Piscina({
      filename,
      minThreads: jobs,
      maxThreads: jobs,
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
  }

  /**
   * The outcomes of a task. One whose worker dies is tried again, each solver alone, so that only the one at fault is given
   * up. Jobs that the end of the pool cut off have no outcome.
   */
  async compute(task: Task): Promise<Outcome[]> {
    try {
      return (await this.#piscina.run(task)) as Outcome[];
    } catch {
      const outcomes: Outcome[] = [];
      for (const job of task.jobs) outcomes.push(...(await this.#again(task, job)));
      return outcomes;
    }
  }

  async #again(task: Task, job: Job): Promise<Outcome[]> {
    const earlier = new BlockStore(task.store).read(job.key);
    if (earlier.state === 'stored') return [{ kind: 'stored', key: job.key, seconds: earlier.result.seconds }];
    if (this.ended) return [];
    try {
      return (await this.#piscina.run({ ...task, jobs: [job] })) as Outcome[];
    } catch (error) {
      if (this.ended) return [];
      return [{ kind: 'failed', key: job.key, trial: null, what: messages.workerDied((error as Error).message) }];
    }
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.#piscina.destroy();
  }
}
