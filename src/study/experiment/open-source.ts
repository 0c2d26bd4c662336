import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { AnyProblem, SharedFile } from '../../contracts/problem.ts';
import { defaultHosting, type Hosting } from '../../foreign/launch.ts';
import { isCommand } from '../../foreign/open.ts';
import type { LoadedExperiment } from './plan.ts';
import {
  examine,
  isModulePath,
  loadProblem,
  type Means,
  type OwnSolver,
  type ProblemSource,
  readShared,
  sourceOf,
  withSolvers,
} from './problem-source.ts';
import { type NamedSolver, nameOfFile, ownSolverOf } from './solver-text.ts';

/** A problem with the user's own solvers, about to be used. */
export interface OpenedSource {
  readonly source: ProblemSource;
  readonly problem: AnyProblem;
  /** What all trials share of a file of the user's. */
  readonly shared?: SharedFile;
  /** The solvers that were asked for, by their names: those of the problem, and those that the user's own have in `source`. */
  readonly solvers: readonly NamedSolver[];
}

/**
 * Opens a problem, and the files of the user's own solvers among `solvers`. The path of a problem counts from `folder`, those of solvers
 * from the working folder. A file's solver is called as its module says, or as the file; where that is also the name of a solver of
 * the problem or of another file, its path stands for it: nothing is replaced, and no two have one name.
 */
export async function openSource(
  problem: string,
  folder: string,
  solvers: readonly NamedSolver[] = [],
  means: Means = {},
  hosting: Hosting = defaultHosting(),
): Promise<OpenedSource> {
  const bare = await sourceOf(problem, folder, means);
  const loaded = await loadProblem(bare);
  const path = means.shared === undefined ? undefined : resolve(means.shared);
  const shared = path === undefined ? undefined : await readShared(loaded, path);
  const shown = new Map(
    solvers.flatMap(({ module, shown }) =>
      module === undefined ? [] : [[placeOf(module), shown ?? pathFromHere(placeOf(module))]],
    ),
  );
  const examined = [...shown].map(async ([path, shown]) => ({ ...(await examine(path, loaded, hosting)), shown }));
  const own = named(await Promise.all(examined), loaded);
  const nameOf = new Map(own.map(({ path, name }) => [path, name]));
  return {
    source: { ...bare, solvers: own, ...(shared && { shared: { path: path!, sha256: shared.sha256 } }) },
    ...(shared && { shared }),
    problem: withSolvers(loaded, own),
    solvers: solvers.map((solver) =>
      solver.module === undefined ? solver : { ...solver, name: nameOf.get(placeOf(solver.module))! },
    ),
  };
}

/** The user's own solvers that the experiment file names, each file once. */
export function ownSolversOf({ experiment, file }: LoadedExperiment): NamedSolver[] {
  const paths = new Set(experiment.solvers.map(({ solver }) => solver).filter(isModulePath));
  return [...paths].map((path) => ownSolverOf(path, dirname(file)));
}

/** Where a solver of the user's is: the absolute path of its file, or its command. */
function placeOf(module: string): string {
  return isCommand(module) ? module : resolve(module);
}

type Examined = Awaited<ReturnType<typeof examine>> & { readonly shown: string };

/** Gives each file the name that only it has. */
function named(files: readonly Examined[], { solvers }: AnyProblem): OwnSolver[] {
  const wished = files.map(({ path, name }) => name ?? nameOfFile(path));
  const taken = [...Object.keys(solvers), ...wished, ...files.map(({ shown }) => shown)];
  return files.map(({ shown, ...file }, i) => {
    const isClear = taken.filter((name) => name === wished[i]).length === 1;
    return { ...file, name: isClear ? wished[i] : shown };
  });
}

/** The path as it could be written on the command line. */
function pathFromHere(path: string): string {
  if (isCommand(path)) return path;
  const short = relative(process.cwd(), path);
  if (isAbsolute(short) || short.startsWith('../../')) return path;
  return short.includes('/') || short.includes('\\') ? short : `./${short}`;
}
