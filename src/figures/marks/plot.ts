import type { PlotAxis } from '../axes/axis.ts';
import type { Curve } from '../curves.ts';
import type { Cell, Figure } from '../figure.ts';
import type { Panel } from '../panels.ts';
import type { Segment } from '../placement.ts';
import { fontSizes } from '../style.ts';

/** A row of the data that a figure carries; columns as its layers name them. */
export type Datum = Readonly<Record<string, Cell>>;

/** One panel, ready to be put together: its layers, and where they draw. */
export interface PlotPanel {
  readonly panel: Panel;
  /** Room for tick labels and title left of the plot, in pixels. */
  readonly axisWidth: number;
  readonly data: readonly Datum[];
  readonly layers: readonly object[];
  /** What the paper prints: x and mean. */
  readonly printed?: readonly Datum[];
  /** Points of curves at zero, for which a log axis has no place. */
  readonly zeros?: readonly Datum[];
  /** Absent where there are none, in tables. */
  readonly axes?: { readonly x: PlotAxis; readonly y: PlotAxis };
  /** What is drawn, in pixels: the legend stays clear of it. */
  readonly drawn: readonly Segment[];
}

/** A figure before layout. */
export interface Plot {
  readonly curves: readonly Curve[];
  readonly panels: readonly PlotPanel[];
  /** Sentences for the caption: what bands and boxes mean, what could not be drawn. */
  readonly notes: readonly string[];
  /** Whether legend entries are filled boxes instead of lines. */
  readonly swatches: boolean;
  readonly size: { readonly width: number; readonly height: number };
}

/** Room that a vertical axis takes, in pixels. */
export function axisWidth(y: PlotAxis): number {
  return y.labelWidth + 12 + fontSizes.title;
}

/** Axes of one panel; titles stand only at panels without a neighbour below, or to the left. */
export function outerTitles(panels: readonly Panel[], { row, column }: Panel, x: PlotAxis, y: PlotAxis) {
  const below = panels.some((other) => other.column === column && other.row > row);
  return { x: below ? untitled(x) : x, y: column === 0 ? y : untitled(y) };
}

function untitled(axis: PlotAxis): PlotAxis {
  return { ...axis, channel: { ...axis.channel, axis: { ...axis.channel.axis, title: null } } };
}

/** What an axis of a panel must hold: what all panels draw where they share it, else what this one draws. */
export function axisRows<T>(figure: Figure, axis: 'x' | 'y', all: readonly T[], own: readonly T[]): readonly T[] {
  const shared = (figure.spec.resolve?.scale[axis] ?? 'shared') === 'shared';
  return shared || own.length === 0 ? all : own;
}

/** Whether an axis places its cells by value: as asked, else where all of them are numbers. */
export function quantitative(asked: string | undefined, cells: readonly Cell[]): boolean {
  return asked === undefined ? cells.every((cell) => typeof cell === 'number') : asked === 'quantitative';
}

/** The finite number in a cell, or null. */
export function numberOrNull(cell: Cell | undefined): number | null {
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}
