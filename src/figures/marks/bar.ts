import { messages, UserError } from '../../messages.ts';
import type { PlotAxis } from '../axes/axis.ts';
import { quantitativeAxis } from '../axes/quantitative.ts';
import { curveScale, pickable } from '../channels.ts';
import { type Curve, curveOf, curvesOf, valueTitle } from '../curves.ts';
import type { Figure, FigureRow } from '../figure.ts';
import { inPanel, panelsOf } from '../panels.ts';
import { refuseOverlaps, selectRows, shownColumns } from '../select.ts';
import { plotSize } from '../style.ts';
import { frameLayers } from './frame.ts';
import { barSegments, type Groups, groupsOf } from './grouped.ts';
import { meanTooltip, seriesTooltip } from './line-layers.ts';
import { pointNotes } from './notes.ts';
import { axisRows, axisWidth, numberOrNull, outerTitles, type Plot } from './plot.ts';

/** Means side by side, with their 95 % intervals. */
export function barPlot(figure: Figure): Plot {
  const rows = selectRows(figure, figure.rows);
  refuseOverlaps(figure, rows, shownColumns(figure.spec));
  const curves = curvesOf(figure, rows);
  const log = figure.spec.encoding.y.scale?.type === 'log';
  const drawn = rows.filter(({ mean }) => mean !== null && Number.isFinite(mean) && (!log || mean > 0));
  if (drawn.length === 0 && !log) throw new UserError(messages.figureHasNoValues(figure.id));
  const size = plotSize(figure.spec);
  const groups = groupsOf(figure, curves, rows);
  const facets = panelsOf(figure, rows);
  const panels = facets.map((panel) => {
    const own = drawn.filter((row) => inPanel(panel, row));
    const axes = outerTitles(facets, panel, groups.x, valueAxis(figure, axisRows(figure, 'y', drawn, own)));
    const base = log ? axes.y.domain![0] : 0;
    return {
      panel,
      axes,
      axisWidth: axisWidth(axes.y),
      data: own.map((row) => ({
        series: curveOf(figure, curves, row)!.label,
        ...panel.cells,
        [figure.spec.encoding.x.field]: groups.category(row),
        mean: row.mean,
        ci95_low: numberOrNull(row.ci95_low),
        ci95_high: numberOrNull(row.ci95_high),
        n: row.n,
      })),
      layers: [
        ...frameLayers(axes.x, axes.y, size),
        ...barLayers(figure, curves, { ...groups, x: axes.x }, axes.y, base, log),
      ],
      drawn: own.flatMap((row) => {
        const span = groups.span(groups.category(row), curveOf(figure, curves, row)!);
        return barSegments(span, axes.y.position(base) ?? 0, axes.y.position(row.ci95_high ?? row.mean) ?? 0, size);
      }),
    };
  });
  const notes = pointNotes(figure, rows);
  return { curves, panels, notes, swatches: true, size };
}

function valueAxis(figure: Figure, rows: readonly FigureRow[]): PlotAxis {
  const { y } = figure.spec.encoding;
  const zero = y.scale?.type !== 'log' && y.scale?.zero !== false;
  return quantitativeAxis({
    ...y,
    title: valueTitle(figure, y.title, figure.rows),
    values: rows
      .flatMap((row) => [row.mean, row.ci95_low, row.ci95_high, zero ? 0 : null].map(numberOrNull))
      .filter((value) => value !== null),
    fit: 'around',
    length: plotSize(figure.spec).height,
    horizontal: false,
    figure: figure.id,
  });
}

function barLayers(
  figure: Figure,
  curves: readonly Curve[],
  groups: Groups,
  y: PlotAxis,
  base: number,
  log: boolean,
): object[] {
  const yChannel = (field: string) => ({ field, ...y.channel, stack: null });
  const floor = { calculate: `max(datum.ci95_low, ${JSON.stringify(base)})`, as: 'bar_low' };
  return [
    {
      mark: { type: 'bar', color: 'white', clip: true },
      encoding: { ...groups.channels, y: yChannel('mean'), y2: { datum: base } },
    },
    {
      mark: { type: 'bar', stroke: 'black', strokeWidth: 0.7, clip: true },
      encoding: {
        ...groups.channels,
        y: yChannel('mean'),
        y2: { datum: base },
        color: curveScale('color', curves),
        fillOpacity: curveScale('fillOpacity', curves),
        ...pickable(figure, curves, 1),
        tooltip: [seriesTooltip, ...meanTooltip(y)],
      },
    },
    {
      transform: log ? [floor] : [],
      mark: { type: 'rule', color: 'black', strokeWidth: 1.2, clip: true },
      encoding: { ...groups.channels, y: yChannel(log ? 'bar_low' : 'ci95_low'), y2: { field: 'ci95_high' } },
    },
  ];
}
