import { existsSync } from 'node:fs';
import { z } from 'zod';
import { writeDurably } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { comparedMetric } from '../experiment/compared-metric.ts';
import { runningTime, together } from '../experiment/timed-metric.ts';
import { formatCsv, parseCsv } from '../results/csv.ts';
import { commit, machine, versions } from '../results/environment.ts';
import type { Row } from '../results/row.ts';
import { parseJson, readText, sha256 } from '../results/stored-file.ts';
import type { Study } from '../study.ts';
import type { Clock, Timing } from './measure.ts';
import { type Comparing, exponentOf, operations } from './rows.ts';

/** The files of times, beside the results of their experiment: times are measured and never the same twice. */
export interface TimesPaths {
  readonly csv: string;
  readonly provenance: string;
}

export function timesPathsBeside(csv: string): TimesPaths {
  const stem = csv.replace(/\.csv$/, '.times');
  return { csv: `${stem}.csv`, provenance: `${stem}.json` };
}

const provenanceSchema = z.object({
  format: z.literal(1),
  times: z.literal(true),
  experiment: z.string(),
  clock: z.enum(['processor', 'wall']),
  timing: z.object({ reference: z.string(), together: z.array(z.number()), trials: z.number(), rounds: z.number() }),
  csv: z.object({ sha256: z.string() }),
});

/** Whether a text is the beginning of what is written beside a table of times. */
export function isTimesProvenance(beginning: string): boolean {
  return /^\{\s*"format": \d+,\s*"times": true,/.test(beginning);
}

/** Times as stored. */
export interface StoredTimes {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly clock: Clock;
}

/** Writes the table of times and what it was made by. Returns the files. */
export function writeTimes(
  paths: TimesPaths,
  { plan, weights, networks }: Study,
  rows: readonly Row[],
  timing: Timing & Comparing & { readonly clock: Clock },
): string[] {
  const { clock, ...how } = timing;
  const units = unitsOf(timing);
  const text = formatCsv({ axes: [...plan.problem.axes, together], units, rows });
  const provenance = {
    format: 1,
    times: true,
    experiment: plan.id,
    note: 'measured, and never the same twice; the mean column has medians over rounds and their 95 % interval',
    clock,
    timing: how,
    networks: networks.filter(({ key }) => weights.has(key)).map(({ solver, key }) => ({ solver, key })),
    versions: versions(),
    commit: commit(),
    machine: machine(),
    finished: new Date().toISOString(),
    csv: { sha256: sha256(text) },
  };
  writeDurably(paths.csv, text);
  writeDurably(paths.provenance, `${JSON.stringify(provenance, null, 2)}\n`);
  return [paths.csv, paths.provenance];
}

function unitsOf({ reference, exponent }: Comparing): Record<string, string> {
  const ratio = comparedMetric(runningTime, { to: reference, as: 'ratio' });
  const fitted = exponent ? [runningTime, operations].map((metric) => [exponentOf(metric, exponent.along), '1']) : [];
  return { [runningTime]: 'ms', [ratio]: '1', [operations]: '1', ...Object.fromEntries(fitted) };
}

/** The stored times beside a CSV; undefined where there are none. Throws a UserError where they are damaged. */
export function readTimes({ csv, provenance: path }: TimesPaths): StoredTimes | undefined {
  if (!existsSync(csv) || !existsSync(path)) return undefined;
  const text = readText(csv);
  const parsed = provenanceSchema.safeParse(parseJson(readText(path)));
  if (!parsed.success)
    throw new UserError(messages.foreignProvenance(path, String(parsed.error.issues[0].path.join('.'))));
  if (parsed.data.csv.sha256 !== sha256(text)) throw new UserError(messages.damagedResults(csv, path));
  const { clock, timing } = parsed.data;
  return { rows: parseCsv(text).rows, rounds: timing.rounds, clock };
}
