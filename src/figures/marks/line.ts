import { messages, UserError } from '../../messages.ts';
import type { PlotAxis } from '../axes/axis.ts';
import { discreteAxis } from '../axes/discrete.ts';
import { quantitativeAxis } from '../axes/quantitative.ts';
import { type Curve, columnTitle, curveOf, curvesOf, valueTitle } from '../curves.ts';
import type { Figure, FigureRow } from '../figure.ts';
import { inPanel, type Panel, panelsOf } from '../panels.ts';
import { printedCurve, printedNotes, printedRows } from '../printed.ts';
import { distinctCells, lastIterations, refuseOverlaps, selectRows, shownColumns } from '../select.ts';
import { plotSize } from '../style.ts';
import { levelSegments, lineSegments, type Point } from './drawn.ts';
import { frameLayers } from './frame.ts';
import { lineLayers, markedPoints, printedLayer } from './line-layers.ts';
import { pointNotes } from './notes.ts';
import { axisRows, axisWidth, type Datum, numberOrNull, outerTitles, type Plot, quantitative } from './plot.ts';
import { zeroData, zeroLayers } from './zero-layers.ts';

/** Means over x with their 95 % bands; levels without x as horizontal rules. */
export function linePlot(figure: Figure): Plot {
  const rows = selectRows(figure, figure.rows);
  const own = curvesOf(figure, rows);
  const [points, zeros] = [pointsOf(figure, own, rows), zerosOf(figure, own, rows)];
  const printed = pointsOf(figure, own, printedRows(figure));
  const curves = printed.length === 0 ? own : [...own, printedCurve];
  if (points.length === 0 && figure.spec.encoding.y.scale?.type !== 'log') {
    throw new UserError(messages.figureHasNoValues(figure.id));
  }
  const size = plotSize(figure.spec);
  const facets = panelsOf(figure, rows);
  const panels = facets.map((panel) => {
    const here = ({ row }: Point) => inPanel(panel, row);
    const [shown, print, zero] = [points.filter(here), printed.filter(here), zeros.filter(here)];
    const [all, inside] = [
      [...points, ...printed, ...zeros],
      [...shown, ...print, ...zero],
    ];
    const { x, y } = outerTitles(
      facets,
      panel,
      xAxis(figure, axisRows(figure, 'x', all, inside), size.width),
      yAxis(figure, axisRows(figure, 'y', all, inside), size.height),
    );
    return {
      panel,
      axes: { x, y },
      printed: print.map(({ row, x: cell }) => ({ [figure.spec.encoding.x.field]: cell, mean: row.mean })),
      zeros: zeroData(figure, zero),
      axisWidth: axisWidth(y),
      data: panelData(figure, panel, shown, zero, x, y),
      layers: [
        ...frameLayers(x, y, size),
        ...lineLayers(figure, curves, x, y),
        ...printedLayer(figure, curves, print, x, y),
        ...zeroLayers(figure, curves, zero, { x, y, bottom: size.height }),
      ],
      drawn: curves.flatMap((curve) => {
        const ofCurve = inside.filter((point) => point.curve === curve);
        return curve.mark === 'rule' ? levelSegments(ofCurve, y, size) : lineSegments(ofCurve, x, y, size);
      }),
    };
  });
  const notes = [
    ...pointNotes(figure, rows),
    ...(printed.length === 0 ? [] : printedNotes(figure, 'Hollow grey marks are numbers')),
  ];
  return { curves, panels, notes, swatches: false, size };
}

/** Rows with their curves, in drawing order; of a level only the last iteration. */
function pointsOf(figure: Figure, curves: readonly Curve[], rows: readonly FigureRow[]): Point[] {
  const x = figure.spec.encoding.x.field;
  const shown = shownColumns(figure.spec);
  const points = curves.flatMap((curve) => {
    const own = rows.filter((row) => curveOf(figure, curves, row) === curve);
    if (curve.mark === 'rule') {
      const levels = lastIterations(own);
      refuseOverlaps(
        figure,
        levels,
        shown.filter((column) => column !== x),
      );
      return levels.map((row) => ({ curve, row, x: null }));
    }
    const placed = own.filter((row) => (row[x] ?? null) !== null);
    refuseOverlaps(figure, placed, shown);
    return placed.map((row) => ({ curve, row, x: row[x] }));
  });
  return points.filter(({ row }) => drawable(figure, row));
}

