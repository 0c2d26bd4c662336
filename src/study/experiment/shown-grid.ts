import { passes, shownColumns } from '../../figures/select.ts';
import { filtersOf } from '../../figures/transform.ts';
import { messages, UserError } from '../../messages.ts';
import type { Plan } from './plan.ts';

/**
 * The plan with a figure that tells all its points apart: axes of the grid that the figure does not show get panels where it has none
 * yet. Throws a UserError that names `place` where too many are left.
 */
export function withShownGrid(plan: Plan, place: string): Plan {
  const hidden = hiddenAxes(plan);
  if (hidden.length === 0) return plan;
  const { figure } = plan.experiment;
  const free = (['column', 'row'] as const).filter((channel) => figure.facet?.[channel] === undefined);
  if (hidden.length > free.length) {
    throw new UserError(messages.at(place, messages.gridNotShown(hidden, shownColumns(figure))));
  }
  const panels = Object.fromEntries(hidden.map((field, i) => [free[i], { field }]));
  return {
    ...plan,
    experiment: { ...plan.experiment, figure: { ...figure, facet: { ...figure.facet, ...panels } } },
  };
}

/** Axes in which points differ that a figure would draw at one place. */
export function hiddenAxes({ points, problem, experiment: { figure } }: Plan): string[] {
  const shown = shownColumns(figure);
  const filters = filtersOf(figure).filter(({ field }) => problem.axes.includes(field));
  const first = new Map<string, (typeof points)[number]>();
  const hidden = new Set<string>();
  for (const point of points) {
    const row = { solver: '', metric: '', value: 0, ...point.scenario };
    if (!filters.every((filter) => passes(row, filter))) continue;
    const place = JSON.stringify(shown.map((column) => point.scenario[column] ?? null));
    const other = first.get(place);
    if (other === undefined) first.set(place, point);
    else {
      const differing = problem.axes.filter((axis) => point.scenario[axis] !== other.scenario[axis]);
      for (const axis of differing) hidden.add(axis);
    }
  }
  return problem.axes.filter((axis) => hidden.has(axis));
}
