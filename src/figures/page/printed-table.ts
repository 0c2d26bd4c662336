import { cellLabel, metricTitle } from '../curves.ts';
import type { Figure, FigureRow, PrintedValue } from '../figure.ts';
import { printedEstimate } from '../marks/table.ts';
import { lastIterations } from '../select.ts';

/** What the paper prints beside what came out here: place, curve, point, metric, and both numbers, as labels. */
export function printedTable(figure: Figure): string[][] {
  return (figure.printed ?? []).map((printed) => {
    const { solver, metric, at, value, place } = printed;
    const label = figure.series.find((series) => series.solver === solver)?.label ?? solver;
    const point = Object.entries(at).map(([field, cell]) => cellLabel(figure, { field }, cell));
    const theirs = printedEstimate({ mean: value, ci95_low: null, ci95_high: null });
    const ours = rowAt(figure, printed);
    return [
      place,
      label,
      point.join(', '),
      metricTitle(figure, metric),
      theirs,
      ours ? printedEstimate(ours) : '\u2013',
    ];
  });
}

/** The one row of that point; undefined where there is none, or several. */
function rowAt({ rows }: Figure, { solver, metric, at }: PrintedValue): FigureRow | undefined {
  const fitting = rows.filter(
    (row) =>
      row.solver === solver &&
      row.metric === metric &&
      Object.entries(at).every(([column, cell]) => (row[column] ?? null) === cell),
  );
  const last = lastIterations(fitting);
  return last.length === 1 ? last[0] : undefined;
}
