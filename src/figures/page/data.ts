import { stringify } from 'csv-stringify/sync';
import type { Cell, Figure } from '../figure.ts';
import { advanceWidth } from '../typography/font.ts';

const columnsAtEnd = ['iteration', 'n', 'mean', 'stderr', 'ci95_low', 'ci95_high'];

/** The rows behind a figure as CSV: solver and metric, the axes, then the point and its interval. */
export function figureCsv({ rows }: Figure): string {
  const present = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columns = [
    ...['solver', 'metric'],
    ...present.filter((column) => !['solver', 'metric', ...columnsAtEnd].includes(column)),
    ...columnsAtEnd.filter((column) => present.includes(column)),
  ];
  return stringify([columns, ...rows.map((row) => columns.map((column) => csvCell(row[column] ?? null)))]);
}

/** Text that a spreadsheet would take for a formula gets an apostrophe in front. */
function csvCell(cell: Cell): string {
  return typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell ?? '');
}

/** Advance widths of the characters that occur in a text, and of those that axes print. */
export function advancesOf(text: string): Record<string, number> {
  const characters = new Set([
    ...text,
    ...'0123456789\u2212.,%/+ ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  ]);
  return Object.fromEntries([...characters].sort().map((character) => [character, advanceWidth(character)]));
}
