import { comparedMetric } from './compared-metric.ts';
import type { Times } from './schema.ts';

/** What the `metric` column of times says of the time for a trial. */
export const runningTime = 'running-time';

/** The axis that says how many trials were solved at once. */
export const together = 'together';

/** What it says of the time for a sample of a training. */
export const trainingTime = 'training-time';

const exponent = 'exponent of ';

/** What the `metric` column says of the exponent that fits a metric along an axis. */
export const exponentOf = (metric: string, axis: string): string => `${exponent}${metric} over ${axis}`;

/** What the `metric` column says of times over those of the reference. */
export const timeOver = (reference: string, time = runningTime): string =>
  comparedMetric(time, { to: reference, as: 'ratio' });

/** Whether a metric is one of times, and no result. */
export function isTimed(metric: string): boolean {
  return [runningTime, trainingTime, exponent].some((beginning) => metric.startsWith(beginning));
}

/** The metrics of the times that an experiment asks for. */
export function timedMetrics({ reference, exponent, training }: Times): string[] {
  const times = [runningTime, ...(training ? [trainingTime] : [])];
  return [
    ...times.flatMap((time) => [time, timeOver(reference, time)]),
    ...(exponent ? [exponentOf(runningTime, exponent.along)] : []),
  ];
}
