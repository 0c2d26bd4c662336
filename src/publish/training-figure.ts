import type { Scenario } from '../contracts/problem.ts';
import type { FigureSpecInput } from '../figures/figure-spec.ts';
import type { FigureRow } from '../figures/index.ts';
import { messages } from '../messages.ts';
import type { Run, Series } from '../study/experiment/plan.ts';
import { trainingTime } from '../study/experiment/timed-metric.ts';
import type { Row } from '../study/results/row.ts';
import type { Study } from '../study/study.ts';
import { type CurvePoint, curveInterval } from '../study/training/loop.ts';
import { readTraining, type TrainedWeights } from '../study/training/weights-file.ts';
import { weightsReference } from '../study/training/weights-of-study.ts';
import { trainingInWords } from './counts.ts';
import { storedFormats } from './figure.ts';

/**
 * Draws how the loss of every network of a study fell while it was trained, a figure for each trained solver: losses of two solvers are
 * not comparable. Where there was a validation, its metric in a second one; where several solvers were followed by the same metric, that of
 * all over the samples that they have seen in one more, and over the processor time that these take where the time of a sample is among
 * `times`. Returns what was written.
 */
export async function drawTraining(
  study: Study,
  folder: string,
  name: string,
  times: readonly Row[] = [],
): Promise<readonly string[]> {
  const { series } = study.plan;
  const files: string[] = [];
  const all: Network[] = [];
  for (const solver of new Set(series.map((each) => each.solver.name))) {
    const own = series.filter((each) => each.solver.name === solver);
    const networks = own.flatMap((each) => networksOf(study, each));
    files.push(...(await drawCurves(study, networks, lossCurve, folder, `${name}-${solver}`)));
    const followed = networks.filter(({ trained }) => trained.curve.some(({ validation }) => validation !== undefined));
    all.push(...followed);
    const curve = validationCurve(study, followed);
    files.push(...(await drawCurves(study, followed, curve, folder, `${name}-${solver}-validation`)));
  }
  const metrics = new Set(all.map(({ trained }) => trained.validatedOn?.metric));
  const solvers = new Set(all.map(({ series: { solver } }) => solver.name));
  if (metrics.size !== 1 || solvers.size < 2) return files;
  const learning = { ...validationCurve(study, all), along: samplesSeen };
  files.push(...(await drawCurves(study, all, learning, folder, `${name}-samples`)));
  const timed = all.filter((network) => secondsOfSample(network, times) !== undefined);
  return [...files, ...(await drawCurves(study, timed, overSeconds(learning, times), folder, `${name}-seconds`))];
}

/** How weights came to be. */
type Trained = Omit<TrainedWeights, 'weights'>;

/** A trained network of a study. */
interface Network {
  readonly series: Series;
  readonly scenario: Scenario;
  /** What tells it from the others of its series. */
  readonly panel: string;
  readonly trained: Trained;
}

/** What is drawn of every network. */
interface Curve {
  readonly title: string;
  readonly caption: string;
  /** What runs along the axis: steps, or samples. */
  readonly along: Along;
  /** Samples that a point stands for. */
  n(trained: Trained): number;
  /** The value at a point; undefined where it has none. */
  at(point: CurvePoint): number | undefined;
}

interface Along {
  readonly x: FigureSpecInput['encoding']['x'];
  /** How many of them a step is, and how many were there before the first. */
  each(network: Network): number;
  before(network: Network): number;
}

const steps: Along = { x: { field: 'iteration', title: 'Training step' }, each: () => 1, before: () => 0 };

/** With those of an earlier training that it goes on from; not those of another network that it begins from. */
const samplesSeen: Along = {
  x: { field: 'iteration', title: 'Training samples', scale: { type: 'log' } },
  each: ({ trained: { plan } }) => plan.batch,
  before: ({ trained: { plan } }) => (plan.earlierSteps ?? 0) * plan.batch,
};

/** The curve over the processor time of so many samples, of networks for which there is the time of one. */
function overSeconds(curve: Curve, times: readonly Row[]): Curve {
  const seconds = (network: Network) => secondsOfSample(network, times) ?? Number.NaN;
  return {
    ...curve,
    caption: `${curve.caption}. ${messages.secondsOfSamples()}`,
    along: {
      x: { field: 'iteration', title: 'Processor time of the training samples (s)', scale: { type: 'log' } },
      each: (network) => samplesSeen.each(network) * seconds(network),
      before: (network) => samplesSeen.before(network) * seconds(network),
    },
  };
}

