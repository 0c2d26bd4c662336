import { countsOf } from '../../publish/counts.ts';
import type { Outputs } from '../../publish/outputs.ts';
import { countStatuses } from '../../publish/verdicts.ts';
import type { Verdict } from '../../study/claims/judge.ts';
import type { Plan } from '../../study/experiment/plan.ts';
import type { Row } from '../../study/results/row.ts';
import type { StudyResult } from '../../study/run/study-result.ts';
import type { Study } from '../../study/study.ts';
import { claimText, storedText } from './format-claims.ts';
import { printable } from './printable.ts';
import { formatTable } from './table.ts';

/**
 * Prints what was computed, what it says about the paper's claims, and the files written. `stored` are verdicts of stored results at the
 * paper's scale, which stand beside those of this run.
 */
export function printSummary(
  study: Study,
  { rows, trials }: StudyResult,
  { files, verdicts }: Outputs,
  stored: ReadonlyMap<string, Verdict> = new Map(),
): void {
  const { plan } = study;
  const lines = [
    `${plan.id}  ${plan.experiment.title}`,
    `${fixedAxes(plan)}  (${countsOf(study, trials)}, seed ${plan.seed})`,
    '',
    summaryTable(plan, rows),
    '',
    ...claimLines(verdicts, stored),
    ...files.map((file) => `wrote ${file}`),
  ];
  process.stdout.write(`${printable(lines.join('\n'))}\n\n`);
}

function claimLines(verdicts: readonly Verdict[], stored: ReadonlyMap<string, Verdict>): string[] {
  if (verdicts.length === 0) return [];
  const counts = `claims: ${countStatuses(verdicts)}`;
  if (stored.size === 0) return [counts, ...verdicts.map(claimText), ''];
  return [
    `${counts}; by the stored results at the paper's scale: ${countStatuses([...stored.values()])}`,
    ...verdicts.flatMap((verdict) => {
      const other = stored.get(verdict.claim.id);
      return [claimText(verdict), ...(other === undefined ? [] : [storedText(other)])];
    }),
    '',
  ];
}

/** The rows at every curve's last iteration as a readable table: one line a scenario, solver and metric. */
function summaryTable(plan: Plan, rows: readonly Row[]): string {
  const shown = rows.filter((row) => plan.metrics.includes(row.metric) && isLast(row, rows));
  const varying = plan.problem.axes.filter(
    (axis) => new Set(plan.points.map(({ scenario }) => scenario[axis])).size > 1,
  );
  const labels = new Map(plan.series.map(({ name, label }) => [name, label]));
  return formatTable(
    [...varying, 'solver', 'metric', 'iteration', 'mean', '95 % interval', 'unit', 'n'],
    shown.map((row) => [
      ...varying.map((axis) => String(row.scenario[axis])),
      labels.get(row.solver) ?? row.solver,
      row.metric,
      row.iteration === null ? '-' : String(row.iteration),
      ...formatEstimate(row),
      plan.problem.metrics[row.metric].unit,
      String(row.n),
    ]),
  );
}

/** `M=8 K=2`: the axes that have one value in the whole plan. */
export function fixedAxes({ problem, points }: Plan): string {
  return problem.axes
    .filter((axis) => new Set(points.map(({ scenario }) => scenario[axis])).size === 1)
    .filter((axis) => points[0].scenario[axis] !== undefined)
    .map((axis) => `${axis}=${points[0].scenario[axis]}`)
    .join(' ');
}

function isLast(row: Row, rows: readonly Row[]): boolean {
  return !rows.some(
    (other) =>
      other.solver === row.solver &&
      other.metric === row.metric &&
      other.scenario === row.scenario &&
      (other.iteration ?? -1) > (row.iteration ?? -1),
  );
}

/** Mean and interval with two digits of the interval's half width. */
export function formatEstimate({ mean, ci95Low, ci95High }: Row): [mean: string, interval: string] {
  if (ci95Low === null || ci95High === null) return [mean.toPrecision(6), '-'];
  const half = (ci95High - ci95Low) / 2;
  const digits = half > 0 ? Math.min(12, Math.max(0, 1 - Math.floor(Math.log10(half)))) : 4;
  return [mean.toFixed(digits), `[${ci95Low.toFixed(digits)}, ${ci95High.toFixed(digits)}]`];
}
