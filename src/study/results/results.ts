import { existsSync, rmSync } from 'node:fs';
import type { Scenario } from '../../contracts/problem.ts';
import { writeDurably } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalJson } from '../canonical.ts';
import { CsvError, formatCsv, parseCsv, type Table, type TableWithUnits } from './csv.ts';
import { type Provenance, provenanceSchema } from './provenance.ts';
import type { ResultPaths } from './result-paths.ts';
import type { Row } from './row.ts';
import { parseJson, readBytes, readText, sha256 } from './stored-file.ts';
import { decodeValues, encodeValues, type TrialValues } from './trial-values.ts';
import { apart, unitsOf } from './units.ts';

/**
 * Results as stored: the table, the text of its files one after the other, and where it comes from. Where the files are of a version that
 * knew no units of diagnostics, the text has them.
 */
export interface StoredResults extends Table {
  readonly text: string;
  readonly provenance: Provenance;
}

/** What a run has to store beside its provenance. */
export interface Content extends Table {
  /** Of single trials, where the figure shows them. */
  readonly values?: readonly TrialValues[] | undefined;
}

/** Results as they would be stored: with the text of their tables and its checksums. */
export function sealResults(content: Content, provenance: Unsealed): StoredResults {
  const { texts, sealed } = seal(content, provenance);
  return { axes: content.axes, rows: content.rows, text: texts.csv + (texts.diagnostics ?? ''), provenance: sealed };
}

/**
 * Writes tables and values and then their provenance, which carries their checksums. Throws a UserError where the disk is full or
 * the folder read-only. Returns the files.
 */
export function writeResults(paths: ResultPaths, content: Content, provenance: Unsealed): string[] {
  const { texts, sealed } = seal(content, provenance);
  const checksum = checksumOf(sealed);
  const record = `${JSON.stringify({ ...sealed, checksum }, null, 2)}\n`;
  return Object.entries({ ...texts, provenance: record }).flatMap(([file, bytes]) => {
    const path = paths[file as keyof ResultPaths];
    if (bytes !== undefined) writeDurably(path, bytes);
    else rmSync(path, { force: true });
    return bytes === undefined ? [] : [path];
  });
}

/** A provenance without what follows from the other files. */
type Unsealed = Omit<Provenance, 'csv' | 'diagnosticsCsv' | 'values'>;

/** What goes into the files, none where there is nothing to say, and the provenance with their checksums. */
function seal({ values, ...table }: Content, provenance: Unsealed) {
  const { measured, reported } = tablesOf(table, provenance);
  const texts = {
    csv: formatCsv(measured),
    diagnostics: reported.rows.length === 0 ? undefined : formatCsv(reported),
    values: values && encodeValues(values),
  };
  const sealed: Provenance = {
    ...provenance,
    csv: { sha256: sha256(texts.csv), rows: measured.rows.length },
    ...(texts.diagnostics && { diagnosticsCsv: { sha256: sha256(texts.diagnostics), rows: reported.rows.length } }),
    ...(texts.values && { values: { sha256: sha256(texts.values), curves: values!.length } }),
  };
  return { texts, sealed };
}

/** The tables of the two files. */
function tablesOf({ axes, rows }: Table, provenance: Unsealed) {
  const units = unitsOf(provenance);
  const { measured, reported } = apart(rows, provenance);
  return { measured: { axes, units, rows: measured }, reported: { axes, units, rows: reported } };
}

/** Whether a text is the beginning of a provenance file. */
export function isProvenance(beginning: string): boolean {
  return /^\{\s*"format": \d+,\s*"experiment": \{\s*"id":/.test(beginning);
}

/** Whether there is a provenance file. */
export function hasProvenance(path: string): boolean {
  return existsSync(path) && isProvenance(readText(path));
}

/**
 * Reads results. Throws a UserError that names the file where one is missing, damaged (its checksum does not fit), or not
 * of this program.
 */
export function readResults({ csv, diagnostics, provenance: path }: ResultPaths): StoredResults {
  const provenance = readProvenance(path);
  const { csv: measured, diagnosticsCsv: reported } = provenance;
  const { axes, rows, text } = readTable(csv, measured.sha256, path);
  const scenarios = provenance.counts.map(({ scenario }) => scenario);
  if (reported === undefined) return { axes, rows: withTypes(rows, scenarios), text, provenance };
  const own = readTable(diagnostics, reported.sha256, path);
  const complete = formatCsv({ ...own, units: { ...unitsOf(provenance), ...own.units } });
  return { axes, rows: withTypes([...rows, ...own.rows], scenarios), text: text + complete, provenance };
}

function readTable(path: string, expected: string, provenance: string): TableWithUnits & { readonly text: string } {
  const text = readText(path);
  if (sha256(text) !== expected) throw new UserError(messages.damagedResults(path, provenance));
  try {
    return { ...parseCsv(text), text };
  } catch (error) {
    if (error instanceof CsvError) throw new UserError(messages.at(path, error.message));
    throw error;
  }
}

/**
 * The values of single trials of results that {@link readResults} has read; undefined where none are stored. Throws a UserError that
 * names the file where it is missing or damaged.
 */
export function readValues(
  { values: path, provenance: beside }: ResultPaths,
  { values }: Provenance,
): TrialValues[] | undefined {
  if (values === undefined) return undefined;
  const bytes = readBytes(path);
  if (sha256(bytes) !== values.sha256) throw new UserError(messages.damagedResults(path, beside));
  return decodeValues(bytes);
}

/** The rows with axis values of the types that they have in the run: a CSV does not tell the text "1" from the number. */
function withTypes(rows: readonly Row[], scenarios: readonly Scenario[]): Row[] {
  const written = (scenario: Scenario) =>
    canonicalJson(Object.fromEntries(Object.entries(scenario).map(([axis, value]) => [axis, String(value)])));
  const typed = new Map(scenarios.map((scenario) => [written(scenario), scenario]));
  return rows.map((row) => ({ ...row, scenario: typed.get(written(row.scenario)) ?? row.scenario }));
}

function readProvenance(path: string): Provenance {
  const content = parseJson(readText(path));
  const parsed = provenanceSchema.safeParse(content);
  if (!parsed.success)
    throw new UserError(messages.foreignProvenance(path, String(parsed.error.issues[0].path.join('.'))));
  const { checksum, ...provenance } = content as Provenance;
  if (checksum !== undefined && checksum !== checksumOf(provenance)) {
    throw new UserError(messages.damagedProvenance(path));
  }
  return parsed.data;
}

/** SHA-256 of a provenance, however its JSON is laid out. */
function checksumOf(provenance: Omit<Provenance, 'checksum'>): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(provenance))));
}
