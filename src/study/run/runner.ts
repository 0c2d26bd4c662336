import type { MetricKind, Parameters, Scenario } from '../../contracts/problem.ts';
import type { Point, Series } from '../experiment/plan.ts';
import { MergeError, type PointSample, rowOf, samplesOf } from '../results/merge.ts';
import type { Row } from '../results/row.ts';
import { BlockStore } from '../results/store.ts';
import { StatisticsError } from '../statistics/estimate.ts';
import type { Study } from '../study.ts';
import { type Block, BlockKeys, taskOf } from './blocks.ts';
import { computeTasks, type Executor } from './executor.ts';
import { PointRounds } from './rounds.ts';
import { ofShard, type Shard } from './shard.ts';
import type { Outcome, Task } from './task.ts';

export interface RunOptions {
  /** Computes the missing blocks; a run without one only looks and merges. */
  readonly executor?: Executor;
  /** Once aborted no more blocks are begun; those at work end. */
  readonly stop?: AbortSignal;
  /** Only this share of the blocks. */
  readonly shard?: Shard;
  /** Computes every block anew, whatever the store holds. */
  readonly fresh: boolean;
  /** Called with a file's path when a stored block is damaged and will be computed again. */
  readonly onDamaged: (path: string) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Blocks of the rounds begun so far. */
export interface Progress {
  readonly total: number;
  readonly stored: number;
}

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

export interface StudyResult {
  /** Whether every block is there: rows exist only then. */
  readonly complete: boolean;
  readonly rows: readonly Row[];
  /** Kinds of what solvers reported of themselves, by name. */
  readonly diagnostics: Readonly<Record<string, MetricKind>>;
  readonly failures: readonly Failure[];
  readonly missing: readonly Block[];
  /** Numbers of the cells, scenarios with a trial range, that the missing blocks belong to. */
  readonly missingCells: readonly number[];
  /** Whether all that this shard has to do is done; without a shard, whether everything is. */
  readonly shareIsDone: boolean;
  readonly blocks: Progress & { readonly computed: number };
  /** Trials of every point, in the order of the plan. */
  readonly trials: readonly number[];
  /** Seconds that computing all its blocks took, also those of earlier runs. */
  readonly seconds: number;
  /** Per-trial values of every point and series, read from the store when asked for. */
  samples(): Iterable<PointSample>;
}

/**
 * Computes what the store lacks of a study and merges the blocks in the order of the plan: by points, series, metrics and
 * iterations. Worker count, shards, interruptions and the order in which blocks end change no bit of the rows.
 */
export async function runStudy(study: Study, options: RunOptions): Promise<StudyResult> {
  const run = new StudyRun(study, options);
  await run.computeRounds();
  return run.result();
}

class StudyRun {
  readonly #study: Study;
  readonly #options: RunOptions;
  readonly #store: BlockStore;
  readonly #keys: BlockKeys;
  readonly #points: readonly PointRounds[];
  /** Runs given up, by point and run; their other blocks are not begun. */
  readonly #lost = new Map<string, Failure>();
  readonly #justStored = new Set<string>();
  readonly #kinds = new Map<string, MetricKind>();
  #missing: Block[] = [];
  #missingCells: number[] = [];
  #shareIsDone = true;
  #total = 0;
  #stored = 0;
  #computed = 0;
  #seconds = 0;

  constructor(study: Study, options: RunOptions) {
    this.#study = study;
    this.#options = options;
    this.#store = new BlockStore(study.store);
    this.#keys = new BlockKeys(study);
    this.#points = study.plan.points.map((point) => new PointRounds(point, study.plan));
  }

