import { cellLabel, curveOf, curvesOf } from '../curves.ts';
import type { Cell, Figure, FigureRow } from '../figure.ts';
import { inPanel, type Panel, panelsOf } from '../panels.ts';
import { distinctCells, refuseOverlaps, selectRows, shownColumns } from '../select.ts';
import { literalLabel } from '../typography/scripts.ts';
import { missingNotes } from './notes.ts';
import type { Plot } from './plot.ts';
import { type TableContent, tableGrid, tableLayers } from './table-layers.ts';

/** The numbers themselves: a row for each curve, a column for each value of x. */
export function tablePlot(figure: Figure): Plot {
  const rows = selectRows(figure, figure.rows);
  refuseOverlaps(figure, rows, shownColumns(figure.spec));
  const contents = panelsOf(figure, rows).map((panel) => ({ panel, content: contentOf(figure, panel, rows) }));
  const grid = tableGrid(contents.map(({ content }) => content));
  const panels = contents.map(({ panel, content }) => ({
    panel,
    axisWidth: 0,
    data: [],
    layers: tableLayers(content, grid),
    drawn: [],
  }));
  const intervals = rows.some(({ ci95_low, ci95_high }) => ci95_low !== null && ci95_low !== ci95_high);
  const notes = [
    ...(intervals ? ['After \u00b1: half width of the 95\u00a0% confidence interval.'] : []),
    ...missingNotes(figure, rows),
  ];
  return { curves: [], panels, notes, swatches: false, framed: false, size: grid.size };
}

function contentOf(figure: Figure, panel: Panel, all: readonly FigureRow[]): TableContent {
  const { x } = figure.spec.encoding;
  const curves = curvesOf(figure, all);
  const ascending = distinctCells(all, x.field);
  const cells = x.scale?.reverse === true ? ascending.reverse() : ascending;
  const rows = all.filter((row) => inPanel(panel, row));
  const named = x.field === 'solver' || x.field === 'metric';
  const fraction = x.axis?.format === 'fraction';
  const header = (cell: Cell) =>
    named ? cellLabel(figure, x, cell) : fraction ? `1/${Math.round(1 / Number(cell))}` : literalLabel(String(cell));
  return {
    title: x.title ?? (named ? '' : literalLabel(x.field)),
    columns: cells.map(header),
    rows: curves.map((curve) => ({
      label: curve.label,
      cells: cells.map((cell) => {
        const row = rows.find(
          (candidate) => curveOf(figure, curves, candidate) === curve && (candidate[x.field] ?? null) === cell,
        );
        return row === undefined ? '\u2013' : printedEstimate(row);
      }),
    })),
  };
}

/**
 * A mean with the half width of its interval, rounded to the two leading digits of that width; five digits of a mean whose
 * interval is unknown, all of a whole number.
 */
export function printedEstimate({
  mean,
  ci95_low,
  ci95_high,
}: Pick<FigureRow, 'mean' | 'ci95_low' | 'ci95_high'>): string {
  if (mean === null || !Number.isFinite(mean)) return '\u2013';
  const half = ci95_low === null || ci95_high === null ? 0 : (ci95_high - ci95_low) / 2;
  if (!(half > 0)) return printedNumber(mean, Number.isInteger(mean) ? 0 : undefined);
  const decimals = Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(half))));
  return `${printedNumber(mean, decimals)} \u00b1 ${printedNumber(half, decimals)}`;
}

/** A number with a true minus sign; very large and very small ones as powers of ten. */
function printedNumber(value: number, decimals: number | undefined): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-4)) {
    const [digits, power] = value.toExponential(2).split('e');
    return `${digits} \u00d7 10^{${Number(power)}}`.replace(/^-/, '\u2212');
  }
  const text = decimals === undefined ? String(Number(value.toPrecision(5))) : value.toFixed(decimals);
  return text.replace(/^-/, '\u2212');
}
