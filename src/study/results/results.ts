import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Scenario } from '../../contracts/problem.ts';
import { writeDurably } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalJson } from '../canonical.ts';
import { CsvError, formatCsv, parseCsv, type Table } from './csv.ts';
import { type Provenance, provenanceSchema } from './provenance.ts';
import type { ResultPaths } from './result-paths.ts';
import type { Row } from './row.ts';

/** Results as stored: the table, its bytes and where it comes from. */
export interface StoredResults extends Table {
  readonly text: string;
  readonly provenance: Provenance;
}

const maxBytes = 256 * 1024 * 1024;

/** Results as they would be stored: with the CSV's text and its checksum. */
export function sealResults(table: Table, provenance: Omit<Provenance, 'csv'>): StoredResults {
  const text = formatCsv(table);
  return { ...table, text, provenance: { ...provenance, csv: { sha256: sha256(text), rows: table.rows.length } } };
}

/**
 * Writes the CSV and then its provenance, which carries the CSV's checksum. Throws a UserError where the disk is full or the
 * folder read-only.
 */
export function writeResults(paths: ResultPaths, table: Table, provenance: Omit<Provenance, 'csv'>): void {
  const sealed = sealResults(table, provenance);
  writeDurably(paths.csv, sealed.text);
  const checksum = checksumOf(sealed.provenance);
  writeDurably(paths.provenance, `${JSON.stringify({ ...sealed.provenance, checksum }, null, 2)}\n`);
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
export function readResults({ csv, provenance: path }: ResultPaths): StoredResults {
  const text = readText(csv);
  const provenance = readProvenance(path);
  if (sha256(text) !== provenance.csv.sha256) throw new UserError(messages.damagedResults(csv, path));
  try {
    const { axes, rows } = parseCsv(text);
    const scenarios = provenance.counts.map(({ scenario }) => scenario);
    return { axes, rows: withTypes(rows, scenarios), text, provenance };
  } catch (error) {
    if (error instanceof CsvError) throw new UserError(messages.at(csv, error.message));
    throw error;
  }
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new UserError(messages.at(path, messages.fileTooLarge(size, maxBytes)));
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(messages.cannotRead(path, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
