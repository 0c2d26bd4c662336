import { quantitativeAxis } from '../axes/quantitative.ts';
import { type Curve, curveOf, curvesOf, valueTitle } from '../curves.ts';
import type { Figure, ValueRow } from '../figure.ts';
import { inPanel, panelsOf } from '../panels.ts';
import { plotSize } from '../style.ts';
import { polyline } from './drawn.ts';
import { frameLayers } from './frame.ts';
import { curveLayers, markedPoints } from './line-layers.ts';
import { missingNotes } from './notes.ts';
import { axisRows, axisWidth, type Datum, outerTitles, type Plot } from './plot.ts';
import { trialValues } from './trials.ts';

/** Most steps that a curve is drawn with: the drawing is then off by at most a quarter of a percent. */
const maxSteps = 400;

/** Empirical distribution functions of the values of single trials. */
export function ecdfPlot(figure: Figure): Plot {
  const rows = trialValues(figure);
  const curves = curvesOf(figure, rows);
  const size = plotSize(figure.spec);
  const facets = panelsOf(figure, rows);
  const panels = facets.map((panel) => {
    const own = rows.filter((row) => inPanel(panel, row));
    const axes = outerTitles(facets, panel, valueAxis(figure, axisRows(figure, 'x', rows, own)), shareAxis(figure));
    const { x, y } = axes;
    const steps = curves.map((curve) => stepsOf(own, (row) => curveOf(figure, curves, row) === curve, x.domain!));
    const pixels = ([value, share]: readonly [number, number]) =>
      [x.position(value)! * size.width, (1 - share) * size.height] as const;
    return {
      panel,
      axes,
      axisWidth: axisWidth(y),
      data: curves.flatMap((curve, i) => curveData(curve, steps[i], i / curves.length, panel.cells)),
      layers: [
        ...frameLayers(x, y, size),
        ...curveLayers(figure, curves, {
          transform: [],
          x: { field: 'value', ...x.channel },
          y: { field: 'share', ...y.channel },
          tooltip: [
            { field: 'value', type: 'quantitative', title: x.channel.title || 'value', format: '.5~g' },
            { field: 'share', type: 'quantitative', title: 'share of trials', format: '.1%' },
          ],
          clip: true,
          interpolate: 'step-after',
        }),
      ],
      drawn: steps.flatMap((points) => polyline(points.map(pixels))),
    };
  });
  return { curves, panels, notes: missingNotes(figure, rows), swatches: false, size };
}

function valueAxis(figure: Figure, rows: readonly ValueRow[]) {
  const { x } = figure.spec.encoding;
  return quantitativeAxis({
    ...x,
    title: valueTitle(figure, x.title, rows),
    values: rows.map(({ value }) => value),
    fit: 'around',
    length: plotSize(figure.spec).width,
    horizontal: true,
    figure: figure.id,
  });
}

function shareAxis(figure: Figure) {
  const { y } = figure.spec.encoding;
  return quantitativeAxis({
    title: y.title ?? 'Empirical CDF',
    scale: { domain: [0, 1] },
    axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1], ...y.axis },
    values: [0, 1],
    fit: 'inside',
    length: plotSize(figure.spec).height,
    horizontal: false,
    figure: figure.id,
  });
}

/** Corners of a distribution function, from the left end of the axis at 0 to its right end at 1. */
function stepsOf(
  rows: readonly ValueRow[],
  belongs: (row: ValueRow) => boolean,
  [low, high]: readonly [number, number],
): (readonly [number, number])[] {
  const sorted = rows
    .filter(belongs)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const count = Math.min(sorted.length, maxSteps);
  const corners = Array.from({ length: count }, (_, i) => {
    const rank = Math.ceil(((i + 1) * sorted.length) / count);
    return [sorted[rank - 1], rank / sorted.length] as const;
  });
  return [[Math.min(low, sorted[0]), 0], ...corners, [Math.max(high, sorted[sorted.length - 1]), 1]];
}

function curveData(curve: Curve, steps: readonly (readonly [number, number])[], phase: number, cells: Datum): Datum[] {
  const marked = markedPoints(steps.length, 9, phase);
  const pointed = markedPoints(steps.length, 60, phase);
  const inner = (i: number) => i > 0 && i < steps.length - 1;
  return steps.map(([value, share], i) => ({
    series: curve.label,
    ...cells,
    value,
    share,
    marker: inner(i) && marked(i) && curve.look.shape !== 'none' ? true : inner(i) && pointed(i) ? false : null,
  }));
}
