import { z } from 'zod';
import { columnsOf, inDecibels } from '../../contracts/problem.ts';
import { type Estimate, pointOf, type Row } from '../results/row.ts';
import { pairedEstimate, type Sample, squaredDeviations, unpairedEstimate } from '../statistics/paired.ts';
import {
  keyOf,
  linearize,
  type OfTrials,
  type Operand,
  operandsOf,
  type Quantity,
  quantitySchema,
} from './quantity.ts';

const estimateSchema = z.object({
  n: z.int().positive(),
  mean: z.number(),
  stderr: z.number().nullable(),
  ci95Low: z.number().nullable(),
  ci95High: z.number().nullable(),
});

/** A quantity with what the trials of a run say about it; null where it has no value. */
export const evidenceSchema = z.object({ quantity: quantitySchema, estimate: estimateSchema.nullable() });

export type Evidence = z.output<typeof evidenceSchema>;

/** Per-trial values of one point of one curve. */
export interface OperandSample extends Sample {
  readonly operand: Operand;
}

/**
 * Measures quantities on the per-trial values of a run, paired trial by trial. The samples are gone through once; those that no
 * quantity needs are not kept. Quantities of points that the run does not have are left out.
 */
export function measure(quantities: readonly Quantity[], samples: Iterable<OperandSample>): Evidence[] {
  const unique = new Map(quantities.map((quantity) => [keyOf(quantity), quantity]));
  const needed = new Set([...unique.values()].flatMap((quantity) => operandsOf(quantity).map(keyOf)));
  const kept = new Map<string, Sample>();
  for (const { operand, kind, values } of samples) {
    const key = keyOf(operand);
    if (needed.has(key)) kept.set(key, { kind, values });
  }
  return [...unique.values()].flatMap((quantity): Evidence[] => {
    const found = operandsOf(quantity).map((operand) => kept.get(keyOf(operand)));
    const complete = found.filter((sample) => sample !== undefined);
    if (complete.length < found.length) return [];
    if (quantity.kind === 'extreme') return [{ quantity, estimate: extremeOf(quantity, complete) }];
    const samples = quantity.kind === 'spread' ? complete.map(squaredDeviations) : complete;
    return [{ quantity, estimate: pairedEstimate(samples, (means) => linearize(quantity, means)) ?? null }];
  });
}

/** Of the trials at hand it is known exactly; null for metrics that have no value of a single trial, and where a trial has none. */
function extremeOf({ which, terms }: OfTrials, samples: readonly Sample[]): Estimate | null {
  if (samples.some(({ kind }) => columnsOf(kind) !== 1 || inDecibels(kind))) return null;
  const n = Math.min(...samples.map(({ values }) => values.length));
  const better = which === 'largest' ? Math.max : Math.min;
  let value = which === 'largest' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (let t = 0; t < n; t++) {
    value = better(
      value,
      terms.reduce((sum, { weight }, i) => sum + weight * samples[i].values[t], 0),
    );
  }
  return Number.isFinite(value) ? { n, mean: value, stderr: 0, ci95Low: value, ci95High: value } : null;
}

/**
 * The quantity as if its points were independent: all that the rows of a CSV can say. Undefined where a row is missing, and for a
 * spread or for single trials, about which the rows say nothing.
 */
export function measureUnpaired(quantity: Quantity, rows: ReadonlyMap<string, Row>): Estimate | undefined {
  if (quantity.kind === 'spread' || quantity.kind === 'extreme') return undefined;
  const found = operandsOf(quantity).map((operand) => rows.get(keyOf(operand)));
  const complete = found.filter((row) => row !== undefined);
  if (complete.length < found.length) return undefined;
  return unpairedEstimate(complete, (means) => linearize(quantity, means));
}

/** Rows by the key of their point. */
export function byOperand(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [keyOf(pointOf(row)), row]));
}
