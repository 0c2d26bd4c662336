import { cellLabel } from './curves.ts';
import type { Cell, Figure, FigureRow, ValueRow } from './figure.ts';
import { distinctCells } from './select.ts';

/** One plot of a figure. A figure without facets is a single panel without header. */
export interface Panel {
  readonly row: number;
  readonly column: number;
  /** Values of the facet columns that belong here. */
  readonly cells: Readonly<Record<string, Cell>>;
  readonly header: string | undefined;
}

/** The panels of a figure, row by row. */
export function panelsOf(figure: Figure, rows: readonly (FigureRow | ValueRow)[]): Panel[] {
  const { facet, columns } = figure.spec;
  const { row, column } = facet ?? {};
  const valuesOf = (channel: typeof row) => (channel === undefined ? [undefined] : distinctCells(rows, channel.field));
  const wrap = row === undefined ? (columns ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  return valuesOf(row).flatMap((rowCell, rowIndex) =>
    valuesOf(column).map((columnCell, index) => {
      const shown = [
        { channel: row, cell: rowCell },
        { channel: column, cell: columnCell },
      ].flatMap(({ channel, cell }) => (channel === undefined || cell === undefined ? [] : [{ channel, cell }]));
      const header = shown.map(({ channel, cell }) => cellLabel(figure, channel, cell)).join(', ');
      return {
        row: rowIndex + Math.floor(index / wrap),
        column: index % wrap,
        cells: Object.fromEntries(shown.map(({ channel, cell }) => [channel.field, cell])),
        header: header === '' ? undefined : header,
      };
    }),
  );
}

/** Whether a row belongs to a panel. */
export function inPanel(panel: Panel, row: FigureRow | ValueRow): boolean {
  return Object.entries(panel.cells).every(([field, cell]) => (row[field] ?? null) === cell);
}
