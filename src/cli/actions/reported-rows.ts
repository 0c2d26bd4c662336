import type { Plan } from '../../study/experiment/plan.ts';
import type { Row } from '../../study/results/row.ts';

/** A row of the CSV as `--json` prints it, with what makes it readable by itself. */
export interface ReportedRow extends Omit<Row, 'experiment'> {
  readonly label: string;
  readonly unit: string;
}

/** The rows of metrics; what solvers say of themselves stands in the CSV. */
export function reportedRows({ metrics, series, problem }: Plan, rows: readonly Row[]): ReportedRow[] {
  const labels = new Map(series.map(({ name, label }) => [name, label]));
  return rows
    .filter(({ metric }) => metrics.includes(metric))
    .map(({ experiment: _, ...row }) => ({
      ...row,
      label: labels.get(row.solver) ?? row.solver,
      unit: problem.metrics[row.metric].unit,
    }));
}
