import type { Comparison } from './schema.ts';

/** What the `metric` column says of a comparison. */
export function comparedMetric(metric: string, { to, as }: Comparison): string {
  return as === 'ratio' ? `${metric} over ${to}` : `${metric} minus ${to}`;
}
