import type { Spec } from 'vega';
import type { VegaLiteSpec } from '../figure.ts';
import { escapeMarkup } from './escape.ts';
import { typesetSvg } from './typeset.ts';
import { compileSpec, drawSvg } from './vega.ts';

/**
 * A figure as SVG. Same specification, same bytes: layout comes from the bundled font's metrics, not from the system.
 * `name` tells the figures of one page apart: it begins the ids inside the SVG.
 */
export async function renderSvg(spec: VegaLiteSpec, name = 'figure'): Promise<string> {
  return svgOf(await compileSpec(spec), name);
}

/** The same from a compiled specification. */
export async function svgOf(compiled: Spec, name: string): Promise<string> {
  const svg = typesetSvg(await drawSvg(compiled));
  const described = svg.replace('<svg ', `<svg role="img" aria-label="${escapeMarkup(compiled.description ?? '')}" `);
  return `${ownIds(described, name)}\n`;
}

/** Width and height of an SVG in its own units. */
export function pixelSizeOf(svg: string): { width: number; height: number } {
  const [, width, height] = /^<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)!;
  return { width: Number(width), height: Number(height) };
}

/** The same SVG of the size that it has with so many points a pixel. */
export function inPoints(svg: string, scale: number): string {
  const { width, height } = pixelSizeOf(svg);
  const points = (pixels: number) => `${Number((pixels * scale).toFixed(2))}pt`;
  return svg.replace(/ width="[\d.]+" height="[\d.]+"/, ` width="${points(width)}" height="${points(height)}"`);
}

/** Vega numbers clip paths over the life of the process; here they count from one in every figure. */
function ownIds(svg: string, name: string): string {
  const ids = new Map<string, string>();
  const prefix = name.replace(/[^\w-]/g, '-');
  return svg.replace(/(id="|url\(#)((?:clip|gradient_)\d+)/g, (_, before: string, id: string) => {
    if (!ids.has(id)) ids.set(id, `${prefix}-${ids.size + 1}`);
    return `${before}${ids.get(id)}`;
  });
}
