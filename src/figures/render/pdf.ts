import { buffer } from 'node:stream/consumers';
import { fontFile } from '../typography/font.ts';
import { pixelSizeOf } from './svg.ts';

/**
 * An SVG as a page of PDF of just its size, with `scale` points a pixel: three quarters, as CSS has it, unless given. The bundled font
 * is embedded, cut down to the characters that are used. Same SVG, same bytes.
 */
export async function renderPdf(svg: string, scale = 0.75): Promise<Uint8Array> {
  const [{ default: Document }, { default: draw }] = await Promise.all([import('pdfkit'), import('svg-to-pdfkit')]);
  const size = pixelSizeOf(svg);
  const page = { width: size.width * scale, height: size.height * scale };
  const document = new Document({
    ...{ size: [page.width, page.height], margin: 0, font: fontFile },
    info: { Producer: 'reproduce', Creator: 'reproduce', CreationDate: new Date(0) },
  });
  // A dash without gaps, which Vega writes for a solid line, is none in PDF.
  draw(document, svg.replaceAll(' stroke-dasharray="1,0"', ''), 0, 0, {
    ...page,
    preserveAspectRatio: 'none',
    fontCallback: () => fontFile,
  });
  document.end();
  return buffer(document);
}
