import type { FigureRow } from '../figures/index.ts';
import type { Run, Series } from '../study/experiment/plan.ts';
import type { Study } from '../study/study.ts';
import { curveInterval } from '../study/training/loop.ts';
import { readWeights, type TrainedWeights } from '../study/training/weights-file.ts';
import { weightsReference } from '../study/training/weights-of-study.ts';

/**
 * Draws how the loss of every network of a study fell while it was trained, a figure for each trained solver: losses of two solvers are
 * not comparable. Returns what was written.
 */
export async function drawTraining(study: Study, folder: string, name: string): Promise<readonly string[]> {
  const { series } = study.plan;
  const files: string[] = [];
  for (const solver of new Set(series.map((each) => each.solver.name))) {
    const own = series.filter((each) => each.solver.name === solver);
    files.push(...(await drawSolver(study, own, folder, `${name}-${solver}`)));
  }
  return files;
}

async function drawSolver(study: Study, series: readonly Series[], folder: string, name: string) {
  const { plan } = study;
  const rows: FigureRow[] = [];
  const learned: Series[] = [];
  for (const each of series) {
    const own = curvesOf(study, each);
    rows.push(...own);
    if (own.length > 0) learned.push(each);
  }
  if (rows.length === 0) return [];
  const { figureSpec, writeFigure } = await import('../figures/index.ts');
  const several = new Set(rows.map(({ network }) => network)).size > 1;
  const spec = figureSpec.parse({
    encoding: {
      x: { field: 'iteration', title: 'Training step' },
      y: { field: 'mean', metric: 'loss', title: 'Training loss' },
    },
    ...(several && {
      facet: { column: { field: 'network', title: '' } },
      columns: 4,
      size: { width: 180, height: 150 },
    }),
    ...(several && { resolve: { scale: { y: 'independent' } } }),
  });
  const caption = `Training of the networks of ${plan.id}: loss of the batches of fresh trials, averaged between two points.`;
  const curves = learned.map(({ name: solver, label }) => ({ solver, label }));
  const drawn = await writeFigure({ id: `${plan.id} training`, spec, rows, series: curves, caption }, folder, name, [
    ...(['svg', 'html', 'png'] as const),
  ]);
  return drawn.files;
}

function curvesOf({ plan, weights }: Study, series: Series): FigureRow[] {
  const rows: FigureRow[] = [];
  for (const { scenario } of plan.points) {
    for (const run of series.runs) {
      const reference = weightsReference(weights, series.solver, scenario, run.parameters);
      if (typeof reference !== 'object') continue;
      const trained = readWeights(reference.path, reference.key);
      rows.push(...curveOf(trained, series, panelOf(run, series, scenario, plan.points.length)));
    }
  }
  return rows;
}

/** What tells the networks of one series apart: the parameters that it solves separately, and the scenario where there are several. */
function panelOf({ parameters }: Run, { entry }: Series, scenario: object, scenarios: number): string {
  const each = Object.keys(entry.each).map((key) => `${key} = ${parameters[key]}`);
  const where = scenarios === 1 ? [] : Object.entries(scenario).map(([axis, value]) => `${axis} = ${value}`);
  return [...each, ...where].join(', ');
}

function curveOf({ curve, plan }: TrainedWeights, { name }: Series, network: string): FigureRow[] {
  const n = plan.batch * curveInterval(plan.steps);
  const unknown = { stderr: null, ci95_low: null, ci95_high: null };
  return curve.map(({ step, loss }) => ({
    ...{ solver: name, metric: 'loss', network, iteration: step, n, mean: loss },
    ...unknown,
  }));
}
