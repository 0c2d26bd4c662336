import type { TrialRange } from '../../contracts/problem.ts';
import type { Point, Run, Series } from '../experiment/plan.ts';
import type { BlockKeys } from '../run/blocks.ts';
import { Estimator } from '../statistics/estimate.ts';
import type { Row } from './row.ts';
import type { BlockStore, Observation } from './store.ts';

/** Per-trial values of one metric or diagnostic of one series at one point and iteration, in the order of the trials. */
export interface PointSample extends Observation {
  readonly point: Point;
  readonly series: Series;
}

/** Blocks that cannot become one curve. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/**
 * The per-trial values of one series at one point: the blocks of `runs` joined in the order of `ranges`, grouped by name,
 * iterations ascending. Of a series with several runs each gives its last iteration, or its place along the curve where it has
 * none. Throws a MergeError where a block is missing, blocks of a run hold different iterations, or two runs give the same
 * iteration.
 */
export function samplesOf(
  store: BlockStore,
  keys: BlockKeys,
  point: Point,
  series: Series,
  runs: readonly Run[],
  ranges: readonly TrialRange[],
): PointSample[] {
  const byName = new Map<string, Observation[]>();
  for (const run of runs) {
    const blocks = ranges.map((range) => readBlock(store, keys.key(point, series.solver, run, range)));
    const joined = joinBlocks(blocks);
    for (const sample of series.runs.length === 1 ? joined : lastIterations(joined)) {
      const group = byName.get(sample.name) ?? [];
      byName.set(sample.name, [...group, { ...sample, iteration: sample.iteration ?? run.iteration ?? null }]);
    }
  }
  return [...byName.values()].flatMap((group) =>
    byIteration(group).map((observation) => ({ ...observation, point, series })),
  );
}

/** The row of one sample. Throws a StatisticsError where nothing can be estimated from it. */
export function rowOf(experiment: string, { point, series, name, kind, iteration, values }: PointSample): Row {
  const estimator = new Estimator(kind);
  estimator.add(values);
  const { scenario } = point;
  return { experiment, solver: series.name, metric: name, scenario, iteration, ...estimator.estimate() };
}

function byIteration(group: readonly Observation[]): Observation[] {
  const order = ({ iteration }: Observation) => iteration ?? Number.MAX_VALUE;
  const sorted = [...group].sort((a, b) => order(a) - order(b));
  const twice = sorted.find((sample, i) => i > 0 && sample.iteration === sorted[i - 1].iteration);
  if (twice === undefined) return sorted;
  throw new MergeError(`several runs give ${twice.name} at iteration ${twice.iteration}`);
}

function readBlock(store: BlockStore, key: string): readonly Observation[] {
  const block = store.read(key);
  if (block.state !== 'stored') throw new MergeError(`block ${key} is ${block.state}`);
  return block.result.observations;
}

/** Observations of consecutive blocks of one run, joined. All blocks hold the same names and iterations, or it throws. */
function joinBlocks(blocks: readonly (readonly Observation[])[]): Observation[] {
  const all = blocks.flat();
  const joined = blocks[0].map((first) => {
    const parts = all.filter((other) => isSame(other, first)).map(({ values }) => values);
    if (parts.length !== blocks.length) throw onlySome(first);
    const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      values.set(part, offset);
      offset += part.length;
    }
    return { ...first, values };
  });
  const late = all.find((one) => !joined.some((other) => isSame(other, one)));
  if (late !== undefined) throw onlySome(late);
  return joined;
}

function isSame(a: Observation, b: Observation): boolean {
  return a.name === b.name && a.iteration === b.iteration;
}

function onlySome({ name, iteration }: Observation): MergeError {
  return new MergeError(`only some trials have ${name} at iteration ${iteration}`);
}

/**
 * Of every name the observation of the largest iteration; what has none, such as a diagnostic of the whole run, counts for
 * the run's last iteration.
 */
function lastIterations(observations: readonly Observation[]): Observation[] {
  const end = observations.reduce<number | null>((last, { iteration }) => laterOf(last, iteration), null);
  const last = new Map<string, Observation>();
  for (const observation of observations) {
    const known = last.get(observation.name)?.iteration ?? null;
    if (laterOf(known, observation.iteration) === observation.iteration) last.set(observation.name, observation);
  }
  return [...last.values()].map((observation) => ({ ...observation, iteration: observation.iteration ?? end }));
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}
