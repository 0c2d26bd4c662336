import type { MetricKind } from '../../contracts/problem.ts';
import { diagnosticUnits } from '../../problems/diagnostics.ts';
import { lostMetric, type Row } from './row.ts';

/** What names the numbers of a run: the id of its problem, its metrics, and the kinds of what its solvers reported of themselves. */
export interface Named {
  readonly problem: string;
  readonly metrics: Readonly<Record<string, { readonly unit: string }>>;
  readonly diagnostics: Readonly<Record<string, MetricKind>>;
}

/** Units of metrics and diagnostics by name. That of a share is 1; what a solver of the user's own reports has none. */
export function unitsOf({ problem, metrics, diagnostics }: Named): Record<string, string> {
  const shares = Object.entries(diagnostics).filter(([, kind]) => kind === 'proportion' || kind === 'share');
  return {
    ...diagnosticUnits(problem),
    ...Object.fromEntries(shares.map(([name]) => [name, '1'])),
    ...Object.fromEntries(Object.entries(metrics).map(([name, { unit }]) => [name, unit])),
  };
}

/** What was measured, with the share of trials without a solution, and what solvers reported of themselves. */
export function apart(rows: readonly Row[], { metrics }: Pick<Named, 'metrics'>) {
  const isReported = ({ metric }: Row) => !Object.hasOwn(metrics, metric) && metric !== lostMetric;
  return { measured: rows.filter((row) => !isReported(row)), reported: rows.filter(isReported) };
}
