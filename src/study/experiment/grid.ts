import type { AnyProblem, Scenario } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalHash } from '../canonical.ts';
import { type AxisValue, axisValues } from './axis-values.ts';
import { complaints } from './issues.ts';
import { maxPoints } from './limits.ts';
import type { Point } from './plan.ts';

/** One axis of a grid as written, and where: `file:line:column` or the flag. */
export interface WrittenAxis {
  readonly values: AxisValue | readonly AxisValue[];
  readonly place: string;
}

/** One grid as written. */
export interface WrittenGrid {
  readonly axes: Readonly<Record<string, WrittenAxis>>;
  readonly place: string;
}

/**
 * Every scenario of the joined grids, validated against the problem, without duplicates. Within a grid the problem's last axis
 * runs fastest. Throws one UserError with a line for every impossible value: where it was written, what it is, what is accepted.
 */
export function expandGrids(grids: readonly WrittenGrid[], problem: AnyProblem): Point[] {
  const axes = grids.map((grid) => axesInOrder(grid, problem));
  const total = axes.reduce((sum, grid) => sum + grid.reduce((product, { values }) => product * values.length, 1), 0);
  if (total > maxPoints)
    throw new UserError(messages.at(grids[0].place, messages.tooMany('scenarios', total, maxPoints)));
  const points = new Map<string, Point>();
  const mistakes = new Set<string>();
  for (const [i, grid] of axes.entries()) {
    for (const written of product(grid)) {
      const point = validate(written, grids[i], problem, mistakes);
      if (point !== undefined && !points.has(point.hash)) points.set(point.hash, point);
    }
  }
  if (mistakes.size > 0) throw new UserError([...mistakes].slice(0, 20).join('\n'));
  return [...points.values()];
}

interface Axis {
  readonly name: string;
  readonly values: readonly AxisValue[];
}

/** Axes of a grid in the problem's order, their values expanded. Throws a UserError for axes the problem does not have. */
function axesInOrder({ axes }: WrittenGrid, problem: AnyProblem): Axis[] {
  const unknown = Object.keys(axes).filter((name) => !problem.axes.includes(name));
  if (unknown.length > 0) {
    const text = (name: string) => messages.at(axes[name].place, messages.unknownName('axis', name, problem.axes));
    throw new UserError(unknown.map(text).join('\n'));
  }
  return problem.axes
    .filter((name) => Object.hasOwn(axes, name))
    .map((name) => ({ name, values: axisValues(axes[name].values, name, axes[name].place) }));
}

/** Every combination of the axes' values, the last axis fastest. */
export function product(axes: readonly Axis[]): Record<string, AxisValue>[] {
  let combinations: Record<string, AxisValue>[] = [{}];
  for (const { name, values } of axes) {
    combinations = combinations.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  }
  return combinations;
}

/** The point of one scenario; undefined, and its mistakes noted, where the problem refuses it. */
function validate(
  written: Record<string, AxisValue>,
  { axes, place }: WrittenGrid,
  problem: AnyProblem,
  mistakes: Set<string>,
): Point | undefined {
  const parsed = problem.scenario.safeParse(written);
  if (!parsed.success) {
    for (const { path, text } of complaints(parsed.error, written, problem.scenario)) {
      mistakes.add(messages.at(axes[String(path[0])]?.place ?? place, text));
    }
    return undefined;
  }
  return pointOf(inOrder(parsed.data, problem.axes), problem);
}

/** The scenario with its axes in the given order, so that equal scenarios look equal wherever they are printed. */
function inOrder(scenario: Scenario, axes: readonly string[]): Scenario {
  return Object.fromEntries(axes.filter((axis) => scenario[axis] !== undefined).map((axis) => [axis, scenario[axis]]));
}

function pointOf(scenario: Scenario, problem: AnyProblem): Point {
  const drawn = Object.entries(scenario).filter(([axis]) => !problem.sharedDraws.includes(axis));
  return { scenario, hash: canonicalHash(scenario), drawHash: canonicalHash(Object.fromEntries(drawn)) };
}
