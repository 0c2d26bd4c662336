import { messages, UserError } from '../../messages.ts';
import type { PlotAxis } from '../axes/axis.ts';
import { quantitativeAxis } from '../axes/quantitative.ts';
import { extent } from '../axes/ticks.ts';
import { columnTitle, curvesOf, valueTitle } from '../curves.ts';
import type { Figure, FigureRow } from '../figure.ts';
import { inPanel, panelsOf } from '../panels.ts';
import { distinctCells, refuseOverlaps, selectRows, shownColumns } from '../select.ts';
import { fontSizes, plotSize } from '../style.ts';
import { frameLayers } from './frame.ts';
import { missingNotes } from './notes.ts';
import { axisWidth, numberOrNull, outerTitles, type Plot } from './plot.ts';

/** What the colours of a heat map stand for, and from where to where where that is given. */
export function colorScale(figure: Figure) {
  const { title, scale } = figure.spec.encoding.color ?? {};
  return { title: valueTitle(figure, title, figure.rows), type: scale?.type ?? 'linear', domain: scale?.domain };
}

/** From light to dark: the lightness of its colours falls all the way, so that a grey print says the same. */
const scheme = { name: 'viridis', extent: [1, 0] };

/** A mean for each place of two axes as a rectangle of a colour, with one bar beside all panels that says how much it stands for. */
export function heatPlot(figure: Figure): Plot {
  const rows = selectRows(figure, figure.rows).filter(({ mean }) => numberOrNull(mean) !== null);
  if (rows.length === 0) throw new UserError(messages.figureHasNoValues(figure.id));
  refuseOverlaps(figure, rows, shownColumns(figure.spec));
  const { x, y } = figure.spec.encoding;
  const size = plotSize(figure.spec);
  const [across, up] = [placesOf(figure, rows, x.field), placesOf(figure, rows, y.field)];
  const axes = {
    x: axisOf(figure, across, { ...x, title: x.title ?? columnTitle(figure, x.field) }, size.width),
    y: axisOf(figure, up, { ...y, title: y.title ?? columnTitle(figure, y.field) }, size.height),
  };
  const facets = panelsOf(figure, rows);
  const panels = facets.map((panel) => {
    const titled = outerTitles(facets, panel, axes.x, axes.y);
    return {
      panel,
      axes: titled,
      axisWidth: axisWidth(titled.y),
      data: rows
        .filter((row) => inPanel(panel, row))
        .map((row) => ({
          ...panel.cells,
          ...ends('x', row[x.field] as number, across.step),
          ...ends('y', row[y.field] as number, up.step),
          mean: row.mean,
          n: row.n,
        })),
      layers: [cellLayer(figure, titled, size.height), ...frameLayers(titled.x, titled.y, size)],
      drawn: [],
    };
  });
  return {
    curves: curvesOf(figure, rows).slice(0, 1),
    panels,
    notes: missingNotes(figure, rows),
    swatches: false,
    size,
  };
}

/** The numbers of a column, and how far apart they stand. */
interface Places {
  readonly column: string;
  readonly values: readonly number[];
  readonly step: number;
}

function placesOf(figure: Figure, rows: readonly FigureRow[], column: string): Places {
  const cells = distinctCells(rows, column);
  const values = cells.filter((cell) => typeof cell === 'number');
  if (values.length < Math.max(2, cells.length)) throw new UserError(messages.figureHeatNumbers(figure.id, column));
  return { column, values, step: Math.min(...values.slice(1).map((value, i) => value - values[i])) };
}

type Given = Pick<Figure['spec']['encoding']['x'], 'scale' | 'axis'> & { readonly title: string };

/** An axis that ends half a step beyond the outer places. */
function axisOf(
  figure: Figure,
  { column, values, step }: Places,
  { title, scale, axis }: Given,
  length: number,
): PlotAxis {
  const [low, high] = extent(values);
  return quantitativeAxis({
    title,
    scale: { ...scale, domain: scale?.domain ?? [low - step / 2, high + step / 2] },
    axis: { ...axis, grid: false },
    values,
    fit: 'inside',
    whole: column === 'iteration',
    length,
    horizontal: length === plotSize(figure.spec).width,
    figure: figure.id,
  });
}

function ends(axis: 'x' | 'y', at: number, step: number): Record<string, number> {
  return { [axis]: at, [`${axis}_from`]: at - step / 2, [`${axis}_to`]: at + step / 2 };
}

function cellLayer(figure: Figure, { x, y }: { x: PlotAxis; y: PlotAxis }, height: number): object {
  const { title, type, domain } = colorScale(figure);
  return {
    mark: { type: 'rect', clip: true },
    encoding: {
      x: { field: 'x_from', ...x.channel },
      x2: { field: 'x_to' },
      y: { field: 'y_from', ...y.channel },
      y2: { field: 'y_to' },
      color: {
        field: 'mean',
        type: 'quantitative',
        scale: {
          scheme,
          type,
          ...(domain && { domain }),
        },
        legend: {
          title,
          type: 'gradient',
          orient: 'right',
          gradientLength: height,
          gradientStrokeColor: 'black',
          gradientStrokeWidth: 0.7,
          labelFontSize: fontSizes.tick,
          titleFontSize: fontSizes.title,
          titleFontWeight: 'normal',
        },
      },
      tooltip: [
        { field: 'x', type: 'quantitative', title: x.channel.title || 'x' },
        { field: 'y', type: 'quantitative', title: y.channel.title || 'y' },
        { field: 'mean', type: 'quantitative', title, format: '.4~g' },
      ],
    },
  };
}
