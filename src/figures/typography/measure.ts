import { advanceWidth } from './font.ts';
import { scriptScale, splitScripts } from './scripts.ts';

/** Width in pixels of a label with scripts, set in the figures' font at `size` pixels. */
export function labelWidth(label: string, size: number): number {
  let width = 0;
  for (const { text, level } of splitScripts(label)) {
    const scale = level === 'base' ? size : size * scriptScale;
    for (const character of text) width += advanceWidth(character) * scale;
  }
  return width;
}

/**
 * Breaks a label into lines no wider than `width` pixels: at spaces (not at no-break spaces), and inside a word only
 * where it must.
 */
export function wrapLabel(label: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of label.split(/[ \t\r\n]+/).filter((part) => part !== '')) {
    for (const piece of pieces(word, width, size)) {
      const longer = line === '' ? piece : `${line} ${piece}`;
      if (labelWidth(longer, size) > width && line !== '') {
        lines.push(line);
        line = piece;
      } else {
        line = longer;
      }
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A word cut into pieces that fit; whole wherever it fits. */
function pieces(word: string, width: number, size: number): string[] {
  if (labelWidth(word, size) <= width) return [word];
  const cut: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && labelWidth(piece + character, size) > width) {
      cut.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...cut, piece];
}
