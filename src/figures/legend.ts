import { curveScale, pixels } from './channels.ts';
import type { Curve } from './curves.ts';
import { fontSizes, markerArea, strokeWidth } from './style.ts';
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
  const at = (x: string) => ({ ...pixels('x', x), ...pixels('y', 'y') });
  const span = { ...pixels('x', 'left'), x2: { field: 'right' } };
  const color = curveScale('color', curves);
  const fillOpacity = curveScale('fillOpacity', curves);
  const sample = swatches
    ? [
        {
          mark: { type: 'rect', stroke: 'black', strokeWidth: 0.7 },
          encoding: { ...span, ...pixels('y', 'top'), y2: { field: 'bottom' }, color, fillOpacity },
        },
      ]
    : [
        {
          mark: { type: 'rule', strokeWidth },
          encoding: { ...span, ...pixels('y', 'y'), color, strokeDash: curveScale('strokeDash', curves) },
        },
        {
          transform: [{ filter: { field: 'series', oneOf: withMarker(curves) } }],
          mark: { type: 'point', size: markerArea, fill: 'white', strokeWidth: 1.3, opacity: 1 },
          encoding: { ...at('middle'), color, shape: curveScale('shape', curves) },
        },
      ];
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
        ...sample,
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: fontSizes.legend, color: 'black' },
          encoding: { ...at('text'), text: { field: 'series', type: 'nominal' } },
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

function withMarker(curves: readonly Curve[]): string[] {
  return curves.filter(({ look, mark }) => mark === 'line' && look.shape !== 'none').map(({ label }) => label);
}
