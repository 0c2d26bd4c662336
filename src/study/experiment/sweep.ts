import { basename, resolve } from 'node:path';
import type { AnyProblem, Scaling } from '../../contracts/problem.ts';
import { type FigureSpecInput, figureSpec } from '../../figures/figure-spec.ts';
import type { Hosting } from '../../foreign/launch.ts';
import type { Device } from '../../graph/device.ts';
import type { Arithmetic } from '../../lanes/arithmetic.ts';
import { messages, UserError } from '../../messages.ts';
import { solverLabels } from '../../problems/solver-labels.ts';
import { canonicalHash } from '../canonical.ts';
import { placesOf, type Study } from '../study.ts';
import { expand } from './expand.ts';
import { type OpenedSource, openSource } from './open-source.ts';
import { commandLine, type LoadedExperiment, type Plan, type Series } from './plan.ts';
import { type RecordedFile, recordedFile } from './recorded-file.ts';
import { type Experiment, experimentSchema, type Grid, solverEntry } from './schema.ts';
import { withShownGrid } from './shown-grid.ts';
import { entryOf, type Labels, labelled, type NamedSolver } from './solver-text.ts';

/** An experiment as put together on the command line. */
export interface SweepRequest {
  /** Id of a problem, or the path of a module that exports one. */
  readonly problem: string;
  readonly set: Grid;
  /** All solvers of the problem unless given. */
  readonly solvers?: readonly NamedSolver[];
  readonly labels?: Labels;
  /** The problem's default metric unless given. */
  readonly metrics?: readonly string[];
  /** 1000 unless given, or all that the file of channels holds. */
  readonly trials?: number;
  readonly ciWidth?: number;
  readonly seed?: number;
  readonly device?: Device;
  readonly arithmetic?: Arithmetic;
  /** How solvers of the user's own are run. */
  readonly hosting?: Hosting;
  /** A user's file of trials. */
  readonly channels?: string;
  readonly scaling?: Scaling;
  /** A user's file of what all trials share. */
  readonly preambles?: string;
}

const defaultTrials = 1000;

/** Opens an ad-hoc experiment. Throws a UserError with one line a mistake: the flag, the value, what is accepted. */
export async function openSweep(request: SweepRequest, out: string): Promise<Study> {
  const { set, ciWidth, seed, device, arithmetic, hosting, channels, preambles } = request;
  const means = { device, arithmetic, shared: preambles };
  const opened = await openSource(request.problem, process.cwd(), request.solvers, means, hosting);
  const { source, problem } = opened;
  if (request.scaling !== undefined && channels === undefined) throw new UserError(messages.scalesFiles());
  const shared = opened.shared?.axes ?? {};
  requireFree(shared, set, preambles);
  const recorded = channels === undefined ? undefined : await openChannels(problem, channels, request);
  for (const [axis, value] of Object.entries(recorded?.axes ?? {})) {
    if (axis in shared && shared[axis] !== value)
      throw new UserError(messages.filesDiffer(axis, preambles!, shared[axis], channels!, value));
  }
  const loaded = loadedOf(request, opened, recorded?.trials);
  const plan = await expand(loaded, problem, {
    profile: 'quick',
    set: { ...set, ...shared, ...recorded?.axes },
    ...(ciWidth !== undefined && { ciWidth }),
    ...(seed !== undefined && { seed }),
  });
  const named = { ...plan, series: plan.series.map((series) => asPapersCall(series, problem.id)) };
  return {
    loaded,
    plan: withShownGrid(
      { ...named, experiment: { ...plan.experiment, figure: figureSpec.parse(figureFor(plan)) } },
      '--set',
    ),
    source,
    claims: [],
    ...placesOf(plan, source, out),
    target: request.problem,
    overrides: {
      ...(recorded && { channels: basename(channels!), sha256: recorded.file.sha256, ...request.scaling }),
      ...(preambles !== undefined && { preambles: basename(preambles) }),
    },
    custom: true,
    ...(recorded && { recorded: recorded.file }),
  };
}

