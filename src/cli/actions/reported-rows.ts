import type { Plan } from '../../study/experiment/plan.ts';
import type { Row } from '../../study/results/row.ts';
import { apart, unitsOf } from '../../study/results/units.ts';
import type { StudyResult } from '../../study/run/study-result.ts';

/** A row of the CSV as `--json` prints it, with what makes it readable by itself. */
export interface ReportedRow extends Omit<Row, 'experiment'> {
  readonly label: string;
  /** Empty for what a solver of the user's own reports. */
  readonly unit: string;
}

/** The rows of a run, apart as in its two CSVs. */
export interface ReportedRows {
  readonly rows: readonly ReportedRow[];
  /** What solvers say of themselves. */
  readonly diagnostics: readonly ReportedRow[];
}

export function reportedRows(
  { series, problem }: Plan,
  { rows, diagnostics }: Pick<StudyResult, 'rows' | 'diagnostics'>,
): ReportedRows {
  const labels = new Map(series.map(({ name, label }) => [name, label]));
  const units = unitsOf({ problem: problem.id, metrics: problem.metrics, diagnostics });
  const readable = ({ experiment: _, ...row }: Row): ReportedRow => ({
    ...row,
    label: labels.get(row.solver) ?? row.solver,
    unit: units[row.metric] ?? '',
  });
  const { measured, reported } = apart(rows, problem);
  return { rows: measured.map(readable), diagnostics: reported.map(readable) };
}
