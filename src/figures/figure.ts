import type { FigureSpec } from './figure-spec.ts';

/** A cell of the CSV. Empty cells are null. */
export type Cell = string | number | boolean | null;

/** One row of the tidy CSV: a point with its 95 % interval. All other columns are scenario axes, and `iteration`. */
export interface FigureRow {
  readonly solver: string;
  readonly metric: string;
  readonly n: number;
  readonly mean: number | null;
  readonly stderr: number | null;
  readonly ci95_low: number | null;
  readonly ci95_high: number | null;
  readonly [column: string]: Cell;
}

/** The value of one trial, for empirical distributions and boxes. All other columns are axes, and `iteration`. */
export interface ValueRow {
  readonly solver: string;
  readonly metric: string;
  readonly value: number;
  readonly [column: string]: Cell;
}

/** One solver of the experiment, in the order of the experiment file: the order of the legend. */
export interface FigureSeries {
  /** As in the CSV's `solver` column. */
  readonly solver: string;
  /** As printed; simple scripts as in `J_u` and `10^-3` are typeset. */
  readonly label: string;
  /** `rule`: a level without iteration, drawn across the plot. `line` unless given. */
  readonly mark?: 'line' | 'rule' | undefined;
  /** CSS colour (name or #hex), dash pattern in pixels and marker that replace the next of the house style. */
  readonly color?: string | undefined;
  readonly dash?: readonly number[] | undefined;
  readonly shape?: MarkerShape | undefined;
}

export const markerShapes = [
  'circle',
  'square',
  'diamond',
  'triangle-up',
  'triangle-down',
  'triangle-left',
  'triangle-right',
  'cross',
  'none',
] as const;

export type MarkerShape = (typeof markerShapes)[number];

/** A number that the paper prints. */
export interface PrintedValue {
  readonly solver: string;
  readonly metric: string;
  readonly value: number;
  /** Where: `Table II`. */
  readonly place: string;
  /** The axes, and `iteration`, that say which point it is. */
  readonly at: Readonly<Record<string, Cell>>;
}

/** What a column is called: on an axis `Users, K` or `SNR (dB)`, beside a value of its own `K = 4` or `SNR = 10 dB`. */
export interface ColumnTitle {
  readonly name: string;
  readonly symbol?: string | undefined;
  readonly unit?: string | undefined;
}

/** Everything a figure is made of. */
export interface Figure {
  /** `mif-wmmse/fig3`: names the figure in messages, the page title and its links. */
  readonly id: string;
  readonly spec: FigureSpec;
  readonly rows: readonly FigureRow[];
  /** Per-trial values; only `box` and `ecdf` figures use them. */
  readonly values?: readonly ValueRow[] | undefined;
  readonly series: readonly FigureSeries[];
  /** Drawn beside ours in figures of curves and in tables. */
  readonly printed?: readonly PrintedValue[] | undefined;
  /** Printed under the plot: title, profile and true counts. Wrapped to the figure's width. */
  readonly caption: string;
  /** Width in pixels that the whole must not exceed: a legend that finds no place in the plot then stands below it. */
  readonly room?: number | undefined;
  /** Titles of metrics as their problem states them, for axes without a title of their own. */
  readonly metricTitles?: Readonly<Record<string, string>> | undefined;
  /** Titles of columns, for axes and panels without a title of their own. */
  readonly columnTitles?: Readonly<Record<string, ColumnTitle>> | undefined;
}

/** A Vega-Lite specification as JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;
