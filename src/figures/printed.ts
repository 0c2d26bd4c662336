import type { Curve } from './curves.ts';
import type { Figure, FigureRow } from './figure.ts';
import { passes, shownMetrics } from './select.ts';
import { filtersOf } from './transform.ts';

/** How the legend calls the numbers that the paper prints. */
const label = 'printed in the paper';

const grey = '#777';

/** The numbers that the paper prints as rows without interval: those of the metrics, series and filters of the figure. */
export function printedRows(figure: Figure): FigureRow[] {
  const metrics = shownMetrics(figure, figure.rows);
  const solvers = new Set(figure.series.map(({ solver }) => solver));
  const filters = filtersOf(figure.spec);
  return (figure.printed ?? [])
    .map(({ solver, metric, value, at }): FigureRow => {
      return { ...at, solver, metric, n: 0, mean: value, stderr: null, ci95_low: null, ci95_high: null };
    })
    .filter((row) => metrics.includes(row.metric) && solvers.has(row.solver))
    .filter((row) => filters.every((filter) => passes(row, filter)));
}

/** Their entry in the legend: a mark without a line. No row belongs to it. */
export const printedCurve: Curve = {
  label,
  look: { color: grey, dash: [], shape: 'circle' },
  mark: 'point',
  solver: '',
};

/** Says in the caption what they are and where they stand; `how` says which they are. */
export function printedNotes(figure: Figure, how: string): string[] {
  const places = [...new Set((figure.printed ?? []).map(({ place }) => place))];
  return places.length === 0 ? [] : [`${how} printed in the paper (${places.join(', ')}).`];
}
