import { operandSamples } from '../claims/collect.ts';
import { type Evidence, measure } from '../claims/evidence.ts';
import { pairsOf } from '../claims/points.ts';
import { keyOf, type Quantity } from '../claims/quantity.ts';
import type { Plan } from '../experiment/plan.ts';
import type { Comparison } from '../experiment/schema.ts';
import type { PointSample } from './merge.ts';
import { pointOf, type Row } from './row.ts';

/** What the `metric` column says of a comparison. */
export function comparedMetric(metric: string, { to, as }: Comparison): string {
  return as === 'ratio' ? `${metric} over ${to}` : `${metric} minus ${to}`;
}

/**
 * Every curve of a run against those that the experiment compares it with, point by point and paired trial by trial: rows as those
 * of the results, with {@link comparedMetric} as metric. Where a curve has no point to compare with, there is no row. `samples` is
 * gone through once, and not at all where the experiment compares nothing.
 */
export function comparisons(
  { id, experiment, metrics, series }: Plan,
  rows: readonly Row[],
  samples: () => Iterable<PointSample>,
): Row[] {
  const asked = experiment.compare.flatMap((comparison) =>
    metrics.flatMap((metric) =>
      series.filter(({ name }) => name !== comparison.to).flatMap(({ name }) => along(rows, metric, name, comparison)),
    ),
  );
  if (asked.length === 0) return [];
  const evidence = measure(
    asked.map(({ quantity }) => quantity),
    operandSamples(samples()),
  );
  const found = new Map(
    evidence.map(({ quantity, estimate }): [string, Evidence['estimate']] => [keyOf(quantity), estimate]),
  );
  return asked.flatMap(({ of, metric, quantity }) => {
    const estimate = found.get(keyOf(quantity));
    return estimate ? [{ experiment: id, ...pointOf(of), metric, ...estimate }] : [];
  });
}

interface Asked {
  readonly of: Row;
  readonly metric: string;
  readonly quantity: Quantity;
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
