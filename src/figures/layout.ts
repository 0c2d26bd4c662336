import { fieldName, hasLegend } from './channels.ts';
import type { Figure, VegaLiteSpec } from './figure.ts';
import { columnsWithin, type LegendBox, legendBox, legendLayers } from './legend.ts';
import type { Plot, PlotPanel } from './marks/plot.ts';
import { cornerPlace, freePlace } from './placement.ts';
import { config, fontSizes } from './style.ts';
import { wrapLabel } from './typography/measure.ts';
import { plainLabel } from './typography/scripts.ts';

/** Room between panels, and between a plot and the legend beside it. */
const spacing = 18;

/** Where the legend stands: over a panel, or in a view of its own beside the panels. */
type Legend =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'inside';
      readonly panel: number;
      readonly box: LegendBox;
      readonly left: number;
      readonly top: number;
    }
  | { readonly kind: 'beside'; readonly side: 'right' | 'top' | 'bottom'; readonly box: LegendBox };

/** Puts panels, legend and caption together into one Vega-Lite specification. */
export function arrange(figure: Figure, plot: Plot): VegaLiteSpec {
  const legend = placeLegend(figure, plot);
  const views = plot.panels.map((panel, index) => panelView(plot, panel, legend, index));
  const columns = panelColumns(plot);
  const body = views.length === 1 ? views[0] : { concat: views, columns, spacing, align: 'all' };
  const caption = [sentence(figure.caption), ...plot.notes].join(' ').trim();
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: plainLabel(caption),
    config,
    title: {
      text: wrapLabel(caption, totalWidth(plot, legend), fontSizes.caption),
      orient: 'bottom',
      anchor: 'start',
      frame: 'bounds',
      offset: 12,
    },
    data: { values: plot.panels.flatMap(({ data }) => data) },
    ...withLegendBeside(body, plot, legend),
  };
}

/** A text with a full stop, unless it ends in a mark of its own. */
function sentence(text: string): string {
  return /[\p{L}\p{N})\]%]$/u.test(text) ? `${text}.` : text;
}

function panelView(plot: Plot, { panel, layers }: PlotPanel, legend: Legend, index: number): object {
  const filters = Object.entries(panel.cells).map(([field, equal]) => ({ filter: { field: fieldName(field), equal } }));
  const inside = legend.kind === 'inside' && legend.panel === index;
  return {
    ...plot.size,
    ...(filters.length === 0 ? {} : { transform: filters }),
    ...(panel.header === undefined
      ? {}
      : {
          title: {
            text: wrapLabel(panel.header, plot.size.width, fontSizes.header),
            fontSize: fontSizes.header,
            offset: 6,
          },
        }),
    layer: [
      ...layers,
      ...(inside ? legendLayers(legend.box, legend.left, legend.top, plot.curves, plot.swatches) : []),
    ],
  };
}

function placeLegend(figure: Figure, { curves, panels, size }: Plot): Legend {
  const { spec } = figure;
  const labels = curves.map(({ label }) => label);
  const orient = spec.legend?.orient ?? 'auto';
  if (!hasLegend(figure, curves)) return { kind: 'none' };
  const box = legendBox(labels, spec.legend?.columns ?? 1);
  if (orient === 'auto') {
    for (const [panel, { drawn }] of panels.entries()) {
      const place = freePlace(box, size.width, size.height, drawn);
      if (place !== undefined) return { kind: 'inside', panel, box, ...place };
    }
  }
  const isRight = orient === 'right' || (orient === 'auto' && panels.length === 1);
  if (isRight && figure.room === undefined) return { kind: 'beside', side: 'right', box };
  if (orient === 'top' || orient === 'bottom' || orient === 'auto' || isRight) {
    const beside = panelColumns({ panels }) * (size.width + spacing);
    const width = figure.room === undefined ? beside : figure.room - 2 * config.padding;
    const columns = spec.legend?.columns ?? columnsWithin(labels, width);
    return { kind: 'beside', side: orient === 'top' ? 'top' : 'bottom', box: legendBox(labels, columns) };
  }
  return { kind: 'inside', panel: 0, box, ...cornerPlace(orient, box, size.width, size.height) };
}

function withLegendBeside(body: object, plot: Plot, legend: Legend): object {
  if (legend.kind !== 'beside') return body;
  const { width, height } = legend.box;
  const view = { width, height, layer: legendLayers(legend.box, 0, 0, plot.curves, plot.swatches) };
  if (legend.side === 'right') return { hconcat: [body, view], spacing: 14 };
  return { vconcat: legend.side === 'top' ? [view, body] : [body, view], spacing: 10, center: true };
}

function panelColumns({ panels }: Pick<Plot, 'panels'>): number {
  return 1 + Math.max(...panels.map(({ panel }) => panel.column));
}

/** Width of the whole figure in pixels, which the caption fills. */
function totalWidth(plot: Plot, legend: Legend): number {
  const columns = panelColumns(plot);
  const axis = Math.max(...plot.panels.map((panel) => panel.axisWidth));
  const beside = legend.kind === 'beside' && legend.side === 'right' ? legend.box.width + 14 : 0;
  return columns * (plot.size.width + axis) + (columns - 1) * spacing + beside;
}
