import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnyProblem, AnySolver } from '../../contracts/problem.ts';
import type { Device } from '../../graph/device.ts';
import { messages, UserError } from '../../messages.ts';
import { problems } from '../../problems/index.ts';

/** Where the code of a problem and of the user's own solvers is: enough to load the same in another thread. */
export interface ProblemSource {
  /** Id of a problem of this package, or the absolute path of a module that exports one as default. */
  readonly problem: string;
  /** Absolute path of the module, or network, of every solver of the user's own, by the name it was given. */
  readonly solvers: Readonly<Record<string, string>>;
  /** Where it computes; on processor cores unless given. */
  readonly device?: Exclude<Device, 'cpu'>;
}

/** Whether a problem or solver is named by a file of the user's, as in `./mine.js` or `net.onnx`. */
export function isModulePath(name: string): boolean {
  return /\.[cm]?js$/.test(name) || isNetworkPath(name);
}

function isNetworkPath(name: string): boolean {
  return name.endsWith('.onnx');
}

/**
 * The source of a problem and of the user's own solvers, modules by name. The path of a problem counts from `folder`, those of
 * solvers from the working folder.
 */
export function problemSource(
  problem: string,
  folder: string,
  solvers: Readonly<Record<string, string>> = {},
  device: Device = 'cpu',
): ProblemSource {
  return {
    ...(device !== 'cpu' && { device }),
    problem: isModulePath(problem) ? resolve(folder, problem) : problem,
    solvers: Object.fromEntries(Object.entries(solvers).map(([name, path]) => [name, resolve(path)])),
  };
}

/**
 * The problem, the user's own solvers among its solvers. Throws a UserError for an unknown id and for a module that cannot be
 * loaded or exports no problem, and for a device that the problem does not compute on or the machine does not have.
 */
export async function loadProblem(source: ProblemSource): Promise<AnyProblem> {
  const problem = await findProblem(source.problem);
  await useDevice(problem, source.device ?? 'cpu');
  const own = Object.entries(source.solvers).map(
    ([name, path]) => [name, () => loadOwnSolver(problem, name, path)] as const,
  );
  return own.length === 0 ? problem : { ...problem, solvers: { ...problem.solvers, ...Object.fromEntries(own) } };
}

async function useDevice(problem: AnyProblem, device: Device): Promise<void> {
  if (problem.useDevice !== undefined) await problem.useDevice(device);
  else if (device !== 'cpu') throw new UserError(messages.onlyOnCpu(problem.id, device));
}

/**
 * SHA-256 of the user's own files that `solver` comes from, and of the device that it computes on: part of the key of every block
 * computed with it.
 */
export function sourceHash({ problem, solvers, device }: ProblemSource, solver: string): string {
  const hash = createHash('sha256').update(device ?? '');
  for (const path of [problem, solvers[solver] ?? '']) hash.update(isModulePath(path) ? readFileSync(path) : path);
  return hash.digest('hex');
}

/** SHA-256 of each of the user's own files: under "problem", and under the names of solvers. */
export function moduleHashes({ problem, solvers }: ProblemSource): Record<string, string> {
  const files = Object.entries({ ...(isModulePath(problem) && { problem }), ...solvers });
  return Object.fromEntries(
    files.map(([name, path]) => [name, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

async function findProblem(name: string): Promise<AnyProblem> {
  if (isModulePath(name)) {
    const problem = (await importDefault(name)) as AnyProblem;
    if (typeof problem?.draw !== 'function') throw new UserError(messages.noDefaultExport(name, 'a problem'));
    return problem;
  }
  if (!Object.hasOwn(problems, name)) throw new UserError(messages.unknownName('problem', name, Object.keys(problems)));
  return problems[name]();
}

async function loadOwnSolver(problem: AnyProblem, name: string, path: string): Promise<AnySolver> {
  if (isNetworkPath(path)) return loadNetwork(problem, name, path);
  if (problem.adapt === undefined) throw new UserError(messages.noOwnSolvers(problem.id));
  const exported = await importDefault(path);
  try {
    return problem.adapt(name, exported);
  } catch (error) {
    throw new UserError(messages.badModule(path, error));
  }
}

async function loadNetwork(problem: AnyProblem, name: string, path: string): Promise<AnySolver> {
  if (problem.network === undefined) throw new UserError(messages.noNetworks(problem.id));
  if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  try {
    return await problem.network(name, path);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(messages.badModule(path, error));
  }
}

async function importDefault(path: string): Promise<unknown> {
  if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  try {
    return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  } catch (error) {
    throw new UserError(messages.badModule(path, error));
  }
}
