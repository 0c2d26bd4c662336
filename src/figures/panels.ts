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
  const { row, column } = figure.spec.facet ?? {};
  const valuesOf = (channel: typeof row) => (channel === undefined ? [undefined] : distinctCells(rows, channel.field));
  return valuesOf(row).flatMap((rowCell, rowIndex) =>
    valuesOf(column).map((columnCell, columnIndex) => {
      const cells: Record<string, Cell> = {};
      const header: string[] = [];
      for (const [channel, cell] of [[row, rowCell] as const, [column, columnCell] as const]) {
        if (channel === undefined || cell === undefined) continue;
        cells[channel.field] = cell;
        header.push(cellLabel(figure, channel, cell));
      }
      return {
        row: rowIndex,
        column: columnIndex,
        cells,
        header: header.length === 0 ? undefined : header.join(', '),
      };
    }),
  );
}

/** Whether a row belongs to a panel. */
export function inPanel(panel: Panel, row: FigureRow | ValueRow): boolean {
  return Object.entries(panel.cells).every(([field, cell]) => (row[field] ?? null) === cell);
}
