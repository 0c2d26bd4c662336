import { join } from 'node:path';
import { writeDurably } from '../durable.ts';
import type { Figure, VegaLiteSpec } from './figure.ts';
import { drawFitted, fittedScale } from './fit.ts';
import type { ColumnWidth, FigureFormat } from './formats.ts';
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
 * About 0.1 s a figure, the first one half a second more; `vl.json` alone takes milliseconds. `column` fits it to the column of a
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
  const isDrawn = column !== undefined || formats.some((format) => format !== 'vl.json');
  const drawn = !isDrawn
    ? undefined
    : await (column === undefined ? drawFigure(figure) : drawFitted(figure, column, drawFigure));
  const scale = column === undefined ? undefined : fittedScale;
  const contents = await Promise.all(
    formats.map((format) => contentOf(format, drawn?.spec ?? vegaLiteSpec(figure), drawn!, scale)),
  );
  const stem = column === undefined ? name : `${name}.${column}`;
  for (const [i, format] of formats.entries()) {
    const content = contents[i];
    if (content === undefined) {
      notes.push(`${stem}.${format} skipped: install @resvg/resvg-js to get it`);
      continue;
    }
    const path = join(folder, `${stem}.${format}`);
    writeDurably(path, content);
    files.push(path);
  }
  return { files, notes };
}

async function contentOf(format: FigureFormat, spec: VegaLiteSpec, drawn: DrawnFigure, scale: number | undefined) {
  switch (format) {
    case 'vl.json':
      return `${JSON.stringify(spec, null, 2)}\n`;
    case 'svg':
      return scale === undefined ? drawn.svg : inPoints(drawn.svg, scale);
    case 'html':
      return figurePage(drawn);
    case 'png':
      return renderPng(drawn.svg);
    case 'pdf':
      return renderPdf(drawn.svg, scale);
  }
}
