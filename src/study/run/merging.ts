import type { AnySolver, MetricKind } from '../../contracts/problem.ts';
import type { Run, Series } from '../experiment/plan.ts';
import {
  MergeError,
  type PointSample,
  rowsOf,
  type SeriesAtPoint,
  samplesOf,
  UnreadableBlock,
} from '../results/merge.ts';
import type { Row } from '../results/row.ts';
import { StatisticsError } from '../statistics/estimate.ts';
import type { Observation } from '../store/block.ts';
import type { BlockStore } from '../store/store.ts';
import type { Study } from '../study.ts';
import { type BlockKeys, keyOn } from './blocks.ts';
import type { Losses } from './losses.ts';
import type { PointRounds } from './rounds.ts';
import type { LostTrials } from './study-result.ts';

interface Merged {
  readonly store: BlockStore;
  readonly keys: BlockKeys;
  /** Runs that are left out; those whose blocks do not fit together are added. */
  readonly losses: Losses;
  /** Called with a place in a file when the block there is damaged: it is forgotten. */
  readonly onDamaged: (place: string) => void;
}

/** The stored blocks of a study as rows, in the order of the plan: points, series, metrics, iterations. */
export class Merging {
  /** Of all metrics and diagnostics met, by name. */
  readonly kinds = new Map<string, MetricKind>();
  /** By series and point. */
  readonly #lost = new Map<string, LostTrials>();
  readonly #study: Study;
  readonly #from: Merged;
  readonly #rows = new Map<PointRounds, { readonly trials: number; readonly rows: readonly Row[] }>();

  constructor(study: Study, from: Merged) {
    this.#study = study;
    this.#from = from;
  }

  /** The rows of a point as they were last merged. */
  rowsAt(point: PointRounds): readonly Row[] {
    return this.#rows.get(point)?.rows ?? [];
  }

  /** Points with trials that a solver has no solution for. */
  get lost(): readonly LostTrials[] {
    return [...this.#lost.values()];
  }

  /** Merges the blocks of all rounds begun. False where a block cannot be read: it is then missing. */
  async update(points: readonly PointRounds[]): Promise<boolean> {
    let isSound = true;
    for (const rounds of points) {
      if (this.#rows.get(rounds)?.trials === rounds.trials) continue;
      const parts: (readonly Row[] | undefined)[] = [];
      for (const series of this.#study.plan.series) parts.push(await this.#rowsOf(rounds, series));
      const rows = parts.filter((part) => part !== undefined).flat();
      if (parts.includes(undefined)) isSound = false;
      else this.#rows.set(rounds, { trials: rounds.trials, rows });
    }
    return isSound;
  }

  /** The values of single trials. */
  *samples(points: readonly PointRounds[]): Iterable<PointSample> {
    for (const rounds of points) {
      for (const series of this.#study.plan.series) yield* samplesOf(this.#seriesAt(rounds, series));
    }
  }

  /** Undefined where a block cannot be read. */
  async #rowsOf(rounds: PointRounds, series: Series): Promise<readonly Row[] | undefined> {
    const { store, losses, onDamaged } = this.#from;
    try {
      const { rows, kinds, lost } = await rowsOf(this.#study.plan.id, this.#seriesAt(rounds, series));
      const { scenario, hash } = rounds.point;
      const why = series.solver.losesWhere ?? 'no solution';
      if (lost !== undefined) this.#lost.set(`${series.name} ${hash}`, { solver: series.name, scenario, why, ...lost });
      for (const [name, kind] of kinds) this.kinds.set(name, kind);
      return rows;
    } catch (error) {
      if (error instanceof UnreadableBlock) {
        if (error.place !== undefined) onDamaged(error.place);
        store.discard(error.key);
        return undefined;
      }
      if (!(error instanceof MergeError || error instanceof StatisticsError)) throw error;
      const { point } = rounds;
      for (const run of series.runs) losses.add({ point, solver: series.solver.name, run }, 0, error.message);
      return [];
    }
  }

  #seriesAt(rounds: PointRounds, series: Series): SeriesAtPoint {
    const { point } = rounds;
    const runs = series.runs.filter((run) => !this.#from.losses.has({ point, solver: series.solver.name, run }));
    return { point, series, runs, blocks: (run) => this.#blocksOf(rounds, series.solver, run) };
  }

  *#blocksOf(rounds: PointRounds, solver: AnySolver, run: Run): Iterable<readonly Observation[]> {
    const { store, keys } = this.#from;
    const at = keys.runAt(rounds.point, solver, run);
    for (const range of rounds.ranges()) {
      const key = keyOn(at, range);
      const block = store.read(key);
      if (block.state !== 'stored') throw new UnreadableBlock(key, block.state === 'damaged' ? block.place : undefined);
      yield block.result.observations;
    }
  }
}
