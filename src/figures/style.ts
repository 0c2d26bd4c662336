import type { MarkerShape } from './figure.ts';
import type { FigureSpec } from './figure-spec.ts';
import { fontStack } from './typography/font.ts';

/**
 * The house style: a boxed plot with ticks inside, light grid, serif type, and curves that differ in colour, dash and
 * marker at once, so that a greyscale print still tells them apart.
 */

export const fontSizes = { tick: 12, title: 13.5, legend: 12, caption: 12.5, header: 13 } as const;

/** Size of a plot without axes, or of one panel: as asked, else one column of a page. */
export function plotSize({ size, facet }: FigureSpec): { width: number; height: number } {
  const { width, height } = facet === undefined ? { width: 400, height: 300 } : { width: 260, height: 215 };
  return { width: size?.width ?? width, height: size?.height ?? height };
}

/** Colours of equal weight to the eye but unlike lightness, in the order of the legend. */
const colors = ['#0b5fa5', '#c8321f', '#1b8a4b', '#7b3fa0', '#d98200', '#2ba3c4', '#8a5a2b', '#d2529f', '#4d4d4d'];
const dashes = [[], [7, 3], [2, 2.5], [8, 3, 2, 3], [12, 3], [5, 2, 1, 2, 1, 2]];
const shapes: readonly MarkerShape[] = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'triangle-down',
  'cross',
  'triangle-right',
  'triangle-left',
];

export interface Look {
  readonly color: string;
  readonly dash: readonly number[];
  readonly shape: MarkerShape;
}

/** Look of the `index`-th curve of a figure; colours repeat after nine, but never together with dash and marker. */
export function houseLook(index: number): Look {
  return {
    color: colors[index % colors.length],
    dash: dashes[index % dashes.length],
    shape: shapes[index % shapes.length],
  };
}

/** Colours of levels: black, as reference lines are, then such as no curve begins with. */
const levelColors = ['#000000', '#9a6324', '#d2529f', '#6e6e6e'];

/** Look of the `index`-th level. */
export function levelLook(index: number): Look {
  return { color: levelColors[index % levelColors.length], dash: dashes[(index + 1) % dashes.length], shape: 'none' };
}

/** Dash of the `index`-th value of the column that dashes show. */
export function houseDash(index: number): readonly number[] {
  return dashes[index % dashes.length];
}

export const strokeWidth = 1.6;
const markerArea = 42;
export const bandOpacity = 0.16;
const gridColor = '#dcdcdc';

/** Length of ticks in pixels; minor ones are half as long. */
export const tickLength = 5;

/** Mark properties shared by all figures. */
export const markStyle = {
  band: { type: 'area', opacity: bandOpacity, line: false },
  levelBand: { type: 'rect', opacity: bandOpacity },
  line: { type: 'line', strokeWidth, strokeJoin: 'round', strokeCap: 'butt' },
  level: { type: 'rule', strokeWidth },
  marker: { type: 'point', size: markerArea, fill: 'white', strokeWidth: 1.3, opacity: 1 },
  hover: { type: 'point', size: 90, opacity: 0, filled: true },
} as const;

/** Vega-Lite's `config` of every figure. */
export const config = {
  font: fontStack,
  aria: false,
  background: 'white',
  padding: 8,
  lineBreak: '\n',
  view: { stroke: null },
  axis: {
    domain: false,
    grid: true,
    gridColor,
    gridWidth: 0.7,
    ticks: false,
    labelColor: 'black',
    labelFontSize: fontSizes.tick,
    labelPadding: 6,
    labelOverlap: false,
    labelFlush: false,
    labelLimit: 0,
    titleColor: 'black',
    titleFontSize: fontSizes.title,
    titleFontWeight: 'normal',
    titleLimit: 0,
    titlePadding: 8,
  },
  title: {
    color: 'black',
    fontSize: fontSizes.caption,
    fontWeight: 'normal',
    lineHeight: 16,
    limit: 0,
  },
} as const;
