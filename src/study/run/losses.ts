import type { Parameters, Scenario } from '../../contracts/problem.ts';
import type { Block } from './blocks.ts';

/** A solver that could not solve a point: enough to replay the trial. */
export interface Failure {
  readonly solver: string;
  readonly parameters: Parameters;
  readonly scenario: Scenario;
  readonly seed: number;
  /** The first trial known to be wrong; the first of the block where none can be named. */
  readonly trial: number;
  readonly what: string;
}

type Losable = Pick<Block, 'point' | 'solver' | 'run'>;

/** Runs given up at a point: their other blocks are not asked for. */
export class Losses {
  readonly #seed: number;
  readonly #failures = new Map<string, Failure>();
  /** Those that another shard has given up. */
  readonly #elsewhere = new Set<string>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  get size(): number {
    return this.#failures.size;
  }

  /** What failed here, not in other shards. */
  get failures(): readonly Failure[] {
    return [...this.#failures].flatMap(([name, failure]) => (this.#elsewhere.has(name) ? [] : [failure]));
  }

  has(run: Losable): boolean {
    return this.#failures.has(nameOf(run));
  }

  /** Gives a run up because of a trial; of several failures the one at the earliest trial counts. */
  add(lost: Losable, trial: number, what: string): void {
    const { point, solver, run } = lost;
    const name = nameOf(lost);
    const earlier = this.#failures.get(name);
    if (earlier !== undefined && earlier.trial <= trial) return;
    const { parameters } = run;
    this.#failures.set(name, { solver, parameters, scenario: point.scenario, seed: this.#seed, trial, what });
  }

  /** The same where another shard has given it up, unless this one has, too. */
  addElsewhere(lost: Losable, trial: number, what: string): void {
    if (!this.has(lost)) this.#elsewhere.add(nameOf(lost));
    this.add(lost, trial, what);
  }
}

function nameOf({ point, solver, run }: Losable): string {
  return `${point.hash}/${solver}/${run.hash}`;
}
