import { join } from 'node:path';
import { writeDurably } from '../durable.ts';
import type { Figure } from './figure.ts';
import { drawFitted, fittedScale } from './fit.ts';
import { type ColumnWidth, endingOf, type FigureFormat } from './formats.ts';
import { pgfplots } from './latex/pgfplots.ts';
import { latexTable, markdownTable } from './latex/table.ts';
import { figurePage } from './page/figure-page.ts';
import type { DrawnFigure } from './page/page.ts';
import { renderPdf } from './render/pdf.ts';
import { renderPng } from './render/png.ts';
import { inPoints, svgOf } from './render/svg.ts';
import { compileSpec } from './render/vega.ts';
import { vegaLiteSpec } from './vega-lite-spec.ts';

/** Where a figure's files went, and why a format was skipped. */
export interface WrittenFigure {
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** Specification, compiled specification and SVG of a figure. Throws UserError where rows and specification do not fit. */
export async function drawFigure(figure: Figure): Promise<DrawnFigure> {
  const spec = vegaLiteSpec(figure);
  const compiled = await compileSpec(spec);
  return { figure, spec, compiled, svg: await svgOf(compiled, figure.id) };
}

/**
 * Writes `<folder>/<name>.<format>` for every format asked; each file appears whole or not at all. Same figure, same bytes.
 * About 0.1 s a figure, the first one a fifth of a second more; `vl.json` alone takes milliseconds. `column` fits it to the column of a
 * paper, under the name `<name>.<column>.<format>`. Throws UserError where rows and specification do not fit, or a file cannot be
 * written.
 */
export async function writeFigure(
  figure: Figure,
  folder: string,
  name: string,
  formats: readonly FigureFormat[],
  column?: ColumnWidth,
): Promise<WrittenFigure> {
  const files: string[] = [];
  const notes: string[] = [];
  let drawing: Promise<DrawnFigure> | undefined;
  const drawn = () => (drawing ??= column === undefined ? drawFigure(figure) : drawFitted(figure, column, drawFigure));
  const contents = await Promise.all(formats.map((format) => contentOf(format, figure, column, drawn)));
  const stem = column === undefined ? name : `${name}.${column}`;
  for (const [i, format] of formats.entries()) {
    const content = contents[i];
    if (content === undefined) {
      notes.push(`${stem}${endingOf(format)} skipped: ${needs[format]}`);
      continue;
    }
    const path = join(folder, `${stem}${endingOf(format)}`);
    writeDurably(path, content);
    files.push(path);
  }
  return { files, notes };
}

/** What has to be there for a format; it is left out where it is not. */
const needs: Partial<Record<FigureFormat, string>> = {
  png: 'install @resvg/resvg-js to get it',
  md: 'only tables are written as Markdown',
};

/** Inches of the column that a figure for LaTeX is made for. */
const inches: Readonly<Record<ColumnWidth, number>> = { single: 3.5, double: 7.16 };

/** Undefined where the format cannot be had, see {@link needs}. */
async function contentOf(
  format: FigureFormat,
  figure: Figure,
  column: ColumnWidth | undefined,
  drawn: () => Promise<DrawnFigure>,
): Promise<string | Uint8Array | undefined> {
  const scale = column === undefined ? undefined : fittedScale;
  const isTable = figure.spec.mark === 'table';
  switch (format) {
    case 'vl.json':
      return `${JSON.stringify(column === undefined ? vegaLiteSpec(figure) : (await drawn()).spec, null, 2)}\n`;
    case 'svg':
      return scale === undefined ? (await drawn()).svg : inPoints((await drawn()).svg, scale);
    case 'html':
      return figurePage(await drawn());
    case 'png':
      return renderPng((await drawn()).svg);
    case 'pdf':
      return renderPdf((await drawn()).svg, scale);
    case 'tikz':
      return isTable ? latexTable(figure) : pgfplots(figure, inches[column ?? 'single']);
    case 'md':
      return isTable ? markdownTable(figure) : undefined;
  }
}