  /** Round after round, until all points are settled or blocks are missing. */
  async computeRounds(): Promise<void> {
    for (;;) {
      const cells = this.#points.flatMap((rounds) => rounds.begin().map((range) => ({ point: rounds.point, range })));
      if (cells.length === 0) return;
      const wanted = cells.map(({ point, range }) => this.#keys.of(point, range));
      this.#total += wanted.flat().length;
      for (const block of wanted.filter((_, i) => this.#isAnew(i)).flat()) this.#store.remove(block.key);
      const missing = wanted.map((blocks) => blocks.filter((block) => !this.#isStored(block)));
      this.#report();
      const share = missing.filter((_, i) => ofShard(i, this.#options.shard));
      if (this.#options.executor) await this.#compute(share, this.#options.executor);
      const lacking = missing.map((blocks) => blocks.filter((block) => this.#isLacking(block)));
      this.#missing = lacking.flat();
      this.#missingCells = lacking.flatMap((blocks, cell) => (blocks.length > 0 ? [cell] : []));
      this.#shareIsDone &&= !share.flat().some((block) => this.#isLacking(block));
      if (this.#missing.length > 0) return;
      for (const rounds of this.#points) rounds.settle(() => this.#rowsOf(rounds));
    }
  }

  result(): StudyResult {
    const complete = this.#missing.length === 0;
    const rows = complete ? this.#points.flatMap((rounds) => this.#rowsOf(rounds)) : [];
    return {
      complete,
      rows,
      diagnostics: Object.fromEntries([...this.#kinds].filter(([name]) => !this.#study.plan.metrics.includes(name))),
      failures: [...this.#lost.values()],
      missing: this.#missing,
      missingCells: this.#missingCells,
      shareIsDone: complete || (this.#shareIsDone && this.#study.plan.profile.ciWidth === undefined),
      blocks: { total: this.#total, stored: this.#stored, computed: this.#computed },
      trials: this.#points.map(({ trials }) => trials),
      seconds: this.#seconds,
      samples: () => this.#samples(),
    };
  }

  async #compute(cells: readonly Block[][], executor: Executor): Promise<void> {
    const blocks = cells.flat();
    if (blocks.length === 0) return;
    const byKey = new Map(blocks.map((block) => [block.key, block]));
    const tasks = this.#tasks(cells, Math.max(1, Math.floor(blocks.length / (4 * executor.threads))));
    const take = (outcome: Outcome) => {
      if (outcome.kind !== 'stop') this.#take(outcome, byKey.get(outcome.key)!);
    };
    await computeTasks(tasks, executor, take, this.#options.stop);
  }

  /** A task for every cell, or several with a share of its solvers each, where there are few cells for the workers. */
  *#tasks(cells: readonly Block[][], perTask: number): Iterable<Task> {
    for (const cell of cells) {
      for (let first = 0; first < cell.length; first += perTask) {
        const blocks = cell.slice(first, first + perTask).filter((block) => isReady(block) && this.#isWanted(block));
        if (blocks.length > 0) yield taskOf(this.#study, blocks);
      }
    }
  }

  #take(outcome: Exclude<Outcome, { kind: 'stop' }>, block: Block): void {
    if (outcome.kind === 'stored') {
      this.#justStored.add(block.key);
      this.#stored += 1;
      this.#computed += 1;
      this.#seconds += outcome.seconds;
    } else {
      this.#lose(block, outcome.trial ?? block.range.first, outcome.what);
    }
    this.#report();
  }

  /** Whether the blocks of a cell are to be computed whatever the store holds. */
  #isAnew(cell: number): boolean {
    const { fresh, executor, shard } = this.#options;
    return fresh && executor !== undefined && ofShard(cell, shard);
  }

  #isStored(block: Block): boolean {
    const stored = this.#store.read(block.key);
    if (stored.state === 'damaged') this.#options.onDamaged(stored.path);
    if (stored.state !== 'stored') return false;
    this.#stored += 1;
    this.#seconds += stored.result.seconds;
    return true;
  }

  #isLacking(block: Block): boolean {
    return this.#isWanted(block) && !this.#justStored.has(block.key);
  }

  #report(): void {
    this.#options.onProgress({ total: this.#total, stored: this.#stored });
  }

  #isWanted({ point, solver, run }: Pick<Block, 'point' | 'solver' | 'run'>): boolean {
    return !this.#lost.has(runAt(point, solver, run.hash));
  }

  #lose({ point, solver, run }: Pick<Block, 'point' | 'solver' | 'run'>, trial: number, what: string): void {
    const { seed } = this.#study.plan;
    const key = runAt(point, solver, run.hash);
    const earlier = this.#lost.get(key);
    if (earlier !== undefined && earlier.trial <= trial) return;
    this.#lost.set(key, { solver, parameters: run.parameters, scenario: point.scenario, seed, trial, what });
  }

  *#samples(): Iterable<PointSample> {
    for (const rounds of this.#points) {
      for (const series of this.#study.plan.series) yield* this.#samplesOf(rounds, series);
    }
  }

  #samplesOf({ point, ranges }: PointRounds, series: Series): PointSample[] {
    const solver = series.solver.name;
    const runs = series.runs.filter((run) => this.#isWanted({ point, solver, run }));
    return samplesOf(this.#store, this.#keys, point, series, runs, ranges);
  }

  #rowsOf(rounds: PointRounds): Row[] {
    return this.#study.plan.series.flatMap((series) => {
      try {
        const samples = this.#samplesOf(rounds, series);
        for (const { name, kind } of samples) this.#kinds.set(name, kind);
        return samples.map((sample) => rowOf(this.#study.plan.id, sample));
      } catch (error) {
        if (!(error instanceof MergeError || error instanceof StatisticsError)) throw error;
        const { point } = rounds;
        for (const run of series.runs) this.#lose({ point, solver: series.solver.name, run }, 0, error.message);
        return [];
      }
    });
  }
}

/** Whether the networks that the block needs are trained. */
function isReady({ weights }: Block): boolean {
  return weights !== 'untrained';
}

function runAt(point: Point, solver: string, run: string): string {
  return `${point.hash}/${solver}/${run}`;
}
