import type { Figure } from '../figure.ts';
import { tablesOf } from '../marks/table.ts';
import { withSplitColumns } from '../transform.ts';
import { plainLabel } from '../typography/scripts.ts';
import { comment, latexLabel } from './text.ts';

/** The tables of a figure of mark `table` as LaTeX with `booktabs`, one below the other, to be read by `\input`. */
export function latexTable(figure: Figure): string {
  const tables = tablesOf(withSplitColumns(figure)).map(({ panel, content: { title, columns, rows } }) => {
    const line = (cells: readonly string[]) => `    ${cells.map(latexLabel).join(' & ')} \\\\`;
    const spanned = `    & \\multicolumn{${columns.length}}{c}{${latexLabel(title)}} \\\\ \\cmidrule(l){2-${columns.length + 1}}`;
    return [
      ...(panel.header === undefined ? [] : [`  ${latexLabel(panel.header)}\\\\[2pt]`]),
      `  \\begin{tabular}{l${'c'.repeat(columns.length)}}`,
      '    \\toprule',
      ...(title === '' ? [] : [spanned]),
      line(['', ...columns]),
      '    \\midrule',
      ...rows.map(({ label, cells }) => line([label, ...cells])),
      '    \\bottomrule',
      '  \\end{tabular}',
    ].join('\n');
  });
  const head = comment(`${plainLabel(figure.caption)}\nneeds \\usepackage{booktabs}`);
  return `${head}\n\\begin{tabular}{@{}c@{}}\n${tables.join('\\\\[6pt]\n')}\n\\end{tabular}\n`;
}

/** The same as Markdown. */
export function markdownTable(figure: Figure): string {
  const tables = tablesOf(withSplitColumns(figure)).map(({ panel, content: { title, columns, rows } }) => {
    const line = (cells: readonly string[]) => `| ${cells.map(markdownCell).join(' | ')} |`;
    return [
      ...(panel.header === undefined ? [] : [`**${markdownCell(panel.header)}**`, '']),
      line([title, ...columns]),
      `| --- |${' ---: |'.repeat(columns.length)}`,
      ...rows.map(({ label, cells }) => line([label, ...cells])),
    ].join('\n');
  });
  return `${tables.join('\n\n')}\n\n${markdownCell(figure.caption)}\n`;
}

function markdownCell(label: string): string {
  return plainLabel(label)
    .replace(/\s+/g, ' ')
    .replace(/[|\\<>`*_[\]]/g, '\\$&');
}
