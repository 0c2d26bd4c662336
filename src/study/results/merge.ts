import { setImmediate as breathe } from 'node:timers/promises';
import type { MetricKind } from '../../contracts/problem.ts';
import type { Point, Run, Series } from '../experiment/plan.ts';
import { Estimator, estimate } from '../statistics/estimate.ts';
import type { Observation } from '../store/block.ts';
import { lostMetric, type Row } from './row.ts';

/** Per-trial values of one metric or diagnostic of one series at one point and iteration, in the order of the trials. */
export interface PointSample extends Observation {
  readonly point: Point;
  readonly series: Series;
}

/** Blocks that cannot become one curve. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/** A block that is not there, or not as it was written; `place` is where it is damaged. */
export class UnreadableBlock extends MergeError {
  override readonly name = 'UnreadableBlock' as 'MergeError';
  readonly key: string;
  readonly place: string | undefined;

  constructor(key: string, place: string | undefined) {
    super(`block ${key} is ${place === undefined ? 'missing' : 'damaged'}`);
    this.key = key;
    this.place = place;
  }
}

/** The blocks of one series at one point. */
export interface SeriesAtPoint {
  readonly point: Point;
  readonly series: Series;
  /** Of the series, those that have not failed. */
  readonly runs: readonly Run[];
  /** What the blocks of a run hold, in the order of the trials. */
  blocks(run: Run): Iterable<readonly Observation[]>;
}

/** Blocks of a run after which other things of the process get their turn. */
const breath = 64;

/**
 * The rows of a series at a point, and the kinds of what they are about by its name: of several runs each gives its last iteration, or
 * its place along the curve where it has none. Blocks are read one after the other, and none is kept. Throws a MergeError where a block
 * is missing, blocks of a run hold different iterations, or two runs give the same one; a StatisticsError where nothing can be estimated.
 */
export async function rowsOf(
  experiment: string,
  from: SeriesAtPoint,
): Promise<{ rows: Row[]; kinds: Map<string, MetricKind>; lost?: Lost }> {
  const gathered: Gathered<Estimator>[] = [];
  for (const run of from.runs) {
    const own = new Gathered(run, (kind) => new Estimator(kind));
    let blocks = 0;
    for (const observations of from.blocks(run)) {
      own.add(observations);
      if (++blocks % breath === 0) await breathe();
    }
    gathered.push(own);
  }
  const curves = inOrder(gathered, from.series.runs.length > 1);
  const at = { experiment, solver: from.series.name, scenario: from.point.scenario };
  const rows = curves.map(({ name, iteration, sink }) => ({ ...at, metric: name, iteration, ...sink.estimate() }));
  const kinds = new Map(curves.map(({ name, kind }) => [name, kind]));
  const lost = curves.map(({ sink }) => sink.lost).find((one) => one !== undefined);
  if (lost === undefined) return { rows, kinds };
  const share = estimate(
    'proportion',
    Float64Array.from({ length: lost.of }, (_, i) => (i < lost.count ? 1 : 0)),
  );
  return {
    rows: [...rows, { ...at, metric: lostMetric, iteration: null, ...share }],
    kinds: new Map([...kinds, [lostMetric, 'proportion']]),
    lost,
  };
}

/** Trials of a point for which a solver has no solution. */
export interface Lost {
  readonly count: number;
  readonly of: number;
  readonly first: number;
}

/** The same trial by trial. Throws the same. */
export function samplesOf({ point, series, runs, blocks }: SeriesAtPoint): PointSample[] {
  const gathered = runs.map((run) => {
    const own = new Gathered(run, () => new Values());
    for (const observations of blocks(run)) own.add(observations);
    return own;
  });
  return inOrder(gathered, series.runs.length > 1).map(({ name, kind, iteration, sink }) => ({
    ...{ name, kind, iteration, point, series },
    values: sink.joined(),
  }));
}

/** Where values go, block by block. */
interface Sink {
  add(values: Float64Array): void;
}

