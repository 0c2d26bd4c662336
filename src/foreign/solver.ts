import type { Foreign, ForeignForm, Given, Returned, Wanted } from '../contracts/foreign.ts';
import { type Parameters, SolutionError, type Solver } from '../contracts/problem.ts';
import type { TrialRange } from '../contracts/scenario.ts';
import { messages } from '../messages.ts';
import { answerOf, requireWanted } from './answer.ts';
import { anyParameters, type Declaration, parametersOf } from './declaration.ts';
import { type Launch, startLimit } from './launch.ts';
import type { Header, Message } from './message.ts';
import { arraysOf, partsOf } from './parts.ts';
import { ForeignProcess, ProcessFailure } from './process.ts';

/** A solver in a process of its own, about to be used. */
export interface ForeignSolver {
  readonly name: string;
  /** SHA-256 of its files. */
  readonly sha256: string;
  readonly launch: Launch;
  /** Seconds for a trial. */
  readonly timeout: number;
  readonly declared: Pick<Declaration, 'parameters' | 'reports'>;
  /** Throws a UserError where its files are others than when its blocks were named; called whenever they have been loaded. */
  requireUnchanged(): void;
}

/** The solver as one of a problem: its process starts with the first trials and stays for all that follow in this thread. */
export function foreignSolver<Instance, Solution>(
  solver: ForeignSolver,
  form: ForeignForm<Instance, Solution>,
): Solver<Instance, Solution> {
  const { name, launch, declared } = solver;
  const iterates = declared.reports === 'every iteration' && Object.keys(form.steps).at(-1);
  const host = new Host(solver);
  return {
    name,
    summary: 'a solver of your own',
    parameters: launch.channel === 'standard streams' ? anyParameters : parametersOf(declared.parameters),
    reports: declared.reports,
    solve: (instance, parameters, observer) =>
      form.solve(instance, host.foreign(parameters, iterates || undefined), observer),
  };
}

/** Starts the process of a file of the user's and returns its first message. Throws a ProcessFailure where there is none. */
export async function greet(launch: Launch, limit: number): Promise<Header> {
  const started = new ForeignProcess(launch);
  try {
    return await greeting(started, limit);
  } finally {
    started.end();
  }
}

/** The first message of our own hosts: what the file says of itself, now that it is loaded; or what went wrong. */
async function greeting(started: ForeignProcess, limit: number): Promise<Header> {
  const { header } = await started.next({ perTrial: limit, trials: 'start' }, () => {});
  return header;
}

/** The process of one solver in this thread, started again after it failed. */
class Host {
  readonly #solver: ForeignSolver;
  #process: Promise<ForeignProcess> | undefined;
  /** Settles when the call before has its answer: a process answers one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(solver: ForeignSolver) {
    this.#solver = solver;
  }

  /** @param iterating the function that returns all its iterates, where one does */
  foreign(parameters: Parameters, iterating: string | undefined): Foreign {
    const ask = (step: string, part: TrialRange, given: Given, wanted: readonly Wanted[]) => {
      const answer = this.#turn.then(() =>
        this.#ask({ step, parameters, iterates: step === iterating }, part, given, wanted),
      );
      this.#turn = answer.catch(() => {});
      return answer;
    };
    const thereafter = this.#solver.launch.startsForEachCall ? 'all' : 'in parts';
    return {
      key: `${this.#solver.sha256} ${JSON.stringify(parameters)}`,
      iterates: iterating !== undefined,
      async *call(step, given, wanted) {
        let count: number | undefined;
        for (const part of partsOf(given.range, thereafter)) {
          const returned = await ask(step, part, given, wanted);
          if (count !== undefined && returned.iterates.length !== count) {
            throw new SolutionError(
              messages.foreignIterates(wanted[0].name, returned.iterates.length, count),
              part.first,
            );
          }
          count = returned.iterates.length;
          yield returned;
        }
      },
    };
  }

  async #ask(call: Call, part: TrialRange, given: Given, wanted: readonly Wanted[]): Promise<Returned> {
    const running = await this.#running();
    const { timeout } = this.#solver;
    const sent = requestOf(call, part, given, wanted);
    try {
      const accept = (header: Header) => requireWanted(header, part, wanted, call.iterates);
      const answer = await running.next({ perTrial: timeout, trials: part.count }, accept, sent);
      return answerOf(answer, part, wanted);
    } catch (error) {
      if (!(error instanceof ProcessFailure)) throw error;
      const known = error.solved ?? (part.count === 1 ? 0 : undefined);
      throw new SolutionError(error.message, known === undefined ? undefined : part.first + known);
    }
  }

  async #running(): Promise<ForeignProcess> {
    const earlier = await this.#process?.catch(() => undefined);
    if (earlier === undefined || earlier.isGone) this.#process = this.#start();
    return this.#process!;
  }

  async #start(): Promise<ForeignProcess> {
    const { launch, timeout, requireUnchanged } = this.#solver;
    const started = new ForeignProcess(launch);
    try {
      const { error } = launch.channel === 'own descriptors' ? await greeting(started, startLimit(timeout)) : {};
      if (typeof error === 'string') throw new ProcessFailure(messages.foreignError(error));
    } catch (error) {
      started.end();
      throw new SolutionError((error as Error).message);
    }
    requireUnchanged();
    return started;
  }
}

interface Call {
  readonly step: string;
  readonly parameters: Parameters;
  /** Whether all iterates are wanted. */
  readonly iterates: boolean;
}

function requestOf(call: Call, part: TrialRange, given: Given, wanted: readonly Wanted[]): Message {
  const arrays = arraysOf(given, part);
  return {
    header: {
      ...{ ...call, first: part.first, trials: part.count, numbers: given.numbers },
      arrays: arrays.map(({ name, shape, complex, perTrial }) => {
        return { name, type: complex ? ('complex128' as const) : ('float64' as const), shape, perTrial };
      }),
      wanted: wanted.map(({ name, axes, complex, optional = false }) => {
        const shape = [part.count, ...axes.map(([, length]) => length)];
        return {
          name,
          type: complex ? 'complex128' : 'float64',
          shape,
          axes: axes.map(([symbol]) => symbol),
          optional,
        };
      }),
    },
    values: arrays.map(({ values }) => values),
  };
}
