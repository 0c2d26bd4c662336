import { dirname, join } from 'node:path';
import type { AnyProblem } from '../contracts/problem.ts';
import type { Hosting } from '../foreign/launch.ts';
import type { Device } from '../graph/device.ts';
import type { Arithmetic } from '../lanes/arithmetic.ts';
import { messages, UserError } from '../messages.ts';
import { testedClaims } from './claims/load.ts';
import type { TestedClaim } from './claims/schema.ts';
import { onData } from './experiment/data.ts';
import { expand } from './experiment/expand.ts';
import { loadExperiment } from './experiment/load.ts';
import { openSource, ownSolversOf } from './experiment/open-source.ts';
import type { LoadedExperiment, Overrides, Plan, Series } from './experiment/plan.ts';
import type { ProblemSource } from './experiment/problem-source.ts';
import type { RecordedFile } from './experiment/recorded-file.ts';
import { withShownGrid } from './experiment/shown-grid.ts';
import { entryOf, type Labels, type NamedSolver } from './experiment/solver-text.ts';
import { trainingJobs } from './training/jobs.ts';
import type { TrainingJob } from './training/train.ts';
import { findAllWeights, type WeightsPaths, weightsTrees } from './training/weights-of-study.ts';

/** An experiment about to be run: its plan, and all that its blocks need beside it. */
export interface Study {
  readonly loaded: LoadedExperiment;
  readonly plan: Plan;
  readonly source: ProblemSource;
  readonly recorded?: RecordedFile;
  /** Every network that its solvers ask for, once. */
  readonly networks: readonly TrainingJob[];
  /** The paper's claims that it tests; none where the command line changes it. */
  readonly claims: readonly TestedClaim[];
  /** Trees in which trained weights are looked for, that for new ones first. */
  readonly trees: readonly string[];
  /** Trained weights of its solvers, as far as they are there. */
  readonly weights: WeightsPaths;
  /** Folder of the block store. */
  readonly store: string;
  /** How the experiment is named on the command line: its id, or the path of its file. */
  readonly target: string;
  /** What the command line changes, beyond the choice of a profile. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Whether it changes anything. */
  readonly custom: boolean;
}

/** What the command line asks of an experiment; `solvers` may add some of the user's own. */
export interface Request extends Omit<Overrides, 'solvers'> {
  /** Where to compute: no change of the experiment, and named in the provenance. */
  readonly device?: Device;
  /** How to round: neither, and named likewise. */
  readonly arithmetic?: Arithmetic;
  /** How solvers of the user's own are run. */
  readonly hosting?: Hosting;
  readonly solvers?: readonly NamedSolver[];
  readonly labels?: Labels;
}

/** What a request changes in the experiment. */
type Changes = Omit<Request, 'device' | 'arithmetic' | 'hosting'>;

/** Where block files go below the folder that `--out` names. */
function storeFolder(out: string): string {
  return join(out, '.reproduce', 'blocks');
}

/** An experiment file, and how the user named it. */
export interface Named {
  readonly file: string;
  readonly target: string;
}

/**
 * Opens an experiment and validates everything that is asked of it. Throws a UserError with one line a mistake: the place or
 * flag, the value, what is accepted.
 */
export async function openStudy({ file, target }: Named, request: Request, out: string): Promise<Study> {
  const written = loadExperiment(file);
  const { device, arithmetic, hosting, ...changes } = request;
  const own = ownSolversOf(written);
  const { source, problem, solvers } = await openSource(
    written.experiment.problem,
    dirname(file),
    [...own, ...(changes.solvers ?? [])],
    { device, arithmetic },
    hosting,
  );
  const loaded = withNames(written, own, solvers.slice(0, own.length));
  const asked = changes.solvers && solvers.slice(own.length);
  const { labels = {}, ...others } = changes;
  const drawn = await planOf(loaded, problem, { ...others, ...(asked && { solvers: asked }) });
  const { plan: onSamples, recorded } = await onData(withLabels(drawn, labels, asked), loaded);
  const plan = withShownGrid(onSamples, changes.set === undefined ? loaded.locate(['figure']) : '--set');
  const overrides = changesOf(changes);
  const custom = Object.keys(overrides).length > 0;
  const claims = custom ? [] : testedClaims(loaded, plan);
  const places = placesOf(plan, source, out, recorded);
  return { loaded: written, plan, source, claims, ...places, target, overrides, custom, ...(recorded && { recorded }) };
}

