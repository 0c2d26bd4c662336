import type { AnyProblem, AnySolver, Parameters } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalHash, canonicalJson } from '../canonical.ts';
import { axisValues } from './axis-values.ts';
import { product } from './grid.ts';
import { complaints } from './issues.ts';
import { maxPoints } from './limits.ts';
import type { Run, Series } from './plan.ts';
import type { SolverEntry } from './schema.ts';

/** `file:line:column` of a path below one entry of the experiment's solvers. */
type Locate = (path: readonly PropertyKey[]) => string;

/** Training budgets of a profile, and where each is written. */
export interface Budgets {
  readonly values: Readonly<Record<string, unknown>>;
  place(name: string): string;
}

interface ResolvedEntry {
  readonly entry: SolverEntry;
  readonly solver: AnySolver;
  readonly runs: readonly Run[];
  readonly place: string;
}

/**
 * The curves that the entries stand for, in their order, each solver loaded and its parameters validated; of solvers that are
 * trained, parameters that an entry leaves out take the profile's budgets. Throws a UserError that names file, line and column
 * for an unknown solver, parameter or budget, a value that is not accepted, and two entries that nothing tells apart.
 */
export async function seriesOf(
  entries: readonly SolverEntry[],
  problem: AnyProblem,
  locate: (path: readonly PropertyKey[]) => string,
  budgets: Budgets = { values: {}, place: () => '' },
): Promise<Series[]> {
  const resolved = await Promise.all(
    entries.map((entry, i) => resolve(entry, problem, (path) => locate([i, ...path]), budgets)),
  );
  requireBudgetsKnown(resolved, budgets);
  const series = resolved.map(({ entry, solver, runs, place }) => {
    const name = seriesName(solver.name, runs[0].parameters, distinguishing(resolved, solver.name));
    return { series: { name, label: entry.label ?? name, entry, solver, runs }, place };
  });
  for (const [i, { series: own, place }] of series.entries()) {
    const twin = series.slice(0, i).find(({ series: other }) => other.name === own.name);
    if (twin !== undefined) throw new UserError(messages.at(place, messages.sameSeries(own.name, twin.place)));
  }
  return series.map(({ series: own }) => own);
}

async function resolve(
  entry: SolverEntry,
  problem: AnyProblem,
  locate: Locate,
  budgets: Budgets,
): Promise<ResolvedEntry> {
  if (!Object.hasOwn(problem.solvers, entry.solver)) {
    const text = messages.unknownName('solver', entry.solver, Object.keys(problem.solvers));
    throw new UserError(messages.at(locate(['solver']), text));
  }
  const solver = await problem.solvers[entry.solver]();
  if (solver.name !== entry.solver) {
    throw new UserError(messages.at(locate(['solver']), messages.otherName(entry.solver, solver.name)));
  }
  const each = Object.entries(entry.each).map(([name, written]) => {
    const place = locate(['each', name]);
    if (Object.hasOwn(entry.parameters, name)) throw new UserError(messages.at(place, messages.givenTwice(name)));
    return { name, values: axisValues(written, name, place) };
  });
  const count = each.reduce((total, { values }) => total * values.length, 1);
  if (count > maxPoints) throw new UserError(messages.at(locate(['each']), messages.tooMany('runs', count, maxPoints)));
  const runs = product(each).map((chosen) => ({
    ...runOf(entry, chosen, solver, locate, budgets),
    ...(entry.along !== undefined && { iteration: placeAlong(entry.along, chosen, locate) }),
  }));
  return { entry, solver, runs, place: locate(['solver']) };
}

/** The value of the parameter along which a curve runs. */
function placeAlong(name: string, chosen: Parameters, locate: Locate): number {
  const place = chosen[name];
  if (typeof place === 'number') return place;
  throw new UserError(messages.at(locate(['along']), messages.notAlong(name, Object.keys(chosen))));
}

function runOf(
  { parameters: own }: SolverEntry,
  chosen: Parameters,
  solver: AnySolver,
  locate: Locate,
  budgets: Budgets,
): Run {
  const written = { ...own, ...chosen };
  const place = ([name, ...path]: readonly PropertyKey[]) => {
    if (name === undefined) return locate(['parameters']);
    if (Object.hasOwn(chosen, name)) return locate(['each', name, ...path]);
    return Object.hasOwn(written, name) ? locate(['parameters', name, ...path]) : budgets.place(String(name));
  };
  const defaults = validate(written, solver, place);
  const budgeted = Object.entries(budgets.values).filter(
    ([name]) => Object.hasOwn(defaults, name) && !Object.hasOwn(written, name),
  );
  const takesBudgets = solver.training !== undefined && budgeted.length > 0;
  const parameters = takesBudgets ? validate({ ...written, ...Object.fromEntries(budgeted) }, solver, place) : defaults;
  return { parameters, hash: canonicalHash({ solver: solver.name, parameters }) };
}

/** The parameters with defaults filled in. Throws a UserError for those that the solver does not have or accept. */
function validate(written: Parameters, solver: AnySolver, place: Locate): Parameters {
  const parsed = solver.parameters.safeParse(written);
  if (!parsed.success) {
    const found = complaints(parsed.error, written, solver.parameters);
    throw new UserError(found.map(({ path, text }) => messages.at(place(path), `${solver.name}: ${text}`)).join('\n'));
  }
  const ignored = Object.keys(written).find((name) => !Object.hasOwn(parsed.data, name));
  if (ignored !== undefined) {
    const text = messages.unknownName('parameter', ignored, Object.keys(parsed.data));
    throw new UserError(messages.at(place([ignored]), `${solver.name}: ${text}`));
  }
  return parsed.data;
}

function requireBudgetsKnown(entries: readonly ResolvedEntry[], { values, place }: Budgets): void {
  const learned = entries.filter(({ solver }) => solver.training !== undefined);
  const known = new Set(learned.flatMap(({ runs }) => Object.keys(runs[0].parameters)));
  const unknown = Object.keys(values).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new UserError(messages.at(place(unknown), messages.unknownName('training budget', unknown, known)));
}

/**
 * Parameters, in the order of the solver's schema, whose values differ between the entries of a solver; those that an entry
 * varies along its curve do not count.
 */
function distinguishing(entries: readonly ResolvedEntry[], solver: string): string[] {
  const same = entries.filter((entry) => entry.solver.name === solver);
  const varied = new Set(same.flatMap(({ entry }) => Object.keys(entry.each)));
  const values = (name: string) => new Set(same.map(({ runs }) => canonicalJson(runs[0].parameters[name] ?? null)));
  const names = new Set(same.flatMap(({ runs }) => Object.keys(runs[0].parameters)));
  return [...names].filter((name) => !varied.has(name) && values(name).size > 1);
}

/** `unfolded-mif-wmmse(4,2,8)`: what the CSV's `solver` column says. */
function seriesName(solver: string, parameters: Parameters, distinguished: readonly string[]): string {
  if (distinguished.length === 0) return solver;
  const shown = distinguished.map((name) => {
    const value = parameters[name] ?? '-';
    return typeof value === 'object' ? canonicalJson(value) : String(value);
  });
  return `${solver}(${shown.join(',')})`;
}
