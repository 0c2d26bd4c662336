import type { Spec } from 'vega';
import type { Figure, VegaLiteSpec } from '../figure.ts';
import { escapeMarkup } from '../render/escape.ts';
import { pixelSizeOf } from '../render/svg.ts';
import { type Run, scriptScale, scriptShift, splitScripts } from '../typography/scripts.ts';
import { advancesOf, figureCsv } from './data.ts';
import { inlineJson, pageScripts, scriptHash } from './scripts.ts';
import { pageStyle } from './style.ts';

/** A figure in all the forms that a page needs. */
export interface DrawnFigure {
  readonly figure: Figure;
  readonly spec: VegaLiteSpec;
  readonly compiled: Spec;
  readonly svg: string;
  /** The same laid out for a narrow screen, where it is a wide one. */
  readonly narrow?: string | undefined;
}

/** What tells a page of this program from others. */
const madeHere = '<meta name="generator" content="reproduce">';

/** Whether a text is the beginning of a page of this program. */
export function isPage(beginning: string): boolean {
  return beginning.includes(madeHere);
}

/** A page that holds everything it needs; its security policy lets it load nothing and run no other script. */
export function htmlPage(title: string, body: string, figures: readonly DrawnFigure[]): string {
  const scripts = pageScripts();
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map(scriptHash).join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
${madeHere}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
${body}
<script type="application/json" id="figures">${inlineJson(figureData(figures))}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

function figureData(figures: readonly DrawnFigure[]) {
  const data = figures.map(({ figure, spec, compiled }) => ({ spec, compiled, csv: figureCsv(figure) }));
  return {
    figures: data,
    advances: advancesOf(JSON.stringify(data)),
    script: { scale: scriptScale, shift: scriptShift },
  };
}

/** The `index`-th figure of a page: as SVG, until the page's script makes it live; with links to its files. */
export function figureElement({ figure, svg, narrow }: DrawnFigure, index: number): string {
  const name = escapeMarkup(figure.id.split('/').at(-1)!);
  const link = (kind: string, file: string, text: string) =>
    `<a class="${kind}" href="#" download="${name}.${file}">${text}</a>`;
  const kind = `plot${narrow === undefined ? '' : ' wide'}${figure.spec.mark === 'table' ? ' tabular' : ''}`;
  const plot = (drawn: string, attributes: string) =>
    `<div ${attributes} style="--width: ${pixelSizeOf(drawn).width}">${drawn.trim()}</div>`;
  return `<figure>
${plot(svg, `class="${kind}" data-figure="${index}"`)}
${narrow === undefined ? '' : plot(narrow, 'class="plot narrow"')}
<p class="downloads">${link('svg', 'svg', 'SVG')} ${link('spec', 'vl.json', 'Vega-Lite')} ${link('data', 'csv', 'data (CSV)')}</p>
</figure>`;
}

const elements: Readonly<Record<Run['level'], readonly [string, string]>> = {
  base: ['', ''],
  sub: ['<sub>', '</sub>'],
  super: ['<sup>', '</sup>'],
};

/** A label with its scripts as HTML. */
export function htmlLabel(label: string): string {
  return splitScripts(label)
    .map(({ text, level }) => elements[level].join(escapeMarkup(text)))
    .join('');
}
