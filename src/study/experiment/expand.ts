import type { AnyProblem } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import { requireFeasible } from './bounds.ts';
import { comparedMetric } from './compared-metric.ts';
import { expandGrids, type WrittenGrid } from './grid.ts';
import type { LoadedExperiment, Overrides, Plan, Series } from './plan.ts';
import type { Grid, Profile } from './schema.ts';
import { type Budgets, seriesOf } from './series.ts';
import { timedMetrics, together } from './timed-metric.ts';

/**
 * Everything that a run of the experiment has to do, checked before anything runs. Throws a UserError with one line for every
 * impossible scenario, unknown axis, solver, parameter or metric: where it was written (file:line:column or the flag), the
 * value, and what is accepted.
 */
export async function expand(loaded: LoadedExperiment, problem: AnyProblem, overrides: Overrides): Promise<Plan> {
  const { experiment } = loaded;
  const profile = profileOf(loaded, overrides);
  const budgets: Budgets = {
    values: profile.training ?? {},
    place: (name) => loaded.locate(['profiles', overrides.profile, 'training', name]),
  };
  const all = await seriesOf(experiment.solvers, problem, (path) => loaded.locate(['solvers', ...path]), budgets);
  for (const [i, name] of experiment.metrics.entries()) {
    if (Object.hasOwn(problem.metrics, name)) continue;
    const text = messages.unknownName('metric', name, Object.keys(problem.metrics));
    throw new UserError(messages.at(loaded.locate(['metrics', i]), text));
  }
  for (const [i, { to }] of experiment.compare.entries()) {
    const names = all.map(({ name }) => name);
    if (names.includes(to)) continue;
    throw new UserError(messages.at(loaded.locate(['compare', i, 'to']), messages.unknownName('curve', to, names)));
  }
  checkPublished(loaded, problem, all);
  checkTimes(loaded, problem, all);
  const plan: Plan = {
    id: experiment.id,
    experiment,
    problem,
    profileName: overrides.profile,
    profile,
    blockSize: profile.blockSize ?? problem.blockSize,
    seed: overrides.seed ?? experiment.seed,
    metrics: [...new Set(experiment.metrics)],
    points: expandGrids(writtenGrids(loaded, overrides), problem),
    firstTrial: 0,
    series: overrides.solvers === undefined ? all : chosen(all, overrides.solvers),
  };
  requireFeasible(plan, trialsPlace(loaded, overrides));
  return plan;
}

/** Throws a UserError where values that the paper prints belong to no curve, metric or axis of the experiment. */
function checkPublished({ experiment, locate }: LoadedExperiment, problem: AnyProblem, all: readonly Series[]): void {
  const { compare, figure, metrics, times } = experiment;
  const axes = [...problem.axes, 'iteration', ...(times ? [together] : [])];
  const compared = compare.flatMap((to) => metrics.map((metric) => comparedMetric(metric, to)));
  const timed = times ? timedMetrics(times) : [];
  const known = [...new Set([...metrics, ...compared, ...timed, ...[figure.encoding.y.metric ?? []].flat()])];
  for (const [i, { solver, metric, at, along }] of experiment.published.entries()) {
    const check = (path: readonly string[], what: string, name: string, known: readonly string[]) => {
      if (known.includes(name)) return;
      throw new UserError(messages.at(locate(['published', i, ...path]), messages.unknownName(what, name, known)));
    };
    check(
      ['solver'],
      'curve',
      solver,
      all.map(({ name }) => name),
    );
    if (metric !== undefined) check(['metric'], 'metric', metric, known);
    check(['along'], 'axis', along, axes);
    for (const axis of Object.keys(at)) check(['at', axis], 'axis', axis, axes);
  }
}

/** Throws a UserError where times are to be given over a curve, or fitted along an axis, that the experiment does not have. */
function checkTimes({ experiment, locate }: LoadedExperiment, { axes }: AnyProblem, all: readonly Series[]): void {
  if (experiment.times === undefined) return;
  const { reference, exponent } = experiment.times;
  const names = all.map(({ name }) => name);
  const refuse = (path: readonly string[], what: string, name: string, known: readonly string[]) => {
    throw new UserError(messages.at(locate(['times', ...path]), messages.unknownName(what, name, known)));
  };
  if (!names.includes(reference)) refuse(['reference'], 'curve', reference, names);
  if (exponent && !axes.includes(exponent.along)) refuse(['exponent', 'along'], 'axis', exponent.along, axes);
}

/** The profile with what the command line changes in it. */
function profileOf({ experiment }: LoadedExperiment, { profile: name, trials, ciWidth }: Overrides): Profile {
  return {
    ...experiment.profiles[name],
    ...(trials !== undefined && { trials }),
    ...(ciWidth !== undefined && { ciWidth }),
  };
}

function trialsPlace({ locate }: LoadedExperiment, { profile, trials }: Overrides): string {
  return trials === undefined ? locate(['profiles', profile, 'trials']) : '--trials';
}

/** The grids of the profile, with the axes that the profile and then the command line replace in each of them. */
export function writtenGrids(
  loaded: LoadedExperiment,
  { profile, set = {} }: Pick<Overrides, 'profile' | 'set'>,
): WrittenGrid[] {
  const { scenarios, profiles } = loaded.experiment;
  const own = profiles[profile];
  const root = own.scenarios === undefined ? ['scenarios'] : ['profiles', profile, 'scenarios'];
  const replaced = {
    ...written(own.set ?? {}, (axis) => loaded.locate(['profiles', profile, 'set', axis])),
    ...written(set, (axis) => `--set ${axis}=${[set[axis]].flat().join(',')}`),
  };
  return (own.scenarios ?? scenarios).map((grid, i) => ({
    axes: { ...written(grid, (axis) => loaded.locate([...root, i, axis])), ...replaced },
    place: loaded.locate([...root, i]),
  }));
}

function written(grid: Grid, place: (axis: string) => string): WrittenGrid['axes'] {
  return Object.fromEntries(Object.entries(grid).map(([axis, values]) => [axis, { values, place: place(axis) }]));
}

/** The series that `--solvers` names, by solver or by series, in the order of the experiment. */
function chosen(all: readonly Series[], names: readonly string[]): Series[] {
  for (const name of names) {
    if (all.some((series) => series.name === name || series.solver.name === name)) continue;
    const accepted = new Set(all.flatMap((series) => [series.solver.name, series.name]));
    throw new UserError(messages.at(`--solvers ${names.join(',')}`, messages.unknownName('solver', name, accepted)));
  }
  return all.filter((series) => names.includes(series.name) || names.includes(series.solver.name));
}
