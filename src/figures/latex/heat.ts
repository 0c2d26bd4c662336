import { messages, UserError } from '../../messages.ts';
import { extent } from '../axes/ticks.ts';
import type { Figure } from '../figure.ts';
import { colorScale } from '../marks/heat.ts';
import type { Datum, PlotPanel } from '../marks/plot.ts';
import { latexLabel } from './text.ts';

/** The colours of heat maps, from light to dark as in the other formats. */
export const colormap =
  'colormap={lighttodark}{indices of colormap={\\pgfplotscolormaplastindexof{viridis},...,0 of viridis}}';

/**
 * Options of a heat map's panels: how its colours are spread, and at the `last` panel the bar that says what they stand for. On a log scale
 * both show exponents of 10.
 */
export function heatOptions(figure: Figure, panels: readonly PlotPanel[], last: boolean): string[] {
  const { title, type, domain } = colorScale(figure);
  const means = panels.flatMap(({ data }) => data.map(({ mean }) => Number(mean)));
  const [low, high] = (domain ?? extent(means)).map((value) => metaOf(figure, value));
  const bar = [
    `ylabel={${latexLabel(title)}}, width=0.25cm`,
    ...(type === 'log' ? ['yticklabel={$10^{\\pgfmathprintnumber{\\tick}}$}'] : []),
  ];
  return [
    `point meta min=${low}, point meta max=${high}`,
    ...(last ? [`colorbar, colorbar style={${bar.join(', ')}}`] : []),
  ];
}

/** The places of a panel row by row, each with its mean. Throws UserError where places are missing or not evenly spaced. */
export function heatLines(figure: Figure, { data }: PlotPanel): string[] {
  const [columns, rows] = [evenly(figure, data, 'x'), evenly(figure, data, 'y')];
  const means = new Map(data.map(({ x, y, mean }) => [`${x},${y}`, metaOf(figure, Number(mean))]));
  if (![...means.values()].every(Number.isFinite) || means.size < columns.length * rows.length)
    throw new UserError(messages.noTikz(figure.id, 'a heat map with gaps'));
  const lines = rows.map((y) => columns.map((x) => `(${x},${y}) [${means.get(`${x},${y}`)}]`).join(' '));
  const style = `matrix plot*, mesh/cols=${columns.length}, point meta=explicit`;
  return [`\\addplot[${style}] coordinates {\n${lines.join('\n')}\n};`];
}

/** The number that stands for a mean on the scale of colours. */
function metaOf(figure: Figure, mean: number): number {
  return colorScale(figure).type === 'log' ? Math.log10(mean) : mean;
}

/** The places along an axis, which pgfplots takes to be evenly spaced. */
function evenly(figure: Figure, data: readonly Datum[], axis: 'x' | 'y'): number[] {
  const places = [...new Set(data.map((datum) => Number(datum[axis])))].sort((a, b) => a - b);
  const steps = places.slice(1).map((place, i) => place - places[i]);
  const [least, most] = extent(steps);
  if (most - least > 1e-6 * most) throw new UserError(messages.noTikz(figure.id, `uneven places along ${axis}`));
  return places;
}
