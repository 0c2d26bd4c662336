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
const colors = [
  ...['#0b5fa5', '#c8321f', '#1b8a4b', '#7b3fa0', '#d98200', '#2ba3c4', '#8a5a2b', '#d2529f', '#4d4d4d'],
  ...['#9db42c', '#1d2f6f', '#f2918c', '#00c9a7', '#b5a1e0', '#7a0c1e', '#d9c21c', '#0f5c5c', '#ff5fff'],
];
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

/** Look of the `index`-th curve of a figure, in a colour that is not among the `taken`. */
export function houseLook(index: number, taken: ReadonlySet<string>): Look {
  return {
    color: freeColor(colors, index, taken),
    dash: dashes[index % dashes.length],
    shape: shapes[index % shapes.length],
  };
}

/** Colours of levels: black, as reference lines are, then such as no curve begins with. */
const levelColors = ['#000000', '#9a6324', '#d2529f', '#6e6e6e', ...colors.toReversed()];

/** Look of the `index`-th level, likewise. */
export function levelLook(index: number, taken: ReadonlySet<string>): Look {
  return { color: freeColor(levelColors, index, taken), dash: dashes[(index + 1) % dashes.length], shape: 'none' };
}

/** The first free colour from the `index`-th on; where all are taken, one that is none of them. */
function freeColor(among: readonly string[], index: number, taken: ReadonlySet<string>): string {
  const turned = among.map((_, i) => among[(index + i) % among.length]);
  const free = turned.find((color) => !taken.has(color));
  if (free !== undefined) return free;
  for (let i = 1; ; i++) {
    const color = `#${((i * 0x9e3779) & 0xffffff).toString(16).padStart(6, '0')}`;
    if (!taken.has(color)) return color;
  }
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