async function openChannels(
  problem: AnyProblem,
  path: string,
  { set, trials, scaling }: SweepRequest,
): Promise<{ axes: Grid; trials: number; file: RecordedFile }> {
  if (problem.open === undefined) throw new UserError(messages.takesNoFiles(problem.id));
  const recorded = await problem.open(resolve(path), scaling);
  const drawnOnly = Object.fromEntries((recorded.drawnOnly ?? []).map((axis) => [axis, undefined]));
  requireFree({ ...recorded.axes, ...drawnOnly }, set, path);
  if (trials !== undefined && trials > recorded.trials) {
    throw new UserError(messages.tooFewRecorded(path, recorded.trials, trials));
  }
  return { axes: recorded.axes, trials: recorded.trials, file: recordedFile(resolve(path), recorded, scaling) };
}

/** Throws a UserError where an axis that a file fixes is set to something else. */
function requireFree(fixed: Readonly<Record<string, unknown>>, set: Grid, path = ''): void {
  const twice = Object.keys(fixed).find(
    (axis) => Object.hasOwn(set, axis) && String(set[axis]) !== String(fixed[axis]),
  );
  if (twice !== undefined) throw new UserError(messages.fixedByFile(twice, path));
}

/** The series with the label by which papers know its solver, unless `--label` gives one. */
function asPapersCall(series: Series, problem: string): Series {
  const { name, solver, entry } = series;
  const label = solverLabels[problem]?.[solver.name];
  if (label === undefined || entry.label !== undefined) return series;
  return { ...series, label: `${label} ${name.slice(solver.name.length)}`.trimEnd() };
}

/** The request in the form of an experiment file; places in it are flags. A file of channels has so many trials and no more. */
function loadedOf(
  request: SweepRequest,
  { problem, solvers }: OpenedSource,
  recorded: number | undefined,
): LoadedExperiment {
  const { metrics = [problem.defaultMetric] } = request;
  const asked = request.solvers && solvers;
  const plain = asked?.map(entryOf) ?? Object.keys(problem.solvers).map((solver) => solverEntry.parse({ solver }));
  const entries = labelled(plain, request.labels ?? {}, asked);
  const trials = request.trials ?? recorded ?? defaultTrials;
  const profile = { trials, ...(recorded !== undefined && { maxTrials: recorded }) };
  const experiment: Experiment = experimentSchema.parse({
    id: `sweep/${problem.id}`,
    title: problem.title,
    paper: 'sweep',
    place: 'Sweep',
    problem: request.problem,
    scenarios: [{}],
    solvers: entries,
    metrics,
    profiles: { smoke: profile, quick: profile, paper: profile },
    figure: { encoding: { x: { field: 'iteration' }, y: {} } },
  });
  return {
    experiment,
    paper: { id: 'sweep', title: 'Sweep from the command line', authors: '-' },
    file: commandLine,
    sha256: canonicalHash(experiment),
    locate: ([key, index]) => {
      if (key === 'solvers') return `--solvers ${asked?.[Number(index)]?.text ?? ''}`;
      if (key === 'profiles') return '--trials';
      return key === 'metrics' ? `--metric ${metrics[Number(index)]}` : '--set';
    },
  };
}

/**
 * A figure for a grid of up to four varying axes: the one with most values along x, then dashes, columns and rows of panels;
 * iterations along x where nothing varies.
 */
function figureFor({ points, problem, metrics, series }: Plan): FigureSpecInput {
  const y = { metric: metrics[0] };
  const values = (axis: string) => new Set(points.map(({ scenario }) => scenario[axis])).size;
  const varying = problem.axes.filter((axis) => values(axis) > 1).sort((a, b) => values(b) - values(a));
  const [x, dashes, column, row] = varying.map((field) => ({ field }));
  if (x !== undefined) {
    return {
      encoding: { x, y, ...(dashes && { strokeDash: dashes }) },
      ...(column && { facet: { column, ...(row && { row }) } }),
    };
  }
  const hasIterations = series.some(({ solver }) => solver.reports === 'every iteration');
  return hasIterations
    ? { encoding: { x: { field: 'iteration' }, y } }
    : { mark: 'bar', encoding: { x: { field: 'solver' }, y } };
}
