import type { PlotAxis } from '../axes/axis.ts';
import { type Channel, curveScale, fieldName, pickable } from '../channels.ts';
import type { Curve } from '../curves.ts';
import type { Figure } from '../figure.ts';
import { printedCurve } from '../printed.ts';
import { bandOpacity, markStyle } from '../style.ts';
import type { Point } from './drawn.ts';

/** Layers of a panel of means, from the back: bands, levels, lines, markers. */
export function lineLayers(figure: Figure, curves: readonly Curve[], x: PlotAxis, y: PlotAxis): object[] {
  const { encoding } = figure.spec;
  const clip = encoding.x.scale?.domain !== undefined || encoding.y.scale?.domain !== undefined;
  const xChannel = { field: fieldName(encoding.x.field), ...x.channel };
  const level = curves.some(({ mark }) => mark === 'rule') ? levelLayers(figure, curves, y, clip) : [];
  if (!curves.some(({ mark }) => mark === 'line')) return level;
  const pieces = encoding.y.scale?.type === 'log' ? { detail: { field: 'piece' } } : {};
  const at = { field: xChannel.field, type: x.channel.type, title: x.channel.title || 'x' };
  return [
    { ...band(figure, curves, 'line', y, clip, markStyle.band, { x: xChannel, ...pieces }) },
    ...level,
    ...curveLayers(figure, curves, {
      transform: [markIs('line')],
      x: xChannel,
      y: { field: 'mean', ...y.channel },
      tooltip: [at, ...meanTooltip(y)],
      clip,
      pieces,
    }),
  ];
}

/** What the paper prints: hollow marks in the shape of the curve that each belongs to, in the grey that the legend explains. */
export function printedLayer(
  figure: Figure,
  curves: readonly Curve[],
  printed: readonly Point[],
  x: PlotAxis,
  y: PlotAxis,
): object[] {
  if (printed.length === 0) return [];
  const { field } = figure.spec.encoding.x;
  const values = printed.map(({ curve, row, x: cell }) => ({ series: curve.label, [field]: cell, mean: row.mean }));
  const { color } = printedCurve.look;
  return [
    {
      data: { values },
      mark: { ...markStyle.marker, stroke: color, fill: 'white' },
      encoding: {
        x: { field: fieldName(field), ...x.channel },
        y: { field: 'mean', ...y.channel },
        shape: curveScale('shape', curves),
        tooltip: [seriesTooltip, { field: 'mean', type: 'quantitative', title: printedCurve.label, format: '.5~g' }],
      },
    },
  ];
}

export interface CurveLayers {
  readonly transform: readonly object[];
  readonly x: Channel;
  readonly y: Channel;
  /** Beside the curve's name. */
  readonly tooltip: readonly object[];
  /** Whether lines may leave the plot and are cut there. */
  readonly clip: boolean;
  readonly interpolate?: string;
  /** What parts a line into pieces that are not joined. */
  readonly pieces?: { readonly detail?: Channel };
}

/** Lines, their markers, and an unseen target for the pointer at every point without a marker. */
export function curveLayers(
  figure: Figure,
  curves: readonly Curve[],
  { transform, x, y, clip, pieces = {}, ...more }: CurveLayers,
): object[] {
  const color = curveScale('color', curves);
  const tooltip = [seriesTooltip, ...more.tooltip];
  const marker = (equal: boolean) => ({ filter: { field: 'marker', equal } });
  return [
    {
      transform,
      mark: { ...markStyle.line, clip, ...(more.interpolate === undefined ? {} : { interpolate: more.interpolate }) },
      encoding: {
        x,
        y,
        color,
        strokeDash: curveScale('strokeDash', curves),
        ...pieces,
        ...pickable(figure, curves, 1),
      },
    },
    {
      transform: [...transform, marker(true)],
      mark: markStyle.marker,
      encoding: { x, y, color, shape: curveScale('shape', curves), ...pickable(figure, curves, 1), tooltip },
    },
    {
      transform: [...transform, marker(false)],
      mark: { ...markStyle.hover, clip: true },
      encoding: { x, y, color, tooltip },
    },
  ];
}

/** Horizontal rules across the plot, each in its band. */
function levelLayers(figure: Figure, curves: readonly Curve[], y: PlotAxis, clip: boolean): object[] {
  return [
    band(figure, curves, 'rule', y, clip, markStyle.levelBand, {}),
    {
      transform: [markIs('rule')],
      mark: { ...markStyle.level, clip },
      encoding: {
        y: { field: 'mean', ...y.channel },
        color: curveScale('color', curves),
        strokeDash: curveScale('strokeDash', curves),
        ...pickable(figure, curves, 1),
        tooltip: [seriesTooltip, ...meanTooltip(y)],
      },
    },
  ];
}

/** The 95 % band; on a log axis a band that reaches zero ends at the frame. */
function band(
  figure: Figure,
  curves: readonly Curve[],
  mark: Curve['mark'],
  y: PlotAxis,
  clip: boolean,
  style: object,
  at: object,
): object {
  const log = figure.spec.encoding.y.scale?.type === 'log';
  const floor = { calculate: `max(datum.ci95_low, ${JSON.stringify(y.domain?.[0])})`, as: 'band_low' };
  return {
    transform: [markIs(mark), ...(log ? [floor] : [])],
    mark: { ...style, clip },
    encoding: {
      ...at,
      y: { field: log ? 'band_low' : 'ci95_low', ...y.channel },
      y2: { field: 'ci95_high' },
      color: curveScale('color', curves),
      ...pickable(figure, curves, bandOpacity),
    },
  };
}

function markIs(equal: Curve['mark']): object {
  return { filter: { field: 'mark', equal } };
}

/** First line of what the pointer shows. */
export const seriesTooltip = { field: 'series', type: 'nominal', title: 'solver' };

/** Mean, interval and count, as the pointer shows them. */
export function meanTooltip(y: PlotAxis): object[] {
  return [
    { field: 'mean', type: 'quantitative', title: y.channel.title || 'mean', format: '.5~g' },
    { field: 'ci95_low', type: 'quantitative', title: '95\u00a0% from', format: '.5~g' },
    { field: 'ci95_high', type: 'quantitative', title: '95\u00a0% to', format: '.5~g' },
    { field: 'n', type: 'quantitative', title: 'trials' },
  ];
}

/**
 * Which of `count` points carry a marker: all of a short curve, about `wanted` of a long one. `phase` from 0 to 1 moves them,
 * so that the markers of neighbouring curves do not stand on each other.
 */
export function markedPoints(count: number, wanted: number, phase: number): (i: number) => boolean {
  if (count <= 1.5 * wanted) return () => true;
  const step = Math.ceil(count / wanted);
  const first = Math.floor(phase * step);
  return (i) => i % step === first;
}
