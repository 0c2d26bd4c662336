import { printable } from './printable.ts';

/** Columns of text side by side, the first line above a rule; numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((line) => line.map(printable));
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const rightward = header.map((_, column) => rows.every((row) => /^[-+.\d\s[\],%]*$/.test(row[column])));
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => (rightward[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [format(lines[0]), rule, ...lines.slice(1).map(format)].join('\n');
}
