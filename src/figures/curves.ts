import { messages, UserError } from '../messages.ts';
import type { Cell, Figure, FigureRow, FigureSeries, ValueRow } from './figure.ts';
import { distinctCells, shownMetrics } from './select.ts';
import { houseDash, houseLook, type Look, levelLook } from './style.ts';
import { literalLabel } from './typography/scripts.ts';

/** One entry of the legend: a solver, or a solver at one value of the column that dashes show. */
export interface Curve {
  readonly label: string;
  readonly look: Look;
  readonly mark: 'line' | 'rule' | 'point';
  readonly solver: string;
  /** Value of the dash column. */
  readonly dashCell?: Cell;
}

/** The curves of a figure in the order of the legend, each with its look. Throws UserError for labels used twice. */
export function curvesOf(figure: Figure, rows: readonly (FigureRow | ValueRow)[]): Curve[] {
  const counts = { line: 0, rule: 0 };
  const taken = new Set(figure.series.flatMap(({ color }) => color?.toLowerCase() ?? []));
  const curves = figure.series.flatMap((series) => {
    const own = rows.filter((row) => row.solver === series.solver);
    const mark = markOf(figure, series, own);
    const look = lookOf(series, mark, counts[mark]++, taken);
    taken.add(look.color);
    return withDashes(figure, rows, { label: series.label, look, mark, solver: series.solver });
  });
  const labels = new Set<string>();
  for (const { label } of curves) {
    if (labels.has(label)) throw new UserError(messages.figureLabelTwice(figure.id, label));
    labels.add(label);
  }
  return curves;
}

/** The curve that a row belongs to. */
export function curveOf(figure: Figure, curves: readonly Curve[], row: FigureRow | ValueRow): Curve | undefined {
  const field = figure.spec.encoding.strokeDash?.field;
  return curves.find(
    ({ solver, dashCell }) => solver === row.solver && (field === undefined || dashCell === (row[field] ?? null)),
  );
}

/** A series whose rows have no value on the x axis is a level, whether or not it says so. */
function markOf(figure: Figure, series: FigureSeries, rows: readonly (FigureRow | ValueRow)[]): 'line' | 'rule' {
  const { mark, encoding } = figure.spec;
  if (mark !== 'line') return 'line';
  const level = rows.length > 0 && rows.every((row) => (row[encoding.x.field] ?? null) === null);
  return level ? 'rule' : (series.mark ?? 'line');
}

function lookOf(series: FigureSeries, mark: 'line' | 'rule', index: number, taken: ReadonlySet<string>): Look {
  const look = mark === 'rule' ? levelLook(index, taken) : houseLook(index, taken);
  return {
    color: series.color ?? look.color,
    dash: series.dash ?? look.dash,
    shape: series.shape ?? look.shape,
  };
}

function withDashes(figure: Figure, rows: readonly (FigureRow | ValueRow)[], curve: Curve): Curve[] {
  const channel = figure.spec.encoding.strokeDash;
  if (channel === undefined) return [curve];
  return distinctCells(rows, channel.field).map((cell, index) => ({
    ...curve,
    label: `${curve.label}, ${cellLabel(figure, channel, cell)}`,
    look: { ...curve.look, dash: houseDash(index) },
    dashCell: cell,
  }));
}

/** `K = 4`, or `4` where the title is empty; metrics and solvers are named by their titles instead. */
export function cellLabel(figure: Figure, channel: { field: string; title?: string | undefined }, cell: Cell): string {
  if (channel.field === 'metric') return metricTitle(figure, String(cell));
  if (channel.field === 'solver') return figure.series.find(({ solver }) => solver === cell)?.label ?? String(cell);
  const value = literalLabel(String(cell));
  if (channel.title === '') return value;
  const { name, symbol, unit } = figure.columnTitles?.[channel.field] ?? { name: literalLabel(channel.field) };
  if (channel.title !== undefined) return `${channel.title} = ${value}`;
  return `${symbol ?? name} = ${value}${unit === undefined ? '' : `\u00a0${unit}`}`;
}

/** A metric's title where its problem states one, its name elsewhere. */
export function metricTitle(figure: Figure, metric: string): string {
  return figure.metricTitles?.[metric] ?? literalLabel(metric);
}

/** A column's title where one is given, its name elsewhere. */
export function columnTitle(figure: Figure, column: string): string {
  const title = figure.columnTitles?.[column];
  if (title === undefined) return literalLabel(column);
  const { name, symbol, unit } = title;
  return `${name}${symbol === undefined ? '' : `, ${symbol}`}${unit === undefined ? '' : ` (${unit})`}`;
}

/** Title of an axis of values: as given, else those of its metrics. */
export function valueTitle(figure: Figure, given: string | undefined, rows: readonly (FigureRow | ValueRow)[]): string {
  return (
    given ??
    shownMetrics(figure, rows)
      .map((metric) => metricTitle(figure, metric))
      .join(', ')
  );
}
