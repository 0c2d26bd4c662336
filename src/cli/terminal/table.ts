import { printable } from './printable.ts';

/**
 * Columns of text side by side, the first line above a rule; numbers to the right. Where `width` is given, the widest columns but the
 * first are cut until the lines are no longer.
 */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[], width?: number): string {
  const whole = [header, ...rows].map((line) => line.map(printable));
  const natural = header.map((_, column) => Math.max(...whole.map((line) => line[column].length)));
  const widths = width === undefined ? natural : narrowed(natural, width);
  const lines = whole.map((line) => line.map((cell, column) => shortened(cell, widths[column])));
  const rightward = header.map((_, column) => rows.every((row) => /^[-+.\d\s[\],%]*$/.test(row[column])));
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => (rightward[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [format(lines[0]), rule, ...lines.slice(1).map(format)].join('\n');
}

/** Narrower than this no column says anything. */
const narrowest = 6;

/** Widths that fit side by side, two spaces between them, by taking from the widest. */
function narrowed(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const excess = () => widths.reduce((sum, each) => sum + each + 2, -2) - width;
  for (;;) {
    const widest = Math.max(...widths.slice(1));
    if (excess() <= 0 || widest <= narrowest) return widths;
    widths[widths.indexOf(widest, 1)] -= 1;
  }
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}\u2026`;
}
