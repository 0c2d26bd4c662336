import type { PlotAxis } from '../axes/axis.ts';
import type { Cell, Figure } from '../figure.ts';
import type { Datum } from '../marks/plot.ts';
import { latexLabel } from './text.ts';

/** Both axes of a panel `width` inches wide as options of pgfplots. Categories stand at 1, 2 and so on. */
export function axisOptions({ x, y }: { x: PlotAxis; y: PlotAxis }, mark: string, width: number): string[] {
  const places = x.domain === undefined ? (x.channel.scale as Scale).domain.length : 0;
  const room = ((0.75 * width) / places).toFixed(2);
  return [
    ...oneAxis('x', x),
    ...oneAxis('y', y),
    ...(places > 0 ? [`x tick label style={align=center, text width=${room}in}`] : []),
    ...(mark === 'bar' ? ['ybar', 'log origin=infty'] : []),
    ...(mark === 'box' ? ['boxplot/draw direction=y'] : []),
    ...(mark === 'line' ? ['clip mode=individual'] : []),
    ...(mark === 'heat' ? ['grid=none, axis on top'] : []),
  ];
}

function oneAxis(name: 'x' | 'y', axis: PlotAxis): string[] {
  const { title, scale, axis: style } = axis.channel as { title: string; scale: Scale; axis: { title?: unknown } };
  const label = style.title === null || title === '' ? [] : [`${name}label={${latexLabel(title)}}`];
  if (axis.domain === undefined) {
    const cells = scale.domain as Cell[];
    return [
      ...label,
      `${name}min=0.4, ${name}max=${cells.length + 0.6}`,
      `${name}tick={${cells.map((_, i) => i + 1).join(',')}}`,
      `${name}ticklabels={${cells.map((cell) => `{${latexLabel(String(cell))}}`).join(',')}}`,
    ];
  }
  const [low, high] = axis.domain;
  return [
    ...label,
    `${name}min=${low}, ${name}max=${high}`,
    ...(scale.type === 'log' ? [`${name}mode=log`] : []),
    ...(scale.reverse === true ? [`${name} dir=reverse`] : []),
    ...(scale.type === 'log' ? [] : [`${name}tick={${axis.ticks.map(({ at }) => at).join(',')}}`]),
  ];
}

interface Scale {
  readonly type: string;
  readonly domain: readonly unknown[];
  readonly reverse?: boolean;
}

/** Where a row stands along x: its number, or the place of its category from 1. */
export function placeOf(figure: Figure, x: PlotAxis): (datum: Datum) => Cell {
  const { field } = figure.spec.encoding.x;
  if (x.domain !== undefined) return (datum) => datum[field] ?? null;
  const cells = (x.channel.scale as Scale).domain;
  return (datum) => cells.indexOf(datum[field] ?? null) + 1;
}

/** First and last value of the x axis. */
export function axisEnds(x: PlotAxis): readonly [number, number] {
  return x.domain ?? [0.4, (x.channel.scale as Scale).domain.length + 0.6];
}
