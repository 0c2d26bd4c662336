import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';

/** The bundled font: it rasterises PNGs, and its advance widths lay out every figure. */
export const fontFile: string = join(packageRoot, 'src/figures/fonts/LiberationSerif-Regular.ttf');

/** Name of the bundled font inside its file. */
export const bundledFamily = 'Liberation Serif';

/** Fonts of one and the same advance widths, so that a figure keeps its layout wherever it is opened. */
export const fontStack = "'Times New Roman', 'Liberation Serif', Tinos, 'Nimbus Roman', Times, serif";

let advances: Map<number, number> | undefined;

/** Advance width of a character in units of the font size; that of a wide letter where the font lacks it. */
export function advanceWidth(character: string): number {
  advances ??= readAdvances(readFileSync(fontFile));
  return advances.get(character.codePointAt(0)!) ?? 1;
}

/**
 * Advance widths of a TrueType font by code point, in units of the font size: tables `cmap` (format 4, Windows Unicode),
 * `hmtx`, `hhea` and `head` of the OpenType specification. Throws where the file is not such a font.
 */
export function readAdvances(font: Buffer): Map<number, number> {
  const table = tableOffsets(font);
  const unitsPerEm = font.readUInt16BE(table('head') + 18);
  const metrics = font.readUInt16BE(table('hhea') + 34);
  const widths = table('hmtx');
  const result = new Map<number, number>();
  for (const [code, glyph] of characterGlyphs(font, table('cmap'))) {
    result.set(code, font.readUInt16BE(widths + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm);
  }
  return result;
}

function tableOffsets(font: Buffer): (tag: string) => number {
  const offsets = new Map<string, number>();
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + 16 * i;
    offsets.set(font.toString('latin1', record, record + 4), font.readUInt32BE(record + 8));
  }
  return (tag) => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new Error(`font has no table ${tag}`);
    return offset;
  };
}

/** Pairs of code point and glyph from the segments of a `cmap` subtable of format 4. */
function* characterGlyphs(font: Buffer, cmap: number): Generator<[number, number]> {
  const start = unicodeSubtable(font, cmap);
  const segments = font.readUInt16BE(start + 6) / 2;
  const ends = start + 14;
  const starts = ends + 2 * segments + 2;
  const deltas = starts + 2 * segments;
  const rangeOffsets = deltas + 2 * segments;
  for (let s = 0; s < segments; s++) {
    const first = font.readUInt16BE(starts + 2 * s);
    const delta = font.readUInt16BE(deltas + 2 * s);
    const rangeOffset = font.readUInt16BE(rangeOffsets + 2 * s);
    for (let code = first; code <= font.readUInt16BE(ends + 2 * s) && code < 0xffff; code++) {
      const at = rangeOffsets + 2 * s + rangeOffset + 2 * (code - first);
      const glyph = rangeOffset === 0 ? code : font.readUInt16BE(at);
      if (glyph !== 0) yield [code, (glyph + delta) & 0xffff];
    }
  }
}

function unicodeSubtable(font: Buffer, cmap: number): number {
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const record = cmap + 4 + 8 * i;
    const offset = cmap + font.readUInt32BE(record + 4);
    const windowsUnicode = font.readUInt16BE(record) === 3 && font.readUInt16BE(record + 2) === 1;
    if (windowsUnicode && font.readUInt16BE(offset) === 4) return offset;
  }
  throw new Error('font has no Unicode character map of format 4');
}
