import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { killGroup } from '../foreign/process.ts';
import type { Device } from '../graph/device.ts';
import { messages, UserError } from '../messages.ts';
import { packageRoot } from '../package-root.ts';
import type { ProblemSource } from '../study/experiment/problem-source.ts';
import type { Executor } from '../study/run/executor.ts';
import type { Job, Outcome, Task } from '../study/run/task.ts';
import { writerAt } from '../study/store/lease.ts';
import { BlockStore } from '../study/store/store.ts';
import type { RunTrainingThread } from '../study/training/thread-data.ts';
import type { ProcessNews, ThreadRequest, ThreadsData } from './worker.ts';

/** Worker threads for this machine: the cores that a Slurm job was given, else all that the system lets the process use. */
export function defaultThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const given = Number(environment.SLURM_CPUS_PER_TASK);
  return Number.isInteger(given) && given > 0 ? given : availableParallelism();
}

/**
 * Worker threads to compute with on `device`: as many as asked for, else those of the machine. A graphics card has one: WebGPU's
 * implementation crashes where two threads begin to use it at the same time.
 * @throws UserError where more are asked for
 */
export function threadsFor(device: Device | undefined, asked: number | undefined): number {
  if (device === undefined || device === 'cpu') return asked ?? defaultThreads();
  if (asked !== undefined && asked > 1) throw new UserError(messages.oneJobOnDevice(asked, device));
  return 1;
}

/** Share of the memory, also that of a container, for the heap of each of `threads` workers, in MiB. */
export function heapShare(threads: number): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.max(256, Math.floor((0.8 * memory) / threads / 2 ** 20));
}

/** Room for a worker's new objects. Solvers make few: a third of what V8 takes by itself costs no time. */
const youngMegabytes = 16;

/** Lets `use` compute with threads of this machine, which end with it. */
export async function withThreads<T>(threads: number, use: (executor: Executor) => Promise<T>): Promise<T> {
  const executor = new Threads(threads);
  try {
    return await use(executor);
  } finally {
    await executor.end();
  }
}

/**
 * Worker threads of this machine, started when there is work and kept until the end: for all studies of a command. They outlive the
 * death of one of them. Threads that have loaded a problem of the user's serve only studies of the same problem.
 */
export class Threads implements Executor {
  readonly threads: number;
  readonly #heapMegabytes: number;
  #pool: Pool | undefined;
  #leaving: Promise<unknown> = Promise.resolve();
  #ended = false;
  readonly #shared: ThreadsData = { abandoned: new Int32Array(new SharedArrayBuffer(4)) };
  /** Processes of foreign solvers that the threads have started. */
  readonly #processes = new Set<number>();
  readonly #endProcesses = () => {
    for (const pid of this.#processes) killGroup(pid);
    this.#processes.clear();
  };

  /** @param heapMegabytes limit of each thread's JavaScript heap; typed arrays live outside it */
  constructor(threads: number, heapMegabytes = heapShare(threads)) {
    this.threads = threads;
    this.#heapMegabytes = heapMegabytes;
    process.once('exit', this.#endProcesses);
  }

  /** One whose worker dies is tried again, each solver alone, so that only the one at fault is given up. */
  async compute(task: Task): Promise<Outcome[]> {
    try {
      return await this.#run(task.source, 'blocks', task);
    } catch {
      const outcomes: Outcome[] = [];
      for (const job of task.jobs) outcomes.push(...(await this.#again(task, job)));
      return outcomes;
    }
  }

  readonly train: RunTrainingThread = async (data, tell) => {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', tell);
    try {
      return await this.#run(data.problem, 'training', { data, port: port2 }, [port2]);
    } catch (error) {
      // The other threads of the training would wait for this one for ever.
      this.#dismiss();
      throw error;
    } finally {
      port1.removeAllListeners().close();
    }
  };

  abandon(): void {
    Atomics.store(this.#shared.abandoned, 0, 1);
    this.#endProcesses();
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#endProcesses();
    process.off('exit', this.#endProcesses);
    this.#dismiss();
    await this.#leaving;
  }

  async #again(task: Task, job: Job): Promise<Outcome[]> {
    const store = new BlockStore(task.store.folder);
    if (store.state(job.key) === 'stored') return [{ kind: 'stored', key: job.key, seconds: store.seconds(job.key) }];
    if (this.#ended) return [];
    try {
      return await this.#run(task.source, 'blocks', { ...task, jobs: [job] });
    } catch (error) {
      if (this.#ended) return [];
      const failure = { trial: null, what: messages.workerDied((error as Error).message) };
      writerAt(task.store).fail(job.key, failure);
      return [{ kind: 'failed', key: job.key, ...failure }];
    }
  }

  async #run<Result>(source: ProblemSource, request: ThreadRequest, value: unknown, transferList: MessagePort[] = []) {
    return (await this.#poolFor(source).run(value, { name: request, transferList })) as Result;
  }

  /** The threads for a study; those of one with another problem of the user's end: no code touches what another computes. */
  #poolFor(source: ProblemSource): Piscina {
    const problem = typeof source.problem === 'string' ? '' : `${source.problem.path} ${source.problem.sha256}`;
    if (this.#pool?.problem !== problem) {
      this.#dismiss();
      this.#pool = { problem, piscina: this.#start() };
    }
    return this.#pool.piscina;
  }

  #start(): Piscina {
    const filename = join(packageRoot, 'build/src/executors/worker.js');
    if (!existsSync(filename)) throw new UserError(messages.notBuilt());
    const piscina = new Piscina({
      filename,
      workerData: this.#shared,
      minThreads: 1,
      maxThreads: this.threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      atomics: 'disabled',
      resourceLimits: { maxOldGenerationSizeMb: this.#heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
    });
    return piscina.on('message', ({ pid, state }: ProcessNews) => {
      if (state === 'ended') this.#processes.delete(pid);
      else if (this.#ended || Atomics.load(this.#shared.abandoned, 0) === 1) killGroup(pid);
      else this.#processes.add(pid);
    });
  }

  #dismiss(): void {
    if (this.#pool === undefined) return;
    this.#leaving = Promise.all([this.#leaving, this.#pool.piscina.destroy()]);
    this.#pool = undefined;
  }
}

interface Pool {
  /** The problem of the user's that its threads load; empty where they load none. */
  readonly problem: string;
  readonly piscina: Piscina;
}
