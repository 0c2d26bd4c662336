import type { PlotAxis } from '../axes/axis.ts';
import { quantitativeAxis } from '../axes/quantitative.ts';
import { curveScale, pickable } from '../channels.ts';
import { type Curve, curveOf, curvesOf, valueTitle } from '../curves.ts';
import type { Cell, Figure, ValueRow } from '../figure.ts';
import { inPanel, panelsOf } from '../panels.ts';
import { plotSize } from '../style.ts';
import { frameLayers } from './frame.ts';
import { barSegments, type Groups, groupsOf } from './grouped.ts';
import { seriesTooltip } from './line-layers.ts';
import { missingNotes } from './notes.ts';
import { axisRows, axisWidth, outerTitles, type Plot } from './plot.ts';
import { quantile } from './quantiles.ts';
import { trialValues } from './trials.ts';

/** Spread of the trials at one place of the axis. */
interface Box {
  readonly curve: Curve;
  readonly category: Cell;
  readonly n: number;
  readonly low: number;
  readonly first: number;
  readonly median: number;
  readonly third: number;
  readonly high: number;
}

/** Quartiles, median, and whiskers over the middle nine tenths of the trials. */
export function boxPlot(figure: Figure): Plot {
  const rows = trialValues(figure);
  const curves = curvesOf(figure, rows);
  const size = plotSize(figure.spec);
  const groups = groupsOf(figure, curves, rows);
  const facets = panelsOf(figure, rows);
  const boxes = facets.map((panel) =>
    boxesOf(
      figure,
      curves,
      groups,
      rows.filter((row) => inPanel(panel, row)),
    ),
  );
  const panels = facets.map((panel, i) => {
    const own = boxes[i];
    const axes = outerTitles(facets, panel, groups.x, spreadAxis(figure, axisRows(figure, 'y', boxes.flat(), own)));
    return {
      panel,
      axes,
      axisWidth: axisWidth(axes.y),
      data: own.map(({ curve, category, ...spread }) => ({
        series: curve.label,
        ...panel.cells,
        [figure.spec.encoding.x.field]: category,
        ...spread,
      })),
      layers: [...frameLayers(axes.x, axes.y, size), ...boxLayers(figure, curves, { ...groups, x: axes.x }, axes.y)],
      drawn: own.flatMap(({ curve, category, low, high }) =>
        barSegments(groups.span(category, curve), axes.y.position(low) ?? 0, axes.y.position(high) ?? 0, size),
      ),
    };
  });
  const notes = [
    'Boxes: median and quartiles; whiskers: 5\u00a0% and 95\u00a0% quantiles.',
    ...missingNotes(figure, rows),
  ];
  return { curves, panels, notes, swatches: true, size };
}

function boxesOf(figure: Figure, curves: readonly Curve[], groups: Groups, rows: readonly ValueRow[]): Box[] {
  const places = new Map<string, { curve: Curve; category: Cell; values: number[] }>();
  for (const row of rows) {
    const curve = curveOf(figure, curves, row)!;
    const category = groups.category(row);
    const key = JSON.stringify([curve.label, category]);
    if (!places.has(key)) places.set(key, { curve, category, values: [] });
    places.get(key)!.values.push(row.value);
  }
  return [...places.values()].map(({ curve, category, values }) => {
    const sorted = values.sort((a, b) => a - b);
    const [low, first, median, third, high] = [0.05, 0.25, 0.5, 0.75, 0.95].map((p) => quantile(sorted, p));
    return { curve, category, n: sorted.length, low, first, median, third, high };
  });
}

function spreadAxis(figure: Figure, boxes: readonly Box[]): PlotAxis {
  const { y } = figure.spec.encoding;
  return quantitativeAxis({
    ...y,
    title: valueTitle(figure, y.title, figure.values ?? []),
    values: boxes.flatMap(({ low, high }) => [low, high]),
    fit: 'around',
    length: plotSize(figure.spec).height,
    horizontal: false,
    figure: figure.id,
  });
}

function boxLayers(figure: Figure, curves: readonly Curve[], groups: Groups, y: PlotAxis): object[] {
  const yChannel = (field: string) => ({ field, ...y.channel });
  const number = (field: string, title: string) => ({ field, type: 'quantitative', title, format: '.5~g' });
  const tooltip = [
    seriesTooltip,
    ...[number('low', '5\u00a0%'), number('first', '25\u00a0%'), number('median', 'median')],
    ...[number('third', '75\u00a0%'), number('high', '95\u00a0%')],
    { field: 'n', type: 'quantitative', title: 'trials' },
  ];
  return [
    {
      mark: { type: 'rule', color: 'black', strokeWidth: 1, clip: true },
      encoding: { ...groups.channels, y: yChannel('low'), y2: { field: 'high' } },
    },
    ...['low', 'high'].map((end) => ({
      mark: { type: 'point', shape: 'stroke', size: 90, color: 'black', strokeWidth: 1, opacity: 1 },
      encoding: { ...groups.channels, y: yChannel(end) },
    })),
    {
      mark: { type: 'bar', color: 'white', clip: true },
      encoding: { ...groups.channels, y: yChannel('first'), y2: { field: 'third' } },
    },
    {
      mark: { type: 'bar', stroke: 'black', strokeWidth: 0.8, clip: true },
      encoding: {
        ...groups.channels,
        y: yChannel('first'),
        y2: { field: 'third' },
        color: curveScale('color', curves),
        fillOpacity: curveScale('fillOpacity', curves),
        ...pickable(figure, curves, 1),
        tooltip,
      },
    },
    {
      mark: { type: 'tick', thickness: 2, color: 'black', opacity: 1, orient: 'horizontal', clip: true },
      encoding: { ...groups.channels, y: yChannel('median') },
    },
  ];
}