class Values implements Sink {
  readonly #parts: Float64Array[] = [];

  add(values: Float64Array): void {
    this.#parts.push(values);
  }

  joined(): Float64Array {
    const joined = new Float64Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of this.#parts) {
      joined.set(part, offset);
      offset += part.length;
    }
    return joined;
  }
}

/** One metric or diagnostic at one iteration, and where its values went. */
interface Curve<S extends Sink> extends Omit<Observation, 'values'> {
  readonly sink: S;
}

/** What the blocks of one run hold. */
class Gathered<S extends Sink> {
  readonly #run: Run;
  readonly #sinkFor: (kind: MetricKind) => S;
  /** By iteration and name. */
  readonly #curves = new Map<string, Curve<S>>();
  #blocks = 0;

  constructor(run: Run, sinkFor: (kind: MetricKind) => S) {
    this.#run = run;
    this.#sinkFor = sinkFor;
  }

  add(observations: readonly Observation[]): void {
    for (const { values, ...observation } of observations) {
      const key = `${observation.iteration} ${observation.name}`;
      const known = this.#curves.get(key);
      if (known === undefined && this.#blocks > 0) throw onlySome(observation);
      const curve = known ?? { ...observation, sink: this.#sinkFor(observation.kind) };
      if (known === undefined) this.#curves.set(key, curve);
      curve.sink.add(values);
    }
    if (observations.length < this.#curves.size) throw onlySome(this.#firstLackedBy(observations));
    this.#blocks += 1;
  }

  /** Of each curve its place; of a run that is one of several, only its end. */
  ends(isOneOfSeveral: boolean): Curve<S>[] {
    const curves = [...this.#curves.values()];
    const chosen = isOneOfSeveral ? lastIterations(curves) : curves;
    return chosen.map((curve) => ({ ...curve, iteration: curve.iteration ?? this.#run.iteration ?? null }));
  }

  #firstLackedBy(observations: readonly Observation[]): Curve<S> {
    return [...this.#curves.values()].find(
      ({ name, iteration }) => !observations.some((one) => one.name === name && one.iteration === iteration),
    )!;
  }
}

/** The curves of all runs, name by name, iterations ascending. */
function inOrder<S extends Sink>(runs: readonly Gathered<S>[], several: boolean): Curve<S>[] {
  const byName = new Map<string, Curve<S>[]>();
  for (const curve of runs.flatMap((run) => run.ends(several))) {
    byName.set(curve.name, [...(byName.get(curve.name) ?? []), curve]);
  }
  return [...byName.values()].flatMap(byIteration);
}

function byIteration<S extends Sink>(group: readonly Curve<S>[]): Curve<S>[] {
  const order = ({ iteration }: Curve<S>) => iteration ?? Number.MAX_VALUE;
  const sorted = [...group].sort((a, b) => order(a) - order(b));
  const twice = sorted.find((curve, i) => i > 0 && curve.iteration === sorted[i - 1].iteration);
  if (twice === undefined) return sorted;
  throw new MergeError(`several runs give ${twice.name} at iteration ${twice.iteration}`);
}

function onlySome({ name, iteration }: Omit<Observation, 'values'>): MergeError {
  return new MergeError(`only some trials have ${name} at iteration ${iteration}`);
}

/**
 * Of every name the curve of the largest iteration; what has none, such as a diagnostic of the whole run, counts for the run's last
 * iteration.
 */
function lastIterations<S extends Sink>(curves: readonly Curve<S>[]): Curve<S>[] {
  const end = curves.reduce<number | null>((last, { iteration }) => laterOf(last, iteration), null);
  const last = new Map<string, Curve<S>>();
  for (const curve of curves) {
    const known = last.get(curve.name)?.iteration ?? null;
    if (laterOf(known, curve.iteration) === curve.iteration) last.set(curve.name, curve);
  }
  return [...last.values()].map((curve) => ({ ...curve, iteration: curve.iteration ?? end }));
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
