import { UserError } from '../messages.ts';
import type { ComparedPoint } from '../study/check/compare.ts';
import type { Plan } from '../study/experiment/plan.ts';
import type { Row } from '../study/results/row.ts';
import { figureOf } from './figure.ts';

/**
 * Draws the curves that moved, stored and fresh side by side, as the experiment's figure shows them; means where it shows
 * distributions. Returns the files; none where the figure cannot show these points.
 */
export async function drawComparison(
  plan: Plan,
  stored: readonly Row[],
  fresh: readonly Row[],
  moved: readonly ComparedPoint[],
  { folder, name }: { folder: string; name: string },
): Promise<readonly string[]> {
  const { writeFigure } = await import('../figures/index.ts');
  const curves = new Set(moved.map(({ point }) => point.solver));
  const of = (rows: readonly Row[], when: string) =>
    rows.filter(({ solver }) => curves.has(solver)).map((row) => ({ ...row, solver: `${row.solver} ${when}` }));
  const rows = [...of(stored, 'stored'), ...of(fresh, 'now')];
  const figure = figureOf({ plan, rows, scale: 'Curves that moved: stored and now.' });
  const series = figure.series
    .filter(({ solver }) => curves.has(solver))
    .flatMap((one) => ['stored', 'now'].map((when) => twin(one, when)));
  try {
    return (await writeFigure({ ...figure, series, spec: ofMeans(plan) }, folder, name, ['svg', 'html'])).files;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** The experiment's figure, with means for distributions: bars over an axis that no panel shows for an ecdf. */
function ofMeans({ experiment: { figure: spec }, problem }: Plan): typeof spec {
  const { x, y } = spec.encoding;
  const means = { ...y, field: 'mean' as const };
  if (spec.mark === 'box') return { ...spec, mark: 'line', encoding: { ...spec.encoding, y: means } };
  if (spec.mark !== 'ecdf') return spec;
  const panels = [spec.facet?.row?.field, spec.facet?.column?.field];
  const [field = 'solver'] = problem.axes.filter((axis) => !panels.includes(axis));
  return { ...spec, mark: 'bar', encoding: { x: { field }, y: { ...means, metric: x.metric ?? y.metric } } };
}

/** The same curve of one of the two results, in a style of its own. */
function twin({ solver, label, mark }: ReturnType<typeof figureOf>['series'][number], when: string) {
  return { solver: `${solver} ${when}`, label: `${label}, ${when}`, mark };
}
