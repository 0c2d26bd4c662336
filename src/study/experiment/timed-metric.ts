import { comparedMetric } from './compared-metric.ts';
import type { Times } from './schema.ts';

/** What the `metric` column of times says of the time for a trial. */
export const runningTime = 'running-time';

/** The axis that says how many trials were solved at once. */
export const together = 'together';

const exponent = 'exponent of ';

/** What the `metric` column says of the exponent that fits a metric along an axis. */
export const exponentOf = (metric: string, axis: string): string => `${exponent}${metric} over ${axis}`;

/** What the `metric` column says of times over those of the reference. */
export const timeOver = (reference: string): string => comparedMetric(runningTime, { to: reference, as: 'ratio' });

/** Whether a metric is one of times, and no result. */
export function isTimed(metric: string): boolean {
  return metric.startsWith(runningTime) || metric.startsWith(exponent);
}

/** The metrics of the times that an experiment asks for. */
export function timedMetrics({ reference, exponent }: Times): string[] {
  return [runningTime, timeOver(reference), ...(exponent ? [exponentOf(runningTime, exponent.along)] : [])];
}
