import { messages, UserError } from '../../messages.ts';
import type { Figure } from '../figure.ts';
import { withSplitColumns } from '../transform.ts';
import { labelWidth } from '../typography/measure.ts';
import { plainLabel } from '../typography/scripts.ts';
import { plotOf } from '../vega-lite-spec.ts';
import { axisOptions } from './axes.ts';
import { curveLines } from './curves.ts';
import { colormap, heatLines, heatOptions } from './heat.ts';
import { comment, latexLabel } from './text.ts';

const preamble = `needs \\usepackage{pgfplots} \\pgfplotsset{compat=1.16} \\usepgfplotslibrary{groupplots,statistics}`;

const pointsPerInch = 72.27;

/** Inches that a panel needs, with its labels, and a bar of colours with its own. */
const narrowest = 1.7;
const barWidth = 0.85;

/**
 * A figure as a `tikzpicture` of pgfplots, to be read by `\input`: axes, curves with their looks, bands and a legend below, or a heat map with
 * a bar of its colours. `width` is that of the column in inches. Throws UserError for colours by name and heat maps with gaps.
 */
export function pgfplots(figure: Figure, width: number): string {
  const { mark } = figure.spec;
  const isHeat = mark === 'heat';
  const complete = withSplitColumns(figure);
  const { curves, panels, notes } = plotOf(complete);
  const asDrawn = 1 + Math.max(...panels.map(({ panel }) => panel.column));
  const room = width - (isHeat ? barWidth : 0);
  const columns = Math.min(asDrawn, Math.max(1, Math.floor(room / narrowest)));
  const rows = Math.ceil(panels.length / columns);
  const legendAt = (rows - 1) * columns;
  const each = room / columns;
  const titles = panels.map(({ panel }) => labelWidth(panel.header ?? '', 8) / (0.8 * each * pointsPerInch));
  const lines = Math.max(...titles.map(Math.ceil));
  const widest = Math.max(...curves.map(({ label }) => labelWidth(label, 7)));
  const entries = Math.max(1, Math.floor((width * pointsPerInch) / (widest + 34)));
  const plots = panels.map((panel, i) => {
    const options = [
      ...axisOptions(panel.axes!, mark, each),
      ...(isHeat ? heatOptions(complete, panels, i === columns - 1) : []),
      ...(panel.panel.header === undefined ? [] : [`title={${latexLabel(panel.panel.header)}}`]),
    ];
    const drawn = isHeat
      ? heatLines(complete, panel)
      : curves.flatMap((_, index) => curveLines(complete, panel, curves, index, i === legendAt));
    return `\\nextgroupplot[${options.join(', ')}]\n${drawn.join('\n')}`;
  });
  const colors = curves.map(({ look }, i) => `\\definecolor{curve${i}}{HTML}{${hex(figure, look.color)}}`);
  const style = [
    `group style={group size=${columns} by ${rows}, horizontal sep=1.2cm, vertical sep=${(1.3 + 0.4 * lines).toFixed(1)}cm}`,
    `width=${each.toFixed(2)}in, height=${Math.min(2.6, 0.78 * each).toFixed(2)}in, grid=major`,
    'tick label style={font=\\scriptsize}, label style={font=\\footnotesize}, ' +
      `title style={font=\\footnotesize, align=center, text width=${(0.8 * each).toFixed(2)}in}`,
    'legend style={font=\\scriptsize, at={(0,0)}, yshift=-1.1cm, anchor=north west, legend cell align=left}',
    `legend columns=${entries}, scaled ticks=false`,
    ...(isHeat ? [colormap] : []),
  ];
  return [
    comment([plainLabel(figure.caption), ...notes.map(plainLabel), preamble].join('\n')),
    ...colors,
    '\\begin{tikzpicture}',
    `\\begin{groupplot}[${style.join(',\n  ')}]`,
    ...plots,
    '\\end{groupplot}',
    '\\end{tikzpicture}',
    '',
  ].join('\n');
}

/** Six digits of a colour. */
function hex({ id }: Figure, color: string): string {
  const [, digits] = /^#([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(color) ?? [];
  if (digits === undefined) throw new UserError(messages.noTikz(id, `colour "${color}"; accepted: #rrggbb`));
  return (digits.length === 6 ? digits : [...digits].map((digit) => digit + digit).join('')).toUpperCase();
}
