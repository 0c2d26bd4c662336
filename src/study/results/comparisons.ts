import { operandSamples } from '../claims/collect.ts';
import { type Evidence, measure } from '../claims/evidence.ts';
import { pairsOf } from '../claims/points.ts';
import { keyOf, type Quantity } from '../claims/quantity.ts';
import { comparedMetric } from '../experiment/compared-metric.ts';
import type { Plan } from '../experiment/plan.ts';
import type { Comparison } from '../experiment/schema.ts';
import type { PointSample } from './merge.ts';
import { pointOf, type Row } from './row.ts';

/**
 * Every curve of a run against those that the experiment compares it with, point by point and paired trial by trial: rows as those
 * of the results, with {@link comparedMetric} as metric. Where a curve has no point to compare with, there is no row. `samples` is
 * gone through once, and not at all where the experiment compares nothing.
 */
export function comparisons(plan: Plan, rows: readonly Row[], samples: () => Iterable<PointSample>): Row[] {
  const asked = askedBy(plan, rows, plan.experiment.compare);
  if (asked.length === 0) return [];
  const quantities = asked.map(({ quantity }) => quantity);
  return rowsOf(plan, asked, measure(quantities, operandSamples(samples())));
}

/** What the comparisons in the experiment's own figure need measured; results store it, so that the figure can be drawn again. */
export function shownQuantities(plan: Plan, rows: readonly Row[]): Quantity[] {
  return askedBy(plan, rows, shownComparisons(plan)).map(({ quantity }) => quantity);
}

/** The rows of the comparisons in the experiment's own figure, from what was measured for them. */
export function shownRows(plan: Plan, rows: readonly Row[], measured: readonly Evidence[]): Row[] {
  return rowsOf(plan, askedBy(plan, rows, shownComparisons(plan)), measured);
}

/** Those comparisons that the experiment's figure names as metrics. */
export function shownComparisons({ experiment: { compare, figure }, metrics }: Plan): Comparison[] {
  const shown = [figure.encoding.y.metric ?? []].flat();
  return compare.filter((comparison) => metrics.some((metric) => shown.includes(comparedMetric(metric, comparison))));
}

interface Asked {
  readonly of: Row;
  readonly metric: string;
  readonly quantity: Quantity;
}

function askedBy({ metrics, series }: Plan, rows: readonly Row[], compare: readonly Comparison[]): Asked[] {
  return compare.flatMap((comparison) =>
    metrics.flatMap((metric) =>
      series.filter(({ name }) => name !== comparison.to).flatMap(({ name }) => along(rows, metric, name, comparison)),
    ),
  );
}

function rowsOf({ id }: Plan, asked: readonly Asked[], measured: readonly Evidence[]): Row[] {
  const found = new Map(
    measured.map(({ quantity, estimate }): [string, Evidence['estimate']] => [keyOf(quantity), estimate]),
  );
  return asked.flatMap(({ of, metric, quantity }) => {
    const estimate = found.get(keyOf(quantity));
    return estimate ? [{ experiment: id, ...pointOf(of), metric, ...estimate }] : [];
  });
}

function along(rows: readonly Row[], metric: string, name: string, comparison: Comparison): Asked[] {
  const iterates = rows.some(({ solver, iteration }) => solver === name && iteration !== null);
  const pairs = pairsOf(rows, metric, name, comparison.to, iterates ? { iteration: {} } : {});
  return pairs.map(({ of, to }) => ({
    of,
    metric: comparedMetric(metric, comparison),
    quantity: quantityOf(comparison, of, to!),
  }));
}

function quantityOf({ as }: Comparison, of: Row, to: Row): Quantity {
  const [a, b] = [pointOf(of), pointOf(to)];
  if (as === 'ratio') return { kind: 'ratio', a, b };
  return {
    kind: 'combination',
    terms: [
      { weight: 1, operand: a },
      { weight: -1, operand: b },
    ],
  };
}
