import { setImmediate as breathe } from 'node:timers/promises';
import { messages } from '../../messages.ts';
import { StoreLease, type StorePlace } from '../store/lease.ts';
import { type BlockState, BlockStore } from '../store/store.ts';
import type { Study } from '../study.ts';
import { type Block, BlockKeys, blockOf, workOf } from './blocks.ts';
import { computeTasks, type Executor } from './executor.ts';
import { Losses } from './losses.ts';
import { Merging } from './merging.ts';
import { PointRounds } from './rounds.ts';
import { ofShard, type Shard } from './shard.ts';
import type { StudyResult } from './study-result.ts';
import { noBlocks, Survey, sumOf } from './survey.ts';
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
  /** Whether rows are wanted where all blocks are there. */
  readonly merge: boolean;
  /** Shares into which the result divides the counts of blocks; 1 unless given. */
  readonly shares?: number;
  /** Called with a place in a file when the block there is damaged: it is forgotten. */
  readonly onDamaged: (place: string) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** Blocks of the rounds begun so far. */
export interface Progress {
  readonly total: number;
  readonly stored: number;
}

/**
 * Computes what the store lacks of a study and merges the blocks in the order of the plan: by points, series, metrics and
 * iterations. Worker count, shards, interruptions and the order in which blocks end change no bit of the rows. Cells and blocks are
 * gone through one by one, not listed: there may be a million.
 */
export async function runStudy(study: Study, options: RunOptions): Promise<StudyResult> {
  const run = new StudyRun(study, options);
  try {
    await run.compute();
  } finally {
    run.release();
  }
  return run.result();
}

/** The blocks of all runs on one range of one point. */
interface Cell {
  readonly number: number;
  readonly blocks: readonly Block[];
}

/** Cells after which other things of the process get their turn. */
const breath = 256;

class StudyRun {
  readonly #study: Study;
  readonly #options: RunOptions;
  readonly #store: BlockStore;
  readonly #keys: BlockKeys;
  readonly #points: readonly PointRounds[];
  readonly #losses: Losses;
  readonly #merging: Merging;
  /** Blocks given to the executor, by key. */
  readonly #atWork = new Map<string, Block>();
  #lease: StoreLease | undefined;
  /** Rounds begun. */
  #rounds = 0;
  /** Of the rounds before the last. */
  #before = noBlocks;
  #secondsBefore = 0;
  #survey: Survey;
  #computed = 0;
  /** Of these, what the survey has counted. */
  #counted = 0;

  constructor(study: Study, options: RunOptions) {
    this.#study = study;
    this.#options = options;
    this.#store = new BlockStore(study.store);
    this.#keys = new BlockKeys(study);
    this.#points = study.plan.points.map((point) => new PointRounds(point, study.plan));
    this.#losses = new Losses(study.plan.seed);
    this.#merging = new Merging(study, { store: this.#store, keys: this.#keys, losses: this.#losses, ...options });
    this.#survey = this.#newSurvey();
  }

