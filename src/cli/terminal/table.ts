/** Columns of text side by side, the first line above a rule; numbers to the right. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const rightward = header.map((_, column) => rows.every((row) => /^[-+.\d\s[\],%]*$/.test(row[column])));
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => (rightward[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [format(header), rule, ...rows.map(format)].join('\n');
}