/** Points of curves that lie at zero, for which a log axis has no place. */
function zerosOf(figure: Figure, curves: readonly Curve[], rows: readonly FigureRow[]): Point[] {
  if (figure.spec.encoding.y.scale?.type !== 'log') return [];
  const x = figure.spec.encoding.x.field;
  return rows
    .filter(({ mean }) => mean === 0)
    .map((row) => ({ curve: curveOf(figure, curves, row), row, x: row[x] ?? null }))
    .filter((point): point is Point => point.curve?.mark === 'line' && point.x !== null);
}

function drawable(figure: Figure, { mean }: FigureRow): boolean {
  return mean !== null && Number.isFinite(mean) && (figure.spec.encoding.y.scale?.type !== 'log' || mean > 0);
}

function xAxis(figure: Figure, points: readonly Point[], length: number): PlotAxis {
  const { x } = figure.spec.encoding;
  const cells = distinctCells(
    points.filter((point) => point.x !== null).map(({ row }) => row),
    x.field,
  );
  const title = x.title ?? columnTitle(figure, x.field);
  if (!quantitative(x.type, cells)) {
    const type = x.type === 'nominal' ? 'nominal' : 'ordinal';
    return discreteAxis({ ...x, title, cells, length, scaleType: 'point', type });
  }
  return quantitativeAxis({
    ...x,
    title,
    values: cells.length === 0 ? [0, 1] : (cells as number[]),
    fit: 'inside',
    whole: x.field === 'iteration',
    length,
    horizontal: true,
    figure: figure.id,
  });
}

function yAxis(figure: Figure, points: readonly Point[], length: number): PlotAxis {
  const { y } = figure.spec.encoding;
  return quantitativeAxis({
    ...y,
    title: valueTitle(figure, y.title, figure.rows),
    values: points.flatMap(({ row }) =>
      [row.mean, row.ci95_low, row.ci95_high].map(numberOrNull).filter((value) => value !== null),
    ),
    fit: 'around',
    length,
    horizontal: false,
    figure: figure.id,
  });
}

/** The points of one panel as data, curve by curve from left to right; a curve is in pieces where it goes through zeros. */
function panelData(
  figure: Figure,
  panel: Panel,
  own: readonly Point[],
  zeros: readonly Point[],
  x: PlotAxis,
  y: PlotAxis,
): Datum[] {
  const place = (cell: Point['x']) => x.position(cell) ?? 0;
  const curves = [...new Set(own.map(({ curve }) => curve))];
  return curves.flatMap((curve, index) => {
    const ofCurve = own.filter((point) => point.curve === curve).toSorted((a, b) => place(a.x) - place(b.x));
    const gaps = zeros.filter((zero) => zero.curve === curve);
    const marked = markedPoints(ofCurve.length, 11, index / curves.length);
    return ofCurve.map(({ row, x: cell }, i) => ({
      series: curve.label,
      mark: curve.mark,
      ...panel.cells,
      [figure.spec.encoding.x.field]: cell,
      mean: row.mean,
      ci95_low: numberOrNull(row.ci95_low),
      ci95_high: numberOrNull(row.ci95_high),
      n: row.n,
      ...(gaps.length > 0 && { piece: gaps.filter((zero) => place(zero.x) < place(cell)).length }),
      marker: marked(i) && curve.look.shape !== 'none' && inside(x.position(cell)) && inside(y.position(row.mean)),
    }));
  });
}

function inside(position: number | undefined): boolean {
  return position !== undefined && position >= -1e-9 && position <= 1 + 1e-9;
}