  /** Round after round, until all points are settled or blocks are missing. */
  async compute(): Promise<void> {
    while (this.#begin()) {
      await this.#discardOwn();
      await this.#computeRound(this.#rounds - 1);
      while (this.#isComplete && this.#isMerged && !(await this.#merging.update(this.#points)))
        await this.#computeAgain();
      if (!this.#isComplete) return;
      for (const rounds of this.#points) rounds.settle(() => this.#merging.rowsAt(rounds));
    }
  }

  release(): void {
    this.#lease?.release();
    this.#store.close();
  }

  result(): StudyResult {
    const { metrics, profile } = this.#study.plan;
    const complete = this.#isComplete;
    return {
      complete,
      rows: complete ? this.#points.flatMap((rounds) => this.#merging.rowsAt(rounds)) : [],
      diagnostics: Object.fromEntries([...this.#merging.kinds].filter(([name]) => !metrics.includes(name))),
      failures: this.#losses.failures,
      lost: complete ? this.#merging.lost : [],
      missing: this.#survey.missing,
      shareIsDone: complete || (this.#shareIsDone && profile.ciWidth === undefined),
      blocks: { ...sumOf(this.#before, this.#survey.all), computed: this.#computed },
      shares: this.#survey.shares,
      trials: this.#points.map(({ trials }) => trials),
      seconds: this.#secondsBefore + this.#survey.seconds,
      samples: () => this.#merging.samples(this.#points),
    };
  }

  /** Begins a round of every point that is not settled; false where none is left. */
  #begin(): boolean {
    const begun = this.#points.filter((rounds) => rounds.begin());
    if (begun.length === 0) return false;
    this.#before = sumOf(this.#before, this.#survey.all);
    this.#secondsBefore += this.#survey.seconds;
    this.#survey = this.#newSurvey();
    this.#rounds += 1;
    return true;
  }

  get #isComplete(): boolean {
    return this.#survey.all.missing === 0;
  }

  /** Whether rows are wanted, or decide on another round. */
  get #isMerged(): boolean {
    return this.#options.merge || this.#study.plan.profile.ciWidth !== undefined;
  }

  get #shareIsDone(): boolean {
    const { shard } = this.#options;
    return shard === undefined ? this.#isComplete : this.#survey.shares[shard.index - 1].missing === 0;
  }

  #newSurvey(): Survey {
    const { shard, shares = 1 } = this.#options;
    return new Survey(shard?.count ?? shares);
  }

  #isOwn(cell: number): boolean {
    return ofShard(cell, this.#options.shard);
  }

  /** The cells of the rounds from `first` on; those of each round are numbered from 0. */
  *#cells(first: number): Iterable<Cell> {
    for (let round = first; round < this.#rounds; round++) {
      let number = 0;
      for (const rounds of this.#points) {
        if (rounds.rounds <= round) continue;
        const runs = this.#keys.runsAt(rounds.point);
        for (const range of rounds.rangesOf(round)) {
          yield { number: number++, blocks: runs.map((run) => blockOf(run, range)) };
        }
      }
    }
  }

  /** Forgets what is stored of this shard's blocks of the last round, where all is to be computed anew. */
  async #discardOwn(): Promise<void> {
    const { executor, fresh } = this.#options;
    if (!fresh || executor === undefined) return;
    for (const { number, blocks } of this.#cells(this.#rounds - 1)) {
      if (number % breath === 0) await breathe();
      if (this.#isOwn(number)) for (const { key } of blocks) this.#store.discard(key);
    }
  }

  /** Computes what is missing of the rounds from `first` on. */
  async #computeRound(first: number): Promise<void> {
    const { executor, shard, stop } = this.#options;
    this.#survey = await this.#look(first, { retries: executor !== undefined });
    this.#report();
    if (executor === undefined || this.#shareIsDone) return;
    this.#lease ??= new StoreLease(this.#study.store, shard?.index);
    const tasks = this.#tasks(first, executor.threads, this.#lease.place);
    await computeTasks(tasks, executor, (outcome) => this.#take(outcome), stop);
    this.#store.refresh();
    this.#survey = await this.#look(first, { retries: false });
  }

  /** After blocks turned out damaged: they may be of any round. */
  async #computeAgain(): Promise<void> {
    [this.#before, this.#secondsBefore] = [noBlocks, 0];
    await this.#computeRound(0);
  }

  /** Counts what is there, and gives up runs that failed; where `retries`, own blocks that failed count as missing. */
  async #look(first: number, { retries }: { retries: boolean }): Promise<Survey> {
    for (;;) {
      const lost = this.#losses.size;
      const survey = this.#newSurvey();
      for (const { number, blocks } of this.#cells(first)) {
        if (number % breath === 0) await breathe();
        const isOwn = this.#isOwn(number);
        for (const block of blocks) {
          const state = this.#store.state(block.key);
          if (state === 'failed' && !(isOwn && retries)) this.#giveUp(block, isOwn);
          survey.add(number, block, this.#counts(block, state, isOwn && retries), this.#store.seconds(block.key));
        }
      }
      // Blocks that were missing before the failure was met are not asked for any more.
      if (this.#losses.size > lost) continue;
      this.#counted = this.#computed;
      return survey;
    }
  }

  /** As what a block of this state counts. */
  #counts(block: Block, state: BlockState, isRetried: boolean): BlockState | 'given up' {
    if (state === 'stored' || (state === 'failed' && !isRetried)) return state;
    return this.#losses.has(block) ? 'given up' : 'missing';
  }

  #giveUp(block: Block, isOwn: boolean): void {
    const { trial = null, what = messages.failedBefore() } = this.#store.failure(block.key) ?? {};
    const at = trial ?? block.range.first;
    if (isOwn) this.#losses.add(block, at, what);
    else this.#losses.addElsewhere(block, at, what);
  }

  /** A task for every cell, or several with a share of its solvers each, where there are few cells for the threads. */
  *#tasks(first: number, threads: number, store: StorePlace): Iterable<Task> {
    const perTask = Math.max(1, Math.floor(this.#survey.all.missing / (4 * threads)));
    for (const { number, blocks } of this.#cells(first)) {
      if (!this.#isOwn(number)) continue;
      const lacking = blocks.filter(({ key }) => this.#store.state(key) !== 'stored');
      for (let begin = 0; begin < lacking.length; begin += perTask) {
        const own = lacking.slice(begin, begin + perTask).filter((block) => isReady(block) && !this.#losses.has(block));
        for (const block of own) this.#atWork.set(block.key, block);
        if (own.length > 0) yield { ...workOf(this.#study, own), store };
      }
    }
  }

  #take(outcome: Outcome): void {
    if (outcome.kind === 'stop') return;
    const block = this.#atWork.get(outcome.key)!;
    this.#atWork.delete(outcome.key);
    if (outcome.kind === 'stored') this.#computed += 1;
    else this.#losses.add(block, outcome.trial ?? block.range.first, outcome.what);
    this.#report();
  }

  #report(): void {
    const { total, stored } = sumOf(this.#before, this.#survey.all);
    this.#options.onProgress({ total, stored: stored + this.#computed - this.#counted });
  }
}

/** Whether the networks that the block needs are trained. */
function isReady({ weights }: Block): boolean {
  return weights !== 'untrained';
}
