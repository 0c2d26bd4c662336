import { z } from 'zod';

/** One point of one curve. */
const operand = z.object({
  /** As in the CSV's `solver` column. */
  solver: z.string(),
  metric: z.string(),
  scenario: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  iteration: z.number().nullable(),
});

/** One curve along `axis`: the points that agree with it everywhere else. */
const curve = operand;

/**
 * A number that relates curves point by point over the same trials, so that its interval is paired and cannot be had from the
 * rows of the CSV: `a - b`, `a / b`, or by how much curve a reaches a level later along an axis than curve b.
 */
export const quantitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('difference'), a: operand, b: operand }),
  z.object({ kind: z.literal('ratio'), a: operand, b: operand }),
  z.object({ kind: z.literal('gap'), axis: z.string(), level: z.number(), a: curve, b: curve }),
]);

export const estimateSchema = z.object({
  n: z.int().positive(),
  mean: z.number(),
  stderr: z.number().nullable(),
  ci95Low: z.number().nullable(),
  ci95High: z.number().nullable(),
});

/** A quantity with what a run's trials say about it; null where it has no value, for example a level that is never reached. */
export const evidenceSchema = z.object({ quantity: quantitySchema, estimate: estimateSchema.nullable() });

export type Operand = z.output<typeof operand>;
export type Quantity = z.output<typeof quantitySchema>;
export type Evidence = z.output<typeof evidenceSchema>;
