import { messages, UserError } from '../../messages.ts';
import { fractionLabel } from '../axes/axis.ts';
import { cellLabel, columnTitle, curveOf, curvesOf, valueTitle } from '../curves.ts';
import type { Cell, Figure, FigureRow } from '../figure.ts';
import { inPanel, type Panel, panelsOf } from '../panels.ts';
import { printedNotes, printedRows } from '../printed.ts';
import { distinctCells, refuseOverlaps, selectRows, shownColumns } from '../select.ts';
import { literalLabel } from '../typography/scripts.ts';
import { missingNotes } from './notes.ts';
import type { Plot } from './plot.ts';
import { type TableContent, tableGrid, tableLayers } from './table-layers.ts';

/** The tables of a figure, one a panel, as labels. */
export function tablesOf(figure: Figure): { readonly panel: Panel; readonly content: TableContent }[] {
  const rows = selectRows(figure, figure.rows);
  refuseOverlaps(figure, rows, shownColumns(figure.spec));
  return panelsOf(figure, rows).map((panel) => ({ panel, content: contentOf(figure, panel, rows) }));
}

/** The numbers themselves: a row for each curve, a column for each value of x. */
export function tablePlot(figure: Figure): Plot {
  const rows = selectRows(figure, figure.rows);
  const contents = tablesOf(figure);
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
    ...shownNotes(figure, rows),
    ...(intervals ? ['After \u00b1 stands half the width of the 95\u00a0% confidence interval.'] : []),
    ...(printedRows(figure).length === 0 ? [] : printedNotes(figure, 'Numbers in parentheses are')),
    ...missingNotes(figure, rows),
  ];
  return { curves: [], panels, notes, swatches: false, size: grid.size };
}

/** What the numbers are, where no column says it. */
function shownNotes(figure: Figure, rows: readonly FigureRow[]): string[] {
  const { x, y } = figure.spec.encoding;
  const title = valueTitle(figure, y.title, rows);
  return x.field === 'metric' || title === '' ? [] : [`Numbers: ${title}.`];
}

function contentOf(figure: Figure, panel: Panel, all: readonly FigureRow[]): TableContent {
  const { x } = figure.spec.encoding;
  const curves = curvesOf(figure, all);
  const ascending = distinctCells(all, x.field);
  const cells = x.scale?.reverse === true ? ascending.reverse() : ascending;
  const rows = all.filter((row) => inPanel(panel, row));
  const printed = printedRows(figure).filter((row) => inPanel(panel, row));
  const named = x.field === 'solver' || x.field === 'metric';
  const fraction = x.axis?.format === 'fraction';
  const ofColumn = (cell: Cell) => ({
    ...cellFormat(figure),
    powers: all.some(({ mean, [x.field]: own }) => (own ?? null) === cell && isLarge(mean ?? 0)),
  });
  const header = (cell: Cell) => {
    if (named) return cellLabel(figure, x, cell);
    if (cell === null) return '';
    return fraction ? fractionLabel(Number(cell)) : literalLabel(String(cell));
  };
  return {
    title: x.title ?? (named ? '' : columnTitle(figure, x.field)),
    columns: cells.map(header),
    rows: curves.map((curve) => ({
      label: curve.label,
      cells: cells.map((cell) => {
        const format = ofColumn(cell);
        const row = rows.find(
          (candidate) => curveOf(figure, curves, candidate) === curve && (candidate[x.field] ?? null) === cell,
        );
        const ours = row === undefined ? '\u2013' : printedEstimate(row, format);
        const theirs = printed.find(
          (other) => curveOf(figure, curves, other) === curve && (other[x.field] ?? null) === cell,
        );
        return theirs === undefined ? ours : `${ours} (${printedEstimate(theirs, format)})`;
      }),
    })),
  };
}

/** How numbers are written; left out, each by itself. */
interface CellFormat {
  readonly decimals?: number;
  /** The hundredfold instead of the number. */
  readonly percent?: boolean;
  /** All as powers of ten, as the large ones of their column are. */
  readonly powers?: boolean;
}

function cellFormat(figure: Figure): CellFormat | undefined {
  const format = figure.spec.encoding.y.axis?.format;
  if (format === undefined) return undefined;
  const match = /^\.(\d)([f%])$/.exec(format);
  if (match === null) throw new UserError(messages.figureTableFormat(figure.id, format));
  return { decimals: Number(match[1]), percent: match[2] === '%' };
}

/**
 * A mean with the half width of its interval, both with the decimals asked for; else rounded to the two leading digits of the
 * half width. Without an interval: five digits, or all of a whole number.
 */
export function printedEstimate(
  { mean, ci95_low, ci95_high }: Pick<FigureRow, 'mean' | 'ci95_low' | 'ci95_high'>,
  format?: CellFormat,
): string {
  if (mean === null || !Number.isFinite(mean)) return '\u2013';
  const scale = format?.percent === true ? 100 : 1;
  const half = ci95_low === null || ci95_high === null ? 0 : (scale * (ci95_high - ci95_low)) / 2;
  const unit = format?.percent === true ? '%' : '';
  const whole = Number.isInteger(mean) ? 0 : undefined;
  const number = (value: number, decimals: number | undefined) => printedNumber(value, decimals, format?.powers);
  if (!(half > 1e-9 * Math.abs(scale * mean))) return `${number(scale * mean, format?.decimals ?? whole)}${unit}`;
  const decimals = format?.decimals ?? Math.max(0, 1 - Math.floor(Math.log10(half)));
  return `${number(scale * mean, decimals)} \u00b1 ${number(half, decimals)}${unit}`;
}

/** Whether a number is written as a power of ten, and with it all of its column. */
function isLarge(value: number): boolean {
  return Math.abs(value) >= 1e7;
}

/** A number with a true minus sign; very large and very small ones as powers of ten. */
function printedNumber(value: number, decimals: number | undefined, powers = false): string {
  const size = Math.abs(value);
  const small = decimals === undefined && size !== 0 && size < 1e-4;
  if (isLarge(value) || small || (powers && size !== 0)) {
    const [digits, power] = value.toExponential(2).split('e');
    return `${digits} \u00d7 10^{${Number(power)}}`.replace(/^-/, '\u2212');
  }
  const text = decimals === undefined ? String(Number(value.toPrecision(5))) : value.toFixed(decimals);
  return text.replace(/^-/, '\u2212');
}
