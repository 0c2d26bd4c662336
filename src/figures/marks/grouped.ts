import type { PlotAxis } from '../axes/axis.ts';
import { discreteAxis } from '../axes/discrete.ts';
import { fieldName } from '../channels.ts';
import { type Curve, cellLabel, columnTitle } from '../curves.ts';
import type { Cell, Figure, FigureRow, ValueRow } from '../figure.ts';
import { distinctCells } from '../select.ts';
import { fontSizes, plotSize } from '../style.ts';
import { wrapLabel } from '../typography/measure.ts';
import type { Size } from './drawn.ts';

/**
 * The x axis of bars and boxes: a place for every value, and side by side in it the solvers. Solvers and metrics on the axis
 * itself stand there with their titles.
 */
export interface Groups {
  readonly x: PlotAxis;
  /** What stands on the axis for a row. */
  readonly category: (row: FigureRow | ValueRow) => Cell;
  /** Whether each curve has a place of its own on the axis, so that neither offset nor legend is needed. */
  readonly alone: boolean;
  /** Vega-Lite's channels for the place of a row. */
  readonly channels: object;
  /** Left and right end of a curve's bar at a category, as fractions of the plot's width. */
  readonly span: (category: Cell, curve: Curve) => readonly [number, number];
}

/** Places the categories of `rows` and the curves within them. */
export function groupsOf(figure: Figure, curves: readonly Curve[], rows: readonly (FigureRow | ValueRow)[]): Groups {
  const { x: channel, strokeDash } = figure.spec.encoding;
  const cells = distinctCells(rows, channel.field);
  const room = plotSize(figure.spec).width / cells.length - 8;
  const named = channel.field === 'solver' || channel.field === 'metric';
  const labels = new Map(cells.map((cell) => [cell, named ? wrapped(cellLabel(figure, channel, cell), room) : cell]));
  const order = channel.field === 'solver' ? figure.series.map(({ solver }) => solver) : cells;
  const x = discreteAxis({
    ...channel,
    title: channel.title ?? (named ? '' : columnTitle(figure, channel.field)),
    cells: order.filter((cell) => labels.has(cell)).map((cell) => labels.get(cell)!),
    length: plotSize(figure.spec).width,
    scaleType: 'band',
    type: channel.type === 'nominal' ? 'nominal' : 'ordinal',
  });
  const alone = channel.field === 'solver' && strokeDash === undefined;
  const offset = {
    field: 'series',
    type: 'nominal',
    scale: { domain: curves.map(({ label }) => label), paddingInner: 0.12 },
  };
  const width = 0.7 / cells.length;
  return {
    x,
    category: (row) => labels.get(row[channel.field] ?? null) ?? null,
    alone,
    channels: { x: { field: fieldName(channel.field), ...x.channel }, ...(alone ? {} : { xOffset: offset }) },
    span: (category, curve) => {
      const middle = x.position(category) ?? 0;
      const share = alone ? width : width / curves.length;
      const left = middle - width / 2 + (alone ? 0 : curves.indexOf(curve) * share);
      return [left, left + share];
    },
  };
}

function wrapped(label: string, width: number): string {
  return wrapLabel(label, width, fontSizes.tick).join('\n');
}

/** The outline of a bar from `low` to `high` (fractions of the height) as pieces in pixels. */
export function barSegments([left, right]: readonly [number, number], low: number, high: number, size: Size) {
  const point = (x: number, y: number): [number, number] => [x * size.width, (1 - y) * size.height];
  const middle = (left + right) / 2;
  return [left, middle, right].map((x) => ({ from: point(x, low), to: point(x, high) }));
}
