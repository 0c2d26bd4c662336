import { UserError } from '../../messages.ts';
import type { RunTrainingThread } from '../training/thread-data.ts';
import type { Outcome, Task } from './task.ts';

/**
 * Who computes the items of a work list. A study is networks to train, then blocks, then a merge; the first two go to an executor,
 * one item at a time on each of its threads. Who it is changes no number, and whoever gives it work knows no more of it than this.
 */
export interface Executor {
  /** Items computed at a time. */
  readonly threads: number;
  /** Computes the blocks of a task and stores each: what became of them. One that the executor's end cut off has no outcome. */
  compute(task: Task): Promise<Outcome[]>;
  /** Ends what foreign solvers are computing; those tasks have no outcome. Nothing follows. */
  abandon?(): void;
  /** Takes part in training a network. All threads of one training run at the same time: no more than there are may be asked for. */
  readonly train: RunTrainingThread;
}

/** Seconds that foreign solvers get after a stop to finish what they do. */
const grace = 2;

/**
 * Lets `executor` compute tasks in their order, and passes every outcome to `onOutcome`; once `stop` is aborted no more are begun, and
 * those at work end, those of foreign solvers after {@link grace} seconds at the latest. Throws the UserError of a task that says the run cannot go on.
 */
export async function computeTasks(
  tasks: Iterable<Task>,
  executor: Executor,
  onOutcome: (outcome: Outcome) => void,
  stop?: AbortSignal,
): Promise<void> {
  const queue = tasks[Symbol.iterator]();
  let goesOn = true;
  const work = async () => {
    while (goesOn && !stop?.aborted) {
      const next = queue.next();
      if (next.done) return;
      for (const outcome of await executor.compute(next.value)) {
        if (outcome.kind === 'stop') {
          goesOn = false;
          throw new UserError(outcome.message, outcome.exitCode);
        }
        onOutcome(outcome);
      }
    }
  };
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = setTimeout(() => executor.abandon?.(), 1000 * grace);
  };
  stop?.addEventListener('abort', giveUp);
  try {
    await Promise.all(Array.from({ length: executor.threads }, work));
  } finally {
    stop?.removeEventListener('abort', giveUp);
    clearTimeout(timer);
  }
}
