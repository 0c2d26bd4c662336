import type { Figure, FigureRow } from './figure.ts';
import type { FigureSpec } from './figure-spec.ts';

type Transform = NonNullable<FigureSpec['transform']>[number];
type Filter = Extract<Transform, { filter: unknown }>['filter'];
type Split = Extract<Transform, { split: unknown }>['split'];

/** The filters of a figure. */
export function filtersOf({ transform = [] }: FigureSpec): Filter[] {
  return transform.flatMap((each) => ('filter' in each ? [each.filter] : []));
}

/** The figure with the columns that it splits others into. */
export function withSplitColumns(figure: Figure): Figure {
  const splits = (figure.spec.transform ?? []).flatMap((each) => ('split' in each ? [each.split] : []));
  if (splits.length === 0) return figure;
  return { ...figure, rows: figure.rows.map((row) => splits.reduce(splitRow, row)) };
}

function splitRow(row: FigureRow, { field, size, as: [outer, inner] }: Split): FigureRow {
  const cell = row[field];
  if (typeof cell !== 'number') return { ...row, [outer]: null, [inner]: null };
  return { ...row, [outer]: 1 + Math.floor((cell - 1) / size), [inner]: 1 + ((cell - 1) % size) };
}
