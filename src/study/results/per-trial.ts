import { stringify } from 'csv-stringify/sync';
import { columnsOf } from '../../contracts/problem.ts';
import { writeDurably } from '../../durable.ts';
import type { Plan } from '../experiment/plan.ts';
import { cell, usedAxes } from './csv.ts';
import type { PointSample } from './merge.ts';

/**
 * Writes the value of every trial, one row each: `solver, metric, <axes>, iteration, trial, value, reference`. `reference` is
 * what `value` is divided by in a ratio, and empty for all other metrics.
 */
export function writePerTrial(path: string, { problem, points }: Plan, samples: Iterable<PointSample>): void {
  const axes = usedAxes(problem.axes, points);
  const header = ['solver', 'metric', ...axes, 'iteration', 'trial', 'value', 'reference'];
  const parts = [Buffer.from(stringify([header]))];
  for (const sample of samples) parts.push(Buffer.from(stringify(recordsOf(sample, axes))));
  writeDurably(path, Buffer.concat(parts));
}

/** Whether a text is the beginning of such a file. */
export function isPerTrialCsv(beginning: string): boolean {
  return /^solver,metric,([^\n]*,)?iteration,trial,value,reference\r?\n/.test(beginning);
}

function recordsOf({ point, series, name, kind, iteration, values }: PointSample, axes: readonly string[]): string[][] {
  const leading = [series.name, name, ...axes.map((axis) => point.scenario[axis]), iteration].map(cell);
  const columns = columnsOf(kind);
  return Array.from({ length: values.length / columns }, (_, trial) => {
    const [value, reference] = values.subarray(trial * columns, (trial + 1) * columns);
    return [...leading, cell(trial), ...[value, reference].map((number) => (Number.isNaN(number) ? '' : cell(number)))];
  });
}
