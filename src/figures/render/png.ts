import { bundledFamily, fontFile } from '../typography/font.ts';

/** Pixels of the PNG for one of the SVG's: sharp in print at one column of a page. */
const zoom = 3;

/**
 * An SVG as PNG, drawn with the bundled font only, so that it looks the same on every machine. Undefined where the
 * optional package `@resvg/resvg-js` is not installed. It is drawn on a thread of its own.
 */
export async function renderPng(svg: string): Promise<Uint8Array | undefined> {
  const resvg = await import('@resvg/resvg-js').catch(() => undefined);
  if (resvg === undefined) return undefined;
  const font = { loadSystemFonts: false, fontFiles: [fontFile], defaultFontFamily: bundledFamily };
  const image = await resvg.renderAsync(svg, { font, fitTo: { mode: 'zoom', value: zoom } });
  return image.asPng();
}
