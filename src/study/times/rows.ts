import type { Scenario } from '../../contracts/problem.ts';
import { canonicalJson } from '../canonical.ts';
import type { Times } from '../experiment/schema.ts';
import { exponentOf, runningTime, timeOver, trainingTime } from '../experiment/timed-metric.ts';
import type { Row } from '../results/row.ts';
import { medianOf } from '../statistics/median.ts';
import type { Timed } from './timed.ts';

export const operations = 'operations';

/** How times are compared. */
export type Comparing = Pick<Times, 'reference' | 'exponent'>;

/** Rows without their experiment: medians over rounds in the place of means. */
type TimesRow = Omit<Row, 'experiment'>;

/**
 * The rows of what was timed: milliseconds for a trial, or a sample of a training, that time over the one of the reference in the same
 * round, the counted operations of an iteration where a solver counts them; and of times of trials and of operations the exponent e of c x^e
 * that fits best along an axis, for times round by round.
 */
export function timesRows(id: string, timed: readonly Timed[], { reference, exponent }: Comparing): Row[] {
  const solved = timed.filter(({ what }) => what === 'solving');
  const rows = solved.flatMap((each) => [
    ...compared(each, referenceOf(solved, each, reference), runningTime, reference),
    ...operationsOf(each).map((count) => row(each, operations, [count])),
  ]);
  const trained = timed.filter(({ what }) => what === 'training');
  const ofTrainings = trained.flatMap((each) => {
    const other = trained.find(({ series, point }) => series.name === reference && point === each.point);
    return compared(each, other, trainingTime, reference);
  });
  const fitted = exponent === undefined ? [] : fits(solved, exponent);
  return [...rows, ...ofTrainings, ...fitted].map((each) => ({ experiment: id, ...each }));
}

/** Times, and their ratios to those of the reference in the same rounds. */
function compared(each: Timed, other: Timed | undefined, time: string, reference: string): TimesRow[] {
  const ratios = other && each.times.map((taken, round) => taken / other.times[round]);
  return [row(each, time, each.times), ...(ratios ? [row(each, timeOver(reference, time), ratios)] : [])];
}

/** The reference on the same trials: its run of the same number of layers, or its only one. */
function referenceOf(timed: readonly Timed[], { point, together, run }: Timed, name: string): Timed | undefined {
  const runs = timed.filter(
    (other) => other.series.name === name && other.point === point && other.together === together,
  );
  return runs.length === 1 ? runs[0] : runs.find((other) => other.run.iteration === run.iteration);
}

function operationsOf({ series, point, run }: Timed): number[] {
  const count = series.solver.flops?.(point.scenario, run.parameters);
  return count === undefined ? [] : [count];
}

function row({ series, point, run, together }: Timed, metric: string, values: readonly number[]): TimesRow {
  return rowAt({ ...point.scenario, together }, { series, run }, metric, values);
}

function rowAt(
  scenario: Scenario,
  { series, run }: Pick<Timed, 'series' | 'run'>,
  metric: string,
  values: readonly number[],
): TimesRow {
  const { n, median, ci95Low, ci95High } = medianOf(values);
  const place = { solver: series.name, metric, scenario, iteration: run.iteration ?? null };
  return { ...place, n, mean: median, stderr: null, ci95Low, ci95High };
}

/** Exponents along an axis, for points that differ in nothing else. */
function fits(timed: readonly Timed[], { along, from }: NonNullable<Times['exponent']>): TimesRow[] {
  const admitted = timed.filter(({ point }) => Number(point.scenario[along]) >= (from ?? Number.NEGATIVE_INFINITY));
  const curves = new Map<string, Timed[]>();
  for (const each of admitted) {
    const { [along]: _, ...others } = each.point.scenario;
    const key = canonicalJson({ others, together: each.together, solver: each.series.name, run: each.run.hash });
    curves.set(key, [...(curves.get(key) ?? []), each]);
  }
  return [...curves.values()].flatMap((points) => {
    const x = points.map(({ point }) => Number(point.scenario[along]));
    if (new Set(x).size < 2) return [];
    const { [along]: _, ...others } = points[0].point.scenario;
    const scenario = { ...others, together: points[0].together };
    const rounds = points[0].times.map((_, round) =>
      slope(
        x,
        points.map(({ times }) => times[round]),
      ),
    );
    const counts = points.flatMap(operationsOf);
    return [
      rowAt(scenario, points[0], exponentOf(runningTime, along), rounds),
      ...(counts.length < x.length
        ? []
        : [rowAt(scenario, points[0], exponentOf(operations, along), [slope(x, counts)])]),
    ];
  });
}

/** The exponent e of the power law c x^e that fits best on logarithms. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x, y].map((values) => values.map(Math.log));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(u), mean(v)];
  const covariance = u.reduce((sum, value, i) => sum + (value - a) * (v[i] - b), 0);
  return covariance / u.reduce((sum, value) => sum + (value - a) ** 2, 0);
}
