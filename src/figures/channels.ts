import type { Curve } from './curves.ts';
import type { Figure } from './figure.ts';
import type { Look } from './style.ts';

/** One channel definition of a Vega-Lite encoding. */
export type Channel = Readonly<Record<string, unknown>>;

/** A column's name as Vega-Lite reads it: dots and brackets in it are no paths. */
export function fieldName(column: string): string {
  return column.replace(/[\\.[\]'"]/g, '\\$&');
}

/** Colour, dash or marker by curve, over one domain for the whole figure. The legend is drawn apart. */
export function curveScale(
  channel: 'color' | 'fillOpacity' | 'strokeDash' | 'shape',
  curves: readonly Curve[],
): Channel {
  return {
    field: 'series',
    type: channel === 'fillOpacity' ? 'ordinal' : 'nominal',
    scale: {
      domain: curves.map(({ label }) => label),
      range: curves.map(({ look }, index) => looks[channel](look, index)),
    },
    legend: null,
  };
}

/** Filled areas differ in lightness too, as curves do in dash and marker. */
const fillOpacities = [0.95, 0.55, 0.2, 0.75, 0.35];

const looks: Record<string, (look: Look, index: number) => string | number | readonly number[]> = {
  fillOpacity: (_, index) => fillOpacities[index % fillOpacities.length],
  color: ({ color }) => color,
  strokeDash: ({ dash }) => (dash.length === 0 ? [1, 0] : dash),
  shape: ({ shape }) => (shape === 'none' ? 'circle' : shape),
};

/** Whether a figure has a legend: not for one curve, nor where the axis itself names the solvers, nor against its wish. */
export function hasLegend({ spec }: Figure, curves: readonly Curve[]): boolean {
  const named = spec.encoding.x.field === 'solver' && spec.encoding.strokeDash === undefined;
  return curves.length > 1 && spec.mark !== 'table' && spec.mark !== 'heat' && !named && spec.legend?.orient !== 'none';
}

/** Opacity of a mark; low while other curves are picked in the legend. */
export function pickable(figure: Figure, curves: readonly Curve[], opacity: number): { opacity?: Channel } {
  if (!hasLegend(figure, curves)) return {};
  return { opacity: { condition: { param: 'picked', value: opacity }, value: opacity / 8 } };
}

/** A position given in pixels by a column of the data. */
export function pixels(channel: 'x' | 'y', field: string): Record<string, Channel> {
  return { [channel]: { field, type: 'quantitative', scale: null, axis: null } };
}
