import { curveScale, pixels } from './channels.ts';
import type { Curve } from './curves.ts';
import { fontSizes, markStyle, strokeWidth } from './style.ts';
import { labelWidth } from './typography/measure.ts';

/**
 * The legend is drawn with marks of its own rather than by Vega: only so can an entry show line, dash and marker together,
 * keep its typeset label, and stand where it hides no data. Its positions are pixels.
 */

const sampleLength = 34;
const rowHeight = 17;
const padding = 6;
const gap = 7;
const columnGap = 16;

export interface LegendEntry {
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

export interface LegendBox {
  readonly width: number;
  readonly height: number;
  readonly entries: readonly LegendEntry[];
}

/** Places the entries in columns, filled from the top; each column is as wide as its widest label. */
export function legendBox(labels: readonly string[], columns: number): LegendBox {
  const rows = Math.ceil(labels.length / columns);
  const entries: LegendEntry[] = [];
  let x = padding;
  for (let first = 0; first < labels.length; first += rows) {
    const column = labels.slice(first, first + rows);
    entries.push(...column.map((series, i) => ({ series, x, y: padding + rowHeight * (i + 0.5) })));
    x += sampleLength + gap + Math.max(...column.map((label) => labelWidth(label, fontSizes.legend))) + columnGap;
  }
  return { width: Math.ceil(x - columnGap + padding), height: rows * rowHeight + 2 * padding, entries };
}

/** Most columns whose legend is no wider than `width`; at least one. */
export function columnsWithin(labels: readonly string[], width: number): number {
  for (let columns = Math.min(labels.length, 6); columns > 1; columns--) {
    if (legendBox(labels, columns).width <= width) return columns;
  }
  return 1;
}

/** Layers that draw a legend with its upper left corner at `(left, top)`; a click on an entry picks its curve. */
export function legendLayers(box: LegendBox, left: number, top: number, curves: readonly Curve[], swatches: boolean) {
  const values = box.entries.map(({ series, x, y }) => ({
    series,
    left: left + x,
    middle: left + x + sampleLength / 2,
    right: left + x + sampleLength,
    text: left + x + sampleLength + gap,
    end: left + x + sampleLength + gap + labelWidth(series, fontSizes.legend),
    top: top + y - rowHeight / 2 + 3,
    y: top + y,
    bottom: top + y + rowHeight / 2 - 3,
  }));
  return [
    {
      data: { values: [{}] },
      mark: { type: 'rect', fill: 'white', stroke: '#444', strokeWidth: 0.7, opacity: 1 },
      encoding: {
        x: { value: left },
        x2: { value: left + box.width },
        y: { value: top },
        y2: { value: top + box.height },
      },
    },
    {
      data: { values },
      layer: [
        ...(swatches ? [swatchLayer(curves)] : lineSampleLayers(curves)),
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: fontSizes.legend, color: 'black' },
          encoding: { ...pixels('x', 'text'), ...pixels('y', 'y'), text: { field: 'series', type: 'nominal' } },
        },
        {
          params: [{ name: 'picked', select: { type: 'point', fields: ['series'], toggle: 'true' } }],
          mark: { type: 'rect', opacity: 0, color: 'white' },
          encoding: {
            ...pixels('x', 'left'),
            x2: { field: 'end' },
            ...pixels('y', 'top'),
            y2: { field: 'bottom' },
          },
        },
      ],
    },
  ];
}

const sampleSpan = { ...pixels('x', 'left'), x2: { field: 'right' } };

/** A filled box in the look of each curve. */
function swatchLayer(curves: readonly Curve[]): object {
  const look = { color: curveScale('color', curves), fillOpacity: curveScale('fillOpacity', curves) };
  return {
    mark: { type: 'rect', stroke: 'black', strokeWidth: 0.7 },
    encoding: { ...sampleSpan, ...pixels('y', 'top'), y2: { field: 'bottom' }, ...look },
  };
}

/** A piece of each curve with a marker on it. */
function lineSampleLayers(curves: readonly Curve[]): object[] {
  const color = curveScale('color', curves);
  return [
    {
      transform: [{ filter: { field: 'series', oneOf: curves.filter(isDrawnAsLine).map(({ label }) => label) } }],
      mark: { type: 'rule', strokeWidth },
      encoding: { ...sampleSpan, ...pixels('y', 'y'), color, strokeDash: curveScale('strokeDash', curves) },
    },
    {
      transform: [{ filter: { field: 'series', oneOf: withMarker(curves) } }],
      mark: markStyle.marker,
      encoding: { ...pixels('x', 'middle'), ...pixels('y', 'y'), color, shape: curveScale('shape', curves) },
    },
  ];
}

function isDrawnAsLine({ mark }: Curve): boolean {
  return mark !== 'point';
}

function withMarker(curves: readonly Curve[]): string[] {
  return curves.filter(({ look, mark }) => mark !== 'rule' && look.shape !== 'none').map(({ label }) => label);
}
