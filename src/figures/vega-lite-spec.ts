import type { Figure, VegaLiteSpec } from './figure.ts';
import type { FigureSpec } from './figure-spec.ts';
import { arrange } from './layout.ts';
import { barPlot } from './marks/bar.ts';
import { boxPlot } from './marks/box.ts';
import { ecdfPlot } from './marks/ecdf.ts';
import { heatPlot } from './marks/heat.ts';
import { linePlot } from './marks/line.ts';
import type { Plot } from './marks/plot.ts';
import { tablePlot } from './marks/table.ts';
import { withSplitColumns } from './transform.ts';

const plots: Readonly<Record<FigureSpec['mark'], (figure: Figure) => Plot>> = {
  line: linePlot,
  box: boxPlot,
  ecdf: ecdfPlot,
  bar: barPlot,
  table: tablePlot,
  heat: heatPlot,
};

/**
 * The figure as a Vega-Lite specification with its data inline; it opens in any Vega-Lite editor. Same figure, same
 * specification. Throws UserError where rows and specification do not fit: unknown columns or metrics, several points at
 * one place, nothing to draw.
 */
export function vegaLiteSpec(figure: Figure): VegaLiteSpec {
  const complete = withSplitColumns(figure);
  return arrange(complete, plotOf(complete));
}

/** The panels of a figure whose columns are complete, before they are laid out. */
export function plotOf(figure: Figure): Plot {
  return plots[figure.spec.mark](figure);
}
