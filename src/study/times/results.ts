import { existsSync } from 'node:fs';
import { z } from 'zod';
import { writeDurably } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalHash } from '../canonical.ts';
import { contentOf } from '../experiment/content.ts';
import type { LoadedExperiment } from '../experiment/plan.ts';
import type { ProfileName } from '../experiment/profile-names.ts';
import { exponentOf, runningTime, timeOver, together, trainingTime } from '../experiment/timed-metric.ts';
import { codeOfSource } from '../identity/source-code.ts';
import type { MadeFrom } from '../results/changes.ts';
import { formatCsv, parseCsv } from '../results/csv.ts';
import { commit, machine, versions } from '../results/environment.ts';
import { codeSchema } from '../results/provenance.ts';
import type { Row } from '../results/row.ts';
import { parseJson, readText, sha256 } from '../results/stored-file.ts';
import type { Study } from '../study.ts';
import type { Clock, Timing } from './measure.ts';
import { type Comparing, operations } from './rows.ts';

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
  /** SHA-256 of each part of the experiment that times are of; those of earlier versions have neither this nor the code. */
  content: z.record(z.string(), z.string()).optional(),
  code: codeSchema.optional(),
  clock: z.enum(['processor', 'wall']),
  timing: z.object({ reference: z.string(), together: z.array(z.number()), trials: z.number(), rounds: z.number() }),
  csv: z.object({ sha256: z.string() }),
});

/** Whether a text is the beginning of what is written beside a table of times. */
export function isTimesProvenance(beginning: string): boolean {
  return /^\{\s*"format": \d+,\s*"times": true,/.test(beginning);
}

/** Times as measured. */
export interface MeasuredTimes {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly clock: Clock;
}

/** Times as stored. */
export interface StoredTimes extends MeasuredTimes {
  readonly axes: readonly string[];
  readonly madeFrom: MadeFrom;
}

/** SHA-256 of each part of an experiment that times are of: not what is measured on solutions, and on how many, but what is timed. */
export function timedContent(loaded: LoadedExperiment, profile: ProfileName): Record<string, string> {
  const { metrics, compare, trials, ...parts } = contentOf(loaded, profile);
  const { figure, ...asked } = loaded.experiment.times ?? {};
  return { ...parts, times: canonicalHash(asked) };
}

/** Writes the table of times and what it was made by. Returns the files. */
export function writeTimes(
  paths: TimesPaths,
  { loaded, plan, source, weights, networks }: Study,
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
    content: timedContent(loaded, plan.profileName),
    code: codeOfSource(
      source,
      plan.series.map(({ solver }) => solver.name),
    ),
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
  const fitted = exponent ? [runningTime, operations].map((metric) => [exponentOf(metric, exponent.along), '1']) : [];
  const times = [runningTime, trainingTime].flatMap((time) => [
    [time, 'ms'],
    [timeOver(reference, time), '1'],
  ]);
  return Object.fromEntries([...times, [operations, '1'], ...fitted]);
}

/** Whether there are times. */
export function hasTimes({ csv, provenance }: TimesPaths): boolean {
  return existsSync(csv) && existsSync(provenance);
}

/** The stored times of a profile beside its CSV; undefined where there are none. Throws a UserError where they are damaged. */
export function readTimes(paths: TimesPaths, profile: ProfileName): StoredTimes | undefined {
  if (!hasTimes(paths)) return undefined;
  const { csv, provenance: path } = paths;
  const text = readText(csv);
  const parsed = provenanceSchema.safeParse(parseJson(readText(path)));
  if (!parsed.success)
    throw new UserError(messages.foreignProvenance(path, String(parsed.error.issues[0].path.join('.'))));
  if (parsed.data.csv.sha256 !== sha256(text)) throw new UserError(messages.damagedResults(csv, path));
  const { clock, timing, content, code } = parsed.data;
  const madeFrom = { profile, experiment: { content }, code, training: [] };
  return { ...parseCsv(text), rounds: timing.rounds, clock, madeFrom };
}
