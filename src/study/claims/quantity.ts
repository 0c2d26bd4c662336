import { z } from 'zod';
import { canonicalJson } from '../canonical.ts';
import { type Linearized, logRatio } from '../statistics/paired.ts';

/** One point of one curve. */
const operandSchema = z.object({
  /** As in the CSV's `solver` column. */
  solver: z.string(),
  metric: z.string(),
  scenario: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  iteration: z.number().nullable(),
});

const segment = z.tuple([operandSchema, operandSchema]);

/**
 * A number computed from the means of several points. Where these share their trials, its interval is narrower than the rows
 * of a CSV can tell, so a run stores it for the claims that ask for it.
 */
export const quantitySchema = z.discriminatedUnion('kind', [
  /** Sum of weighted means: differences, and differences of differences. */
  z.object({
    kind: z.literal('combination'),
    terms: z.array(z.object({ weight: z.number(), operand: operandSchema })).min(1),
  }),
  /** The largest or the smallest over the trials of a sum of weighted values: what every single trial does. */
  z.object({
    kind: z.literal('extreme'),
    which: z.enum(['largest', 'smallest']),
    terms: z.array(z.object({ weight: z.number(), operand: operandSchema })).min(1),
  }),
  /** mean(a) / mean(b). */
  z.object({ kind: z.literal('ratio'), a: operandSchema, b: operandSchema }),
  /** Standard deviation of a over its trials / that of b. */
  z.object({ kind: z.literal('spread'), a: operandSchema, b: operandSchema }),
  /** Where the segment a meets the level along the axis, minus where b does. */
  z.object({ kind: z.literal('gap'), axis: z.string(), level: z.number(), a: segment, b: segment }),
]);

export type Operand = z.output<typeof operandSchema>;
export type Quantity = z.output<typeof quantitySchema>;
/** A quantity that the means, or variances, of its points determine. */
export type OfMeans = Exclude<Quantity, { kind: 'extreme' }>;
/** One that is a matter of single trials. */
export type OfTrials = Extract<Quantity, { kind: 'extreme' }>;

/** Equal for equal operands or quantities. */
export function keyOf(value: Operand | Quantity): string {
  return canonicalJson(value);
}

/** The points whose means, for a spread whose variances, the quantity is computed from. */
export function operandsOf(quantity: Quantity): Operand[] {
  if (quantity.kind === 'combination' || quantity.kind === 'extreme')
    return quantity.terms.map(({ operand }) => operand);
  return quantity.kind === 'gap' ? [...quantity.a, ...quantity.b] : [quantity.a, quantity.b];
}

/**
 * The quantity at the means, or variances, of {@link operandsOf}, in their order. Undefined where it has no value there: a ratio
 * of what is not positive, the crossing of a level that lies outside of a segment.
 */
export function linearize(quantity: OfMeans, means: readonly number[]): Linearized | undefined {
  if (quantity.kind === 'combination') {
    const weights = quantity.terms.map(({ weight }) => weight);
    return { value: means.reduce((sum, mean, i) => sum + weights[i] * mean, 0), weights, scale: 'linear' };
  }
  if (quantity.kind === 'ratio') return logRatio(means);
  if (quantity.kind === 'spread') return halved(logRatio(means));
  const { axis, level, a, b } = quantity;
  const first = crossing(a, axis, means.slice(0, 2), level);
  const second = crossing(b, axis, means.slice(2), level);
  if (first === undefined || second === undefined) return undefined;
  const weights = [...first.weights, ...second.weights.map((weight) => -weight)];
  return { value: first.value - second.value, weights, scale: 'linear' };
}

/** The logarithm of a root. */
function halved(log: Linearized | undefined): Linearized | undefined {
  return log && { ...log, value: log.value / 2, weights: log.weights.map((weight) => weight / 2) };
}

/** Where the line through two points meets the level, with its derivatives by the two means. */
function crossing(segmentEnds: readonly Operand[], axis: string, [y0, y1]: readonly number[], level: number) {
  const [x0, x1] = segmentEnds.map((operand) => coordinate(operand, axis));
  if ((y0 - level) * (y1 - level) > 0 || y0 === y1) return undefined;
  const slope = (y1 - y0) / (x1 - x0);
  const share = (level - y0) / (y1 - y0);
  return { value: x0 + (level - y0) / slope, weights: [-(1 - share) / slope, -share / slope] };
}

/** The operand's place along an axis. */
export function coordinate({ scenario, iteration }: Pick<Operand, 'scenario' | 'iteration'>, axis: string): number {
  return Number(axis === 'iteration' ? (iteration ?? Number.NaN) : scenario[axis]);
}
