import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Scenario } from '../../contracts/scenario.ts';
import type { AxisValue } from '../experiment/axis-values.ts';
import type { Row } from './row.ts';

/** Columns before and after the axes of the problem. */
const leading = ['experiment', 'solver', 'metric', 'unit'] as const;
const trailing = ['iteration', 'n', 'mean', 'stderr', 'ci95_low', 'ci95_high'] as const;

/** A text that is no table of results; the message says where and why. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
}

/** Rows with the axes of their problem, in the order of the columns. */
export interface Table {
  readonly axes: readonly string[];
  readonly rows: readonly Row[];
}

/** The same with the unit of each metric by its name; of a metric that declares none there is no entry. */
export interface TableWithUnits extends Table {
  readonly units: Readonly<Record<string, string>>;
}

/**
 * The tidy CSV, one row a point: `experiment, solver, metric, unit, <axes>, iteration, n, mean, stderr, ci95_low, ci95_high`.
 * Numbers are written so that they read back bit by bit; what is not known is empty; text that a spreadsheet would take for a
 * formula gets an apostrophe in front, which {@link parseCsv} takes off. Axes that no row has get no column.
 */
export function formatCsv({ axes: all, units, rows }: TableWithUnits): string {
  const axes = usedAxes(all, rows);
  const records = rows.map((row) => [
    ...[row.experiment, row.solver, row.metric, Object.hasOwn(units, row.metric) ? units[row.metric] : ''],
    ...axes.map((axis) => row.scenario[axis]),
    ...[row.iteration, row.n, row.mean, row.stderr, row.ci95Low, row.ci95High],
  ]);
  return stringify([[...leading, ...axes, ...trailing], ...records].map((record) => record.map(cell)));
}

/** The axes that a scenario has among so many: others may be left out, and were. */
export function usedAxes(
  axes: readonly string[],
  among: readonly { readonly scenario: Scenario }[],
): readonly string[] {
  return among.length === 0 ? axes : axes.filter((axis) => among.some(({ scenario }) => scenario[axis] !== undefined));
}

const formula = /^'*[=+\-@\t\r]/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A cell as it is written. */
export function cell(value: AxisValue | null | undefined): string {
  const text = String(value ?? '');
  return formula.test(text) && !number.test(text) ? `'${text}` : text;
}

/** Whether a text is the beginning of such a table. */
export function isResultsCsv(beginning: string): boolean {
  const columns = beginning.split(/\r?\n/, 1)[0].split(',');
  const ends = (own: readonly string[], all: readonly string[]) => own.every((column, i) => column === all[i]);
  return ends(leading, columns) && ends([...trailing].reverse(), [...columns].reverse());
}

/** The rows of a CSV that {@link formatCsv} wrote. Throws a CsvError that names the line for anything else. */
export function parseCsv(text: string): TableWithUnits {
  const [header, ...records] = parseRecords(text);
  const axes = axesOf(header ?? []);
  const readers = records.map((record, i) => new RecordReader(record, axes, i + 2));
  const units = readers.map((reader) => reader.unit()).filter(([, unit]) => unit !== '');
  return { axes, units: Object.fromEntries(units), rows: readers.map((reader) => reader.row()) };
}

function parseRecords(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: false, max_record_size: 1 << 16 });
  } catch (error) {
    throw new CsvError(error instanceof Error ? error.message : String(error));
  }
}

function axesOf(header: readonly string[]): string[] {
  const axes = header.slice(leading.length, header.length - trailing.length);
  if ([...leading, ...axes, ...trailing].join() === header.join()) return axes;
  throw new CsvError(`line 1: accepted columns: ${leading.join(', ')}, the axes, ${trailing.join(', ')}`);
}

class RecordReader {
  readonly #cells: readonly string[];
  readonly #axes: readonly string[];
  readonly #line: number;

  constructor(cells: readonly string[], axes: readonly string[], line: number) {
    this.#cells = cells;
    this.#axes = axes;
    this.#line = line;
  }

  /** The metric and its unit. */
  unit(): [metric: string, unit: string] {
    const [, , metric, unit] = this.#cells.map(unescaped);
    return [metric, unit];
  }

  row(): Row {
    const [experiment, solver, metric] = this.#cells.map(unescaped);
    const own = this.#axes.map((axis, i) => [axis, this.#cells[leading.length + i]] as const);
    const scenario = Object.fromEntries(
      own.filter(([, text]) => text !== '').map(([axis, text]) => [axis, axisValueOf(text)]),
    );
    return {
      experiment,
      solver,
      metric,
      scenario,
      iteration: this.#numberOrNull('iteration'),
      n: this.#number('n'),
      mean: this.#number('mean'),
      stderr: this.#numberOrNull('stderr'),
      ci95Low: this.#numberOrNull('ci95_low'),
      ci95High: this.#numberOrNull('ci95_high'),
    };
  }

  #numberOrNull(column: (typeof trailing)[number]): number | null {
    return this.#text(column) === '' ? null : this.#number(column);
  }

  #number(column: (typeof trailing)[number]): number {
    const text = this.#text(column);
    if (!number.test(text))
      throw new CsvError(`line ${this.#line}: ${column} = ${JSON.stringify(text)}; accepted: a number`);
    return Number(text);
  }

  #text(column: (typeof trailing)[number]): string {
    return this.#cells[leading.length + this.#axes.length + trailing.indexOf(column)];
  }
}

function axisValueOf(text: string): AxisValue {
  if (number.test(text)) return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : unescaped(text);
}

function unescaped(text: string): string {
  return formula.test(text) && text.startsWith("'") ? text.slice(1) : text;
}