/** Seconds that the training of a network takes for a sample, as they were measured. */
function secondsOfSample({ series, scenario }: Network, times: readonly Row[]): number | undefined {
  const axes = Object.entries(scenario);
  const found = times.find(
    (row) =>
      row.solver === series.name &&
      row.metric === trainingTime &&
      axes.every(([axis, value]) => String(row.scenario[axis]) === String(value)),
  );
  return found && found.mean / 1000;
}

const lossCurve: Curve = {
  along: steps,
  title: 'Training loss',
  caption: 'The loss of the training batches, averaged between two points, falls with the steps that are taken',
  n: ({ plan }) => plan.batch * curveInterval(plan.steps),
  at: ({ loss }) => loss,
};

function validationCurve({ plan }: Study, networks: readonly Network[]): Curve {
  const metric = networks[0]?.trained.validatedOn?.metric;
  const { title, unit } = plan.problem.metrics[metric ?? ''] ?? { title: 'Loss', unit: '1' };
  return {
    along: steps,
    title: `${title}${unit === '1' ? '' : ` [${unit}]`} in validation`,
    caption: `${title} is measured on trials that are not trained on, of the layers that there are`,
    n: ({ validatedOn }) => validatedOn?.samples ?? 0,
    at: ({ validation }) => validation,
  };
}

async function drawCurves(
  { plan }: Study,
  networks: readonly Network[],
  curve: Curve,
  folder: string,
  name: string,
): Promise<readonly string[]> {
  if (networks.length === 0) return [];
  const { figureSpec, writeFigure } = await import('../figures/index.ts');
  const several = new Set(networks.map(({ panel }) => panel)).size > 1;
  const rows = networks.flatMap((network) => rowsOf(network, curve));
  const spec = figureSpec.parse({
    encoding: {
      x: curve.along.x,
      y: { field: 'mean', metric: 'curve', title: curve.title, ...(suitsLogAxis(rows) && { scale: { type: 'log' } }) },
    },
    ...(several && {
      facet: { column: { field: 'network', title: '' } },
      columns: 4,
      size: { width: 180, height: 150 },
    }),
    ...(several && { resolve: { scale: { y: 'independent' } } }),
  });
  const series = [...new Set(networks.map((network) => network.series))];
  const curves = series.map(({ name: solver, label }) => ({ solver, label }));
  const caption = `Training of ${curves.map(({ label }) => label).join(', ')} for ${plan.id}. ${curve.caption}. ${trainingInWords(networks.map(({ trained }) => trained.plan))}`;
  const figure = { id: `${plan.id} training`, spec, rows, series: curves, caption };
  const drawn = await writeFigure(figure, folder, name, storedFormats);
  return drawn.files;
}

/** Whether a log axis suits: losses often fall by powers of ten, rates hardly change, and what is negative has no logarithm. */
function suitsLogAxis(rows: readonly FigureRow[]): boolean {
  const values = rows.map(({ mean }) => mean ?? Number.NaN);
  return values.every((value) => value > 0) && Math.max(...values) > 3 * Math.min(...values);
}

function networksOf({ plan, weights }: Study, series: Series): Network[] {
  const axes = Object.keys(plan.points[0]?.scenario ?? {});
  const varied = axes.filter((axis) => new Set(plan.points.map(({ scenario }) => scenario[axis])).size > 1);
  return plan.points.flatMap(({ scenario }) =>
    series.runs.flatMap((run) => {
      const reference = weightsReference(weights, series.solver, scenario, run.parameters, plan.data);
      if (typeof reference !== 'object') return [];
      const trained = readTraining(reference.path, reference.key);
      return [{ series, scenario, panel: panelOf(run, series, scenario, varied), trained }];
    }),
  );
}

/** What tells the networks of one series apart: the parameters that it solves separately, and the axes that vary. */
function panelOf({ parameters }: Run, { entry }: Series, scenario: Scenario, varied: readonly string[]): string {
  const each = Object.keys(entry.each).map((key) => `${key} = ${parameters[key]}`);
  return [...each, ...varied.map((axis) => `${axis} = ${scenario[axis]}`)].join(', ');
}

function rowsOf(network: Network, { along, n, at }: Curve): FigureRow[] {
  const { series, panel, trained } = network;
  const [each, before] = [along.each(network), along.before(network)];
  return trained.curve.flatMap((point) => {
    const mean = at(point);
    if (mean === undefined) return [];
    const unknown = { stderr: null, ci95_low: null, ci95_high: null };
    const place = { solver: series.name, metric: 'curve', network: panel, iteration: before + each * point.step };
    return [{ ...place, n: n(trained), mean, ...unknown }];
  });
}
