import { messages, UserError } from '../messages.ts';
import type { Cell, Figure, FigureRow, ValueRow } from './figure.ts';
import type { FigureSpec } from './figure-spec.ts';
import { filtersOf } from './transform.ts';

type Row = FigureRow | ValueRow;
type Filter = ReturnType<typeof filtersOf>[number];

const measured = new Set(['n', 'mean', 'stderr', 'ci95_low', 'ci95_high', 'value', 'trial']);

/** The columns that a figure's channels show, beside the solver. */
export function shownColumns(spec: FigureSpec): string[] {
  const { encoding, facet } = spec;
  const vertical = spec.mark === 'heat' ? encoding.y.field : undefined;
  return [encoding.x.field, vertical, encoding.strokeDash?.field, facet?.row?.field, facet?.column?.field].filter(
    (field) => field !== undefined && field !== 'value',
  ) as string[];
}

/** The metrics a figure draws, in the order of its specification. */
export function shownMetrics(figure: Figure, rows: readonly Row[]): string[] {
  const { x, y, color } = figure.spec.encoding;
  const asked = color?.metric ?? y.metric ?? x.metric;
  const present = [...new Set(rows.map((row) => row.metric))];
  if (asked === undefined && present.length > 1) throw new UserError(messages.figureNeedsMetric(figure.id, present));
  const metrics = asked === undefined ? present : [asked].flat();
  for (const metric of metrics) {
    if (!present.includes(metric)) {
      throw new UserError(`figure ${figure.id}: ${messages.unknownName('metric', metric, present)}`);
    }
  }
  if (metrics.length > 1 && !shownColumns(figure.spec).includes('metric')) {
    throw new UserError(messages.figureMetricsNeedChannel(figure.id, metrics));
  }
  return metrics;
}

/**
 * The rows of a figure's metrics and series that pass its filters; where no channel shows `iteration`, only the last one
 * of each point (a row without iteration is the solution at convergence and counts as last). Throws UserError for
 * columns that the rows do not have.
 */
export function selectRows<R extends Row>(figure: Figure, all: readonly R[]): R[] {
  const { spec } = figure;
  if (all.length === 0) throw new UserError(messages.figureHasNoRows(figure.id));
  const columns = [...new Set(all.flatMap((row) => Object.keys(row)))];
  const filters = filtersOf(spec);
  for (const column of [...shownColumns(spec), ...filters.map(({ field }) => field)]) {
    if (!columns.includes(column)) {
      throw new UserError(`figure ${figure.id}: ${messages.unknownName('column', column, columns)}`);
    }
  }
  const metrics = shownMetrics(figure, all);
  const solvers = new Set(figure.series.map(({ solver }) => solver));
  const rows = all.filter(
    (row) => metrics.includes(row.metric) && solvers.has(row.solver) && filters.every((filter) => passes(row, filter)),
  );
  if (rows.length === 0) throw new UserError(messages.figureHasNoRows(figure.id));
  return shownColumns(spec).includes('iteration') ? rows : lastIterations(rows);
}

export function passes(row: Row, { field, equal, oneOf, range }: Filter): boolean {
  const cell = row[field] ?? null;
  if (range !== undefined) return typeof cell === 'number' && cell >= range[0] && cell <= range[1];
  return (oneOf ?? [equal]).includes(cell);
}

/** Of the rows that differ in nothing but `iteration`, those of the last one. */
export function lastIterations<R extends Row>(rows: readonly R[]): R[] {
  if (new Set(rows.map(({ iteration }) => iteration)).size < 2) return [...rows];
  const last = new Map<string, number>();
  const rank = (row: R) => (typeof row.iteration === 'number' ? row.iteration : Number.POSITIVE_INFINITY);
  const key = (row: R) => placeOf(row, new Set(['iteration']));
  for (const row of rows) last.set(key(row), Math.max(rank(row), last.get(key(row)) ?? Number.NEGATIVE_INFINITY));
  return rows.filter((row) => rank(row) === last.get(key(row)));
}

/** The row's solver, metric and axes as one string; columns in `without` left out. */
function placeOf(row: Row, without: ReadonlySet<string>): string {
  const columns = Object.keys(row).filter((column) => !measured.has(column) && !without.has(column));
  return JSON.stringify(columns.sort().map((column) => [column, row[column]]));
}

/** Throws UserError where two rows would be drawn at one place because no channel or filter tells them apart. */
export function refuseOverlaps(figure: Figure, rows: readonly FigureRow[], shown: readonly string[]): void {
  const seen = new Map<string, FigureRow>();
  for (const row of rows) {
    const place = JSON.stringify([row.solver, row.metric, ...shown.map((column) => row[column])]);
    const other = seen.get(place);
    if (other !== undefined)
      throw new UserError(messages.figureOverlaps(figure.id, row.solver, difference(row, other)));
    seen.set(place, row);
  }
}

/** Throws UserError where the trials behind one box or distribution come from more than one scenario. */
export function refuseMixedScenarios(figure: Figure, rows: readonly ValueRow[], shown: readonly string[]): void {
  const seen = new Map<string, ValueRow>();
  for (const row of rows) {
    const place = JSON.stringify([row.solver, row.metric, ...shown.map((column) => row[column])]);
    const other = seen.get(place);
    if (other === undefined) seen.set(place, row);
    else if (difference(row, other).length > 0) {
      throw new UserError(messages.figureOverlaps(figure.id, row.solver, difference(row, other)));
    }
  }
}

/** Axes in which two rows differ. */
function difference(row: Row, other: Row): string[] {
  return Object.keys(row).filter((column) => !measured.has(column) && row[column] !== other[column]);
}

/** Distinct values of a column: numbers ascending, then the others in order of appearance. */
export function distinctCells(rows: readonly Row[], column: string): Cell[] {
  const cells = [...new Set(rows.map((row) => row[column] ?? null))];
  const numbers = cells.filter((cell) => typeof cell === 'number').sort((a, b) => a - b);
  return [...numbers, ...cells.filter((cell) => typeof cell !== 'number')];
}
