import type {
  ColumnWidth,
  Figure,
  FigureFormat,
  FigureRow,
  PrintedValue,
  ValueRow,
  WrittenFigure,
} from '../figures/index.ts';
import { axisTitles } from '../problems/axis-titles.ts';
import { comparedMetric } from '../study/experiment/compared-metric.ts';
import type { Plan } from '../study/experiment/plan.ts';
import type { Comparison } from '../study/experiment/schema.ts';
import { isTimed } from '../study/experiment/timed-metric.ts';
import { shownComparisons } from '../study/results/comparisons.ts';
import type { Row } from '../study/results/row.ts';
import type { TrialValues } from '../study/results/trial-values.ts';

export interface FigureContent {
  readonly plan: Plan;
  readonly rows: readonly Row[];
  /** Values of single trials, which figures of distributions show; absent where they are not stored. */
  readonly values?: readonly TrialValues[] | undefined;
  /** What the caption says beside the title, in sentences: profile, counts, what networks were trained on. */
  readonly scale: string;
}

/** What figures are stored as; the other formats are made on demand, by `plot --format`. */
export const storedFormats: readonly FigureFormat[] = ['svg'];

/** Writes the figure's files to `folder/name.<format>` and returns what was written. */
export async function drawFigure(
  content: FigureContent,
  folder: string,
  name: string,
  formats = storedFormats,
  column?: ColumnWidth,
): Promise<WrittenFigure> {
  const { writeFigure } = await import('../figures/index.ts');
  return writeFigure(figureOf(content), folder, name, formats, column);
}

/** The figure of an experiment's rows. */
export function figureOf({ plan, rows, values, scale }: FigureContent): Figure {
  const { figure: spec, title, place } = plan.experiment;
  return {
    id: plan.id,
    spec,
    rows: rows.map(figureRow),
    ...(values && { values: values.flatMap(valueRows) }),
    series: seriesShown(plan).map(({ name, label, entry }) => ({
      solver: name,
      label,
      mark: entry.mark,
      ...entry.style,
    })),
    printed: printedValues(plan).filter(({ metric }) => !isTimed(metric)),
    caption: `${place}. ${title}. ${scale}`,
    columnTitles: { iteration: { name: 'Iteration' }, ...axisTitles[plan.problem.id] },
    metricTitles: Object.fromEntries([
      ...plan.metrics.map((metric) => [metric, titleOf(plan, metric)]),
      ...shownComparisons(plan).flatMap((comparison) => comparedTitles(plan, comparison)),
    ]),
  };
}

/** All curves but those that a comparison divides by or subtracts, in a figure of nothing but comparisons. */
function seriesShown(plan: Plan) {
  const { y } = plan.experiment.figure.encoding;
  if ([y.metric ?? []].flat().some((metric) => plan.metrics.includes(metric))) return plan.series;
  const compared = shownComparisons(plan).map(({ to }) => to);
  return plan.series.filter(({ name }) => !compared.includes(name));
}

/** What a comparison is called over a panel of its own. */
function comparedTitles({ metrics, series, problem }: Plan, comparison: Comparison): [string, string][] {
  const { to, as } = comparison;
  const label = series.find(({ name }) => name === to)?.label ?? to;
  return metrics.map((metric) => {
    const { title, unit } = problem.metrics[metric];
    const shown = as === 'ratio' ? `${title} over that of` : `${title} minus that of`;
    return [
      comparedMetric(metric, comparison),
      `${shown} ${label}${as === 'ratio' || unit === '1' ? '' : ` (${unit})`}`,
    ];
  });
}

/** What the paper prints, point by point. Keys of YAML are texts: an axis value is the one that the experiment writes like that. */
export function printedValues({ experiment, metrics, points }: Plan): PrintedValue[] {
  return experiment.published.flatMap(({ place, solver, metric = metrics[0], at, along, values }) =>
    Object.entries(values).map(([key, value]) => {
      const known = points.map(({ scenario }) => scenario[along]).find((cell) => String(cell) === key);
      const cell = known ?? (Number.isNaN(Number(key)) ? key : Number(key));
      return { solver, metric, value, place, at: { ...at, [along]: cell } };
    }),
  );
}

function titleOf({ problem }: Plan, name: string): string {
  const { title, unit } = problem.metrics[name];
  return unit === '1' ? title : `${title} (${unit})`;
}

function figureRow({ solver, metric, scenario, iteration, n, mean, stderr, ci95Low, ci95High }: Row): FigureRow {
  return { ...scenario, solver, metric, iteration, n, mean, stderr, ci95_low: ci95Low, ci95_high: ci95High };
}

/** One row a trial. */
function valueRows({ point: { scenario, ...point }, values }: TrialValues): ValueRow[] {
  return Array.from(values, (value) => ({ ...scenario, ...point, value }));
}
