import { writeDurably } from '../durable.ts';
import { comparedMetric } from '../study/experiment/compared-metric.ts';
import type { Plan } from '../study/experiment/plan.ts';
import type { Comparison } from '../study/experiment/schema.ts';
import { comparisons } from '../study/results/comparisons.ts';
import { formatCsv } from '../study/results/csv.ts';
import type { Row } from '../study/results/row.ts';
import type { StudyResult } from '../study/run/study-result.ts';
import type { Study } from '../study/study.ts';
import { scaleInWords } from './counts.ts';
import { figureOf, storedFormats } from './figure.ts';
import type { OutputPlaces } from './places.ts';

/**
 * Writes how the curves compare, as the experiment asks: `<name>.compared.csv`, and a table for each comparison that is not in the
 * experiment's own figure.
 */
export async function writeComparisons(
  study: Study,
  { rows, trials, samples }: StudyResult,
  { csv, figures, name: stem }: OutputPlaces,
): Promise<string[]> {
  const { plan } = study;
  const compared = comparisons(plan, rows, samples);
  if (compared.length === 0) return [];
  const table = csv.replace(/\.csv$/, '.compared.csv');
  writeDurably(table, formatCsv({ axes: plan.problem.axes, units: unitsOf(plan), rows: compared }));
  const { writeFigure } = await import('../figures/index.ts');
  const files = [table];
  const shown = [plan.experiment.figure.encoding.y.metric ?? []].flat();
  for (const [i, comparison] of plan.experiment.compare.entries()) {
    for (const metric of plan.metrics) {
      const name = comparedMetric(metric, comparison);
      const own = inTable(plan, compared).filter((row) => row.metric === name);
      if (own.length === 0 || shown.includes(name)) continue;
      const figure = tableOf(study, own, comparison, scaleInWords(study, trials));
      const suffix = plan.metrics.length === 1 ? '' : `-${metric}`;
      const drawn = await writeFigure(figure, figures, `${stem}.compared-${i + 1}${suffix}`, storedFormats);
      files.push(...drawn.files);
    }
  }
  return files;
}

/** A ratio has none; a difference has that of its metric. */
function unitsOf({ experiment: { compare }, metrics, problem }: Plan): Record<string, string> {
  const units = compare.flatMap((comparison) =>
    metrics.map((metric) => [
      comparedMetric(metric, comparison),
      comparison.as === 'ratio' ? '1' : problem.metrics[metric].unit,
    ]),
  );
  return Object.fromEntries(units);
}

/** Where the columns of a table are iterations, the curves that have some. */
function inTable({ experiment: { figure } }: Plan, rows: readonly Row[]): readonly Row[] {
  return figure.encoding.x.field === 'iteration' ? rows.filter(({ iteration }) => iteration !== null) : rows;
}

/** A table with the columns and panels of the experiment's figure. */
function tableOf({ plan }: Study, rows: readonly Row[], { as, to }: Comparison, scale: string) {
  const { x } = plan.experiment.figure.encoding;
  const figure = figureOf({ plan, rows, scale });
  const { facet, transform } = plan.experiment.figure;
  const other = plan.series.find(({ name }) => name === to)!.label;
  const heading = as === 'ratio' ? `Mean as a share of that of ${other}` : `Mean minus that of ${other}, paired`;
  const format = as === 'ratio' ? '.2%' : '.3f';
  return {
    ...figure,
    spec: {
      mark: 'table' as const,
      encoding: {
        x: { field: x.field, ...(x.title !== undefined && { title: x.title }) },
        y: { field: 'mean' as const, metric: rows[0].metric, axis: { format } },
      },
      ...(facet && { facet }),
      ...(transform && { transform }),
    },
    series: figure.series.filter(({ solver }) => rows.some((row) => row.solver === solver)),
    caption: `${heading}. ${figure.caption}`,
  };
}
