import { Console } from 'node:console';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { type AnyProblem, SolutionError } from '../contracts/problem.ts';
import { watchProcesses } from '../foreign/process.ts';
import { UserError } from '../messages.ts';
import { loadProblem, type ProblemSource } from '../study/experiment/problem-source.ts';
import { drawTrials, solveTrials } from '../study/run/compute.ts';
import { TrialFailure } from '../study/run/observe.ts';
import type { Job, Outcome, Task } from '../study/run/task.ts';
import { writerAt } from '../study/store/lease.ts';
import { runTrainingThread } from '../study/training/thread.ts';
import type { ThreadData, Trained } from '../study/training/thread-data.ts';

/** What a thread is asked: the names of what this module exports. */
export type ThreadRequest = 'blocks' | 'training';

/** What solvers print goes to stderr: stdout is for data. */
globalThis.console = new Console(process.stderr);

/** What all threads share. */
export interface ThreadsData {
  /** 1 once what foreign solvers compute is given up. */
  readonly abandoned: Int32Array;
}

/** What a thread says beside its results: a process of a foreign solver has started, or ended. */
export interface ProcessNews {
  readonly pid: number;
  readonly state: 'started' | 'ended';
}

watchProcesses((pid, state) => parentPort?.postMessage({ pid, state } satisfies ProcessNews));

/** Computes the blocks of a task and stores each as soon as it is done. A solver that fails leaves the others alone. */
export async function blocks(task: Task): Promise<Outcome[]> {
  try {
    return await computeTask(task);
  } catch (error) {
    if (error instanceof UserError) return [{ kind: 'stop', message: error.message, exitCode: error.exitCode }];
    throw error;
  }
}

async function computeTask(task: Task): Promise<Outcome[]> {
  try {
    const problem = await problemOf(task.source);
    const begun = performance.now();
    const instance = await drawTrials(problem, task);
    const drawing = secondsSince(begun) / task.jobs.length;
    const outcomes: Outcome[] = [];
    for (const job of task.jobs) outcomes.push(...(await computeJob(problem, instance, task, job, drawing)));
    return outcomes;
  } catch (error) {
    if (error instanceof UserError) throw error;
    return task.jobs.flatMap(({ key }) => failed(task, key, error));
  }
}

/** Takes part in a training; what a leader tells goes to `port`. */
export async function training({ data, port }: { data: ThreadData; port: MessagePort }): Promise<Trained | null> {
  try {
    return await runTrainingThread(data, (message) => port.postMessage(message));
  } finally {
    port.close();
  }
}

/** `drawing`: this job's share of the seconds that drawing the trials took. */
async function computeJob(
  problem: AnyProblem,
  instance: unknown,
  task: Task,
  job: Job,
  drawing: number,
): Promise<Outcome[]> {
  try {
    const begun = performance.now();
    const observations = await solveTrials(problem, instance, task, job);
    const seconds = drawing + secondsSince(begun);
    writerAt(task.store).write(job.key, { count: task.range.count, seconds, observations });
    return [{ kind: 'stored', key: job.key, seconds }];
  } catch (error) {
    if (error instanceof UserError) throw error;
    return failed(task, job.key, error);
  }
}

/** Notes the failure with the results, so that others know of it; one that only the end of a stopped run has made is none. */
function failed({ store }: Task, key: string, error: unknown): Outcome[] {
  const shared = workerData as ThreadsData | null;
  if (shared !== null && Atomics.load(shared.abandoned, 0) === 1) return [];
  const named = error instanceof TrialFailure || error instanceof SolutionError;
  const trial = named ? (error.trial ?? null) : null;
  const what = error instanceof Error ? error.message : String(error);
  writerAt(store).fail(key, { trial, what });
  return [{ kind: 'failed', key, trial, what }];
}

function secondsSince(begun: number): number {
  return (performance.now() - begun) / 1000;
}

const problems = new Map<string, Promise<AnyProblem>>();

function problemOf(source: ProblemSource): Promise<AnyProblem> {
  const key = JSON.stringify(source);
  const known = problems.get(key) ?? loadProblem(source);
  problems.set(key, known);
  return known;
}
