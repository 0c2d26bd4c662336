import type { Plan } from '../../study/experiment/plan.ts';
import { runningTime, together, trainingTime } from '../../study/experiment/timed-metric.ts';
import type { Row } from '../../study/results/row.ts';
import { printable } from './printable.ts';
import { formatEstimate } from './run-summary.ts';
import { formatTable } from './table.ts';

/** Times as a readable table, one line a point, and the files that hold them. */
export function formatTimes(
  { id, problem, points, series }: Plan,
  rows: readonly Row[],
  files: readonly string[],
): string {
  const varying = problem.axes.filter((axis) => new Set(points.map(({ scenario }) => scenario[axis])).size > 1);
  const labels = new Map(series.map(({ name, label }) => [name, label]));
  const axes = [...varying, together];
  const table = formatTable(
    [...axes, 'solver', 'metric', 'median', '95 % interval', 'unit'],
    rows.map((row) => [
      ...axes.map((axis) => String(row.scenario[axis] ?? '-')),
      labels.get(row.solver) ?? row.solver,
      row.metric,
      ...formatEstimate(row),
      row.metric === runningTime || row.metric === trainingTime ? 'ms' : '1',
    ]),
  );
  return printable([`${id}: running times`, '', table, '', ...files.map((file) => `wrote ${file}`)].join('\n'));
}
