import { Console } from 'node:console';
import { messages, UserError } from '../messages.ts';
import type { AnyProblem, Recorded } from '../problems/problem.ts';
import { streamsFor } from '../random/streams.ts';
import { BlockObserver, TrialFailure } from './observe.ts';
import { loadProblem, type ProblemSource } from './problem-source.ts';
import { BlockStore, type Observation } from './store.ts';
import type { Job, Outcome, RecordedFile, Task } from './task.ts';

/** What solvers print goes to stderr: stdout is for data. */
globalThis.console = new Console(process.stderr);

/** Computes the blocks of a task and stores each as soon as it is done. A solver that fails leaves the others alone. */
export default async function computeTask(task: Task): Promise<Outcome[]> {
  try {
    return await computeJobs(task);
  } catch (error) {
    if (error instanceof UserError) return [{ kind: 'stop', message: error.message, exitCode: error.exitCode }];
    return task.jobs.map(({ key }) => failure(key, error));
  }
}

async function computeJobs(task: Task): Promise<Outcome[]> {
  const store = new BlockStore(task.store);
  const problem = await problemOf(task.source);
  const recorded = task.recorded && (await recordingOf(problem, task.recorded));
  const started = performance.now();
  const instance = drawTrials(problem, task, recorded);
  const drawing = (performance.now() - started) / 1000 / task.jobs.length;
  const outcomes: Outcome[] = [];
  for (const job of task.jobs) {
    const begun = performance.now();
    const solved = await solveJob(problem, instance, task, job);
    if ('kind' in solved) {
      outcomes.push(solved);
      continue;
    }
    const seconds = drawing + (performance.now() - begun) / 1000;
    store.write(job.key, { count: task.range.count, seconds, observations: solved.observations });
    outcomes.push({ kind: 'stored', key: job.key, seconds });
  }
  return outcomes;
}

/** The instance of a task's trials. */
export function drawTrials(problem: AnyProblem, task: Task, recorded: Recorded | undefined): unknown {
  const { seed, experiment, drawHash, scenario, range } = task;
  return problem.draw(scenario, range, streamsFor({ seed, experiment, scenario: drawHash }), recorded);
}

async function solveJob(
  problem: AnyProblem,
  instance: unknown,
  { range, metrics }: Task,
  { key, solver, parameters }: Job,
): Promise<{ observations: readonly Observation[] } | Outcome> {
  try {
    const observer = new BlockObserver(problem, instance, range, metrics);
    await (await problem.solvers[solver]()).solve(instance, parameters, observer);
    return { observations: observer.finish() };
  } catch (error) {
    if (error instanceof UserError) throw error;
    return failure(key, error);
  }
}

function failure(key: string, error: unknown): Outcome {
  const trial = error instanceof TrialFailure ? error.trial : null;
  return { kind: 'failed', key, trial, what: error instanceof Error ? error.message : String(error) };
}

const opened = new Map<string, Promise<AnyProblem>>();

function problemOf(source: ProblemSource): Promise<AnyProblem> {
  const key = JSON.stringify(source);
  const known = opened.get(key) ?? loadProblem(source);
  opened.set(key, known);
  return known;
}

const recordings = new Map<string, Promise<Recorded>>();

async function recordingOf(problem: AnyProblem, { path, sha256 }: RecordedFile): Promise<Recorded> {
  const known = recordings.get(path) ?? problem.open!(path);
  recordings.set(path, known);
  const recorded = await known;
  if (recorded.sha256 !== sha256) throw new UserError(messages.fileChanged(path));
  return recorded;
}
