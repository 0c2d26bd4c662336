import type { Scenario } from '../../contracts/problem.ts';
import { canonicalJson } from '../canonical.ts';
import { type AxisValue, axisValues } from '../experiment/axis-values.ts';
import type { Row } from '../results/row.ts';
import { coordinate } from './quantity.ts';
import type { Where } from './schema.ts';

type Condition = Where[string];

/** A point of a curve and, where two curves are compared, the point of the other that belongs to it. */
export interface Pair {
  readonly of: Row;
  readonly to: Row | undefined;
}

/** Points of one curve, or of two, that lie along an axis and agree everywhere else. */
export interface Curve {
  /** What the points share: the scenario without the axis, and the iteration where each has its own curve. */
  readonly key: string;
  /** In the order of the axis. */
  readonly points: readonly Pair[];
}

/**
 * The points of curve `of` that `where` admits, each with that of curve `to` in the same scenario: at the same iteration, or, of
 * a curve that has none there, its result without iteration. `iteration` left out or `last` compares the last of both.
 */
export function pairsOf(
  rows: readonly Row[],
  metric: string,
  of: string,
  to: string | undefined,
  where: Where,
): Pair[] {
  const admitted = rows.filter((row) => row.metric === metric && admits(where, row.scenario));
  const first = byScenario(admitted, of);
  const second = to === undefined ? undefined : byScenario(admitted, to);
  return [...first].flatMap(([key, own]): Pair[] => {
    if (second === undefined)
      return iterationsOf([own], where).map((iteration) => ({ of: at(own, iteration)!, to: undefined }));
    const other = second.get(key) ?? [];
    return iterationsOf([own, other], where).flatMap((iteration) => {
      const [a, b] = [at(own, iteration), at(other, iteration)];
      return a && b ? [{ of: a, to: b }] : [];
    });
  });
}

/** Pairs that {@link pairsOf} found for `where`, as curves along an axis, and along those that change `together` with it. */
export function curvesAlong(
  axis: string,
  pairs: readonly Pair[],
  where: Where,
  together: readonly string[] = [],
): Curve[] {
  const curves = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const key = keyBeside(pair.of, [axis, ...together], where);
    curves.set(key, [...(curves.get(key) ?? []), pair]);
  }
  return [...curves].map(([key, points]) => ({ key, points: sorted(points, axis) }));
}

/** The `where` of a curve along an axis: along the iterations all of them, unless it says which. */
export function whereAlong(axis: string, where: Where): Where {
  return axis === 'iteration' && where.iteration === undefined ? { ...where, iteration: {} } : where;
}

/** Values that `where` lists one by one and that no pair has. */
export function missingValues(pairs: readonly Pair[], where: Where): string[] {
  return Object.entries(where).flatMap(([axis, condition]) => {
    if (isRange(condition) || condition === 'last') return [];
    const present = new Set<unknown>(pairs.flatMap(({ of, to }) => [valueAt(of, axis), to && valueAt(to, axis)]));
    return axisValues(condition, axis, 'where')
      .filter((value) => !present.has(value))
      .map((value) => `${axis} = ${value}`);
  });
}

/** Whether `where` admits points of a scenario, at some iteration. */
export function admits(where: Where, scenario: Scenario): boolean {
  return Object.entries(where).every(([axis, condition]) => axis === 'iteration' || meets(scenario[axis], condition));
}

function meets(value: AxisValue | null, condition: Condition): boolean {
  if (!isRange(condition)) return axisValues(condition, '', '').includes(value as AxisValue);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
  return typeof value === 'number' && from <= value && value <= to;
}

function isRange(condition: Condition): condition is Exclude<Condition, AxisValue | AxisValue[]> {
  return typeof condition === 'object' && !Array.isArray(condition);
}

function byScenario(rows: readonly Row[], solver: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows.filter((each) => each.solver === solver)) {
    const key = canonicalJson(row.scenario);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

/** The iterations at which the curves have a point that `where` admits. */
function iterationsOf(curves: readonly (readonly Row[])[], where: Where): (number | 'last')[] {
  const { iteration: condition = 'last' } = where;
  if (condition === 'last') return curves.every((rows) => rows.length > 0) ? ['last'] : [];
  const all = new Set(curves.flat().flatMap(({ iteration }) => iteration ?? []));
  return [...all].filter((iteration) => meets(iteration, condition)).sort((a, b) => a - b);
}

/** The point at an iteration, or that without iteration; the last is that without iteration where there is one. */
function at(rows: readonly Row[], iteration: number | 'last'): Row | undefined {
  const final = rows.find((row) => row.iteration === null);
  if (iteration === 'last') return final ?? rows.reduce((a, b) => ((b.iteration ?? 0) > (a.iteration ?? 0) ? b : a));
  return rows.find((row) => row.iteration === iteration) ?? final;
}

function valueAt({ scenario, iteration }: Row, axis: string): AxisValue | null | undefined {
  return axis === 'iteration' ? iteration : scenario[axis];
}

function keyBeside({ scenario, iteration }: Row, axes: readonly string[], where: Where): string {
  const others = Object.fromEntries(Object.entries(scenario).filter(([axis]) => !axes.includes(axis)));
  const fixed = axes.includes('iteration') || (where.iteration ?? 'last') === 'last' ? null : iteration;
  return canonicalJson({ others, fixed });
}

function sorted(points: readonly Pair[], axis: string): Pair[] {
  return points
    .filter(({ of }) => Number.isFinite(coordinate(of, axis)))
    .sort((a, b) => coordinate(a.of, axis) - coordinate(b.of, axis));
}