/** The plan with its series called as `labels` say: by their own name, or by the solver of which there is no other. */
function withLabels(plan: Plan, labels: Labels, asked: readonly NamedSolver[] = []): Plan {
  const used = new Set<string>();
  const series = plan.series.map((own) => {
    const isAlone = plan.series.filter(({ solver }) => solver.name === own.solver.name).length === 1;
    const texts = asked.filter(({ name }) => name === own.solver.name).map(({ text }) => text);
    const found = [own.name, ...(isAlone ? [own.solver.name, ...texts] : [])].find((name) =>
      Object.hasOwn(labels, name),
    );
    if (found === undefined) return own;
    used.add(found);
    return { ...own, label: labels[found] };
  });
  const unused = Object.keys(labels).find((name) => !used.has(name));
  if (unused === undefined) return { ...plan, series };
  const accepted = plan.series.map(({ name }) => name);
  throw new UserError(messages.at(`--label ${unused}`, messages.unknownName('solver', unused, accepted)));
}

/** The experiment with the names that these solvers have been given in the place of their paths. */
function withNames(
  loaded: LoadedExperiment,
  written: readonly NamedSolver[],
  opened: readonly NamedSolver[],
): LoadedExperiment {
  if (written.length === 0) return loaded;
  const names = new Map(written.map(({ text }, i) => [text, opened[i].name]));
  const solvers = loaded.experiment.solvers.map((entry) => ({
    ...entry,
    solver: names.get(entry.solver) ?? entry.solver,
  }));
  return { ...loaded, experiment: { ...loaded.experiment, solvers } };
}

/** The networks of a study, and where it finds and keeps what it computes, below the folder that `--out` names. */
export function placesOf(
  plan: Plan,
  source: ProblemSource,
  out: string,
  recorded?: RecordedFile,
): Pick<Study, 'networks' | 'store' | 'trees' | 'weights'> {
  const trees = weightsTrees(out);
  const networks = trainingJobs(plan, source, recorded);
  return { networks, store: storeFolder(out), trees, weights: findAllWeights(networks, trees) };
}

/**
 * The plan with the solvers that the request names: of the experiment's own those named plainly (`all` for all), then those of
 * the user's own and those with parameters.
 */
async function planOf(loaded: LoadedExperiment, problem: AnyProblem, request: Changes): Promise<Plan> {
  const { solvers = [], ...rest } = request;
  const added = solvers.filter(({ module, parameters }) => module !== undefined || Object.keys(parameters).length > 0);
  const names = solvers.filter((solver) => !added.includes(solver)).map(({ name }) => name);
  const own: Overrides = names.length > 0 && !names.includes('all') ? { ...rest, solvers: names } : rest;
  if (added.length === 0) return expand(loaded, problem, own);
  const kept = names.length === 0 ? [] : (await expand(loaded, problem, own)).series;
  return expand(withSolvers(loaded, kept, added), problem, rest);
}

function changesOf({ profile: _, solvers, ...rest }: Changes): Record<string, unknown> {
  return { ...rest, ...(solvers && { solvers: solvers.map(({ text }) => text) }) };
}

/** The experiment with some of its solvers and, after them, those added on the command line; it compares none with another. */
function withSolvers(
  loaded: LoadedExperiment,
  kept: readonly Series[],
  added: readonly NamedSolver[],
): LoadedExperiment {
  const { experiment, locate } = loaded;
  const { times, ...rest } = experiment;
  const isKept = (curve: string) => kept.some(({ name }) => name === curve);
  const places = kept.map(({ entry }) => experiment.solvers.indexOf(entry));
  const solvers = [...kept.map(({ entry }) => entry), ...added.map(entryOf)];
  const published = experiment.published.filter(({ solver }) => isKept(solver));
  return {
    ...loaded,
    experiment: { ...rest, ...(times && isKept(times.reference) && { times }), solvers, published, compare: [] },
    locate: ([first, index, ...path]) => {
      if (first !== 'solvers' || typeof index !== 'number') return locate([first, index, ...path]);
      return index < kept.length
        ? locate([first, places[index], ...path])
        : `--solvers ${added[index - kept.length].text}`;
    },
  };
}
