import { messages, UserError } from '../messages.ts';
import type { AnyProblem, AnySolver, Parameters } from '../problems/problem.ts';
import { axisValues, maxPoints } from './axis-values.ts';
import { canonicalHash, canonicalJson } from './canonical.ts';
import { product } from './grid.ts';
import { complaints } from './issues.ts';
import type { Run, Series } from './plan.ts';
import type { SolverEntry } from './schema.ts';

/** `file:line:column` of a path below one entry of the experiment's solvers. */
type Locate = (path: readonly PropertyKey[]) => string;

interface ResolvedEntry {
  readonly entry: SolverEntry;
  readonly solver: AnySolver;
  readonly runs: readonly Run[];
  readonly place: string;
}

/**
 * The curves that the entries stand for, in their order, each solver loaded and its parameters validated. Throws a UserError
 * that names file, line and column for an unknown solver or parameter, a value that is not accepted, and two entries that
 * nothing tells apart.
 */
export async function seriesOf(
  entries: readonly SolverEntry[],
  problem: AnyProblem,
  locate: (path: readonly PropertyKey[]) => string,
): Promise<Series[]> {
  const resolved = await Promise.all(
    entries.map((entry, i) => resolve(entry, problem, (path) => locate([i, ...path]))),
  );
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

async function resolve(entry: SolverEntry, problem: AnyProblem, locate: Locate): Promise<ResolvedEntry> {
  if (!Object.hasOwn(problem.solvers, entry.solver)) {
    const text = messages.unknownName('solver', entry.solver, Object.keys(problem.solvers));
    throw new UserError(messages.at(locate(['solver']), text));
  }
  const solver = await problem.solvers[entry.solver]();
  const each = Object.entries(entry.each).map(([name, written]) => {
    const place = locate(['each', name]);
    if (Object.hasOwn(entry.parameters, name)) throw new UserError(messages.at(place, messages.givenTwice(name)));
    return { name, values: axisValues(written, name, place) };
  });
  const count = each.reduce((total, { values }) => total * values.length, 1);
  if (count > maxPoints) throw new UserError(messages.at(locate(['each']), messages.tooMany('runs', count, maxPoints)));
  const runs = product(each).map((chosen) => runOf(entry, chosen, solver, locate));
  return { entry, solver, runs, place: locate(['solver']) };
}

function runOf({ parameters, each }: SolverEntry, chosen: Parameters, solver: AnySolver, locate: Locate): Run {
  const written = { ...parameters, ...chosen };
  const where = (path: readonly PropertyKey[]) =>
    locate([Object.hasOwn(each, path[0] ?? '') ? 'each' : 'parameters', ...path]);
  const parsed = solver.parameters.safeParse(written);
  if (!parsed.success) {
    const found = complaints(parsed.error, written, solver.parameters);
    throw new UserError(found.map(({ path, text }) => messages.at(where(path), `${solver.name}: ${text}`)).join('\n'));
  }
  const ignored = Object.keys(written).find((name) => !Object.hasOwn(parsed.data, name));
  if (ignored !== undefined) {
    const text = messages.unknownName('parameter', ignored, Object.keys(parsed.data));
    throw new UserError(messages.at(where([ignored]), `${solver.name}: ${text}`));
  }
  return { parameters: parsed.data, hash: canonicalHash({ solver: solver.name, parameters: parsed.data }) };
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
