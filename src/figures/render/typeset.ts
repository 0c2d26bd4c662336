import { type Run, scriptScale, scriptShift, splitScripts } from '../typography/scripts.ts';
import { escapeMarkup, unescapeMarkup } from './escape.ts';

/** Raises and lowers the scripts of every label in an SVG: each becomes a smaller, shifted `tspan`. */
export function typesetSvg(svg: string): string {
  return svg.replace(/(<text(?:"[^"]*"|[^>"])*>)(.*?)<\/text>/gs, (_, open: string, content: string) => {
    const size = Number(/font-size="([\d.]+)px"/.exec(open)?.[1] ?? 12);
    const typeset = content.replace(/[^<>]+(?=<|$)/g, (text) => typesetLabel(unescapeMarkup(text), size));
    return `${open}${typeset}</text>`;
  });
}

function typesetLabel(label: string, size: number): string {
  let baseline = 0;
  return splitScripts(label)
    .map((run) => {
      const shift = scriptShift[run.level] * size;
      const piece = typesetRun(run, shift - baseline, size);
      baseline = shift;
      return piece;
    })
    .join('');
}

function typesetRun({ text, level }: Run, dy: number, size: number): string {
  const content = escapeMarkup(text);
  const move = dy === 0 ? '' : ` dy="${Number(dy.toFixed(2))}"`;
  const scale = level === 'base' ? '' : ` font-size="${Number((size * scriptScale).toFixed(2))}px"`;
  return move === '' && scale === '' ? content : `<tspan${move}${scale}>${content}</tspan>`;
}
