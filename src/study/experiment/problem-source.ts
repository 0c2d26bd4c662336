import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readDeclaration } from '../../contracts/own-module.ts';
import type { AnyProblem, AnySolver } from '../../contracts/problem.ts';
import type { Device } from '../../graph/device.ts';
import { messages, UserError } from '../../messages.ts';
import { problems } from '../../problems/index.ts';
import { hashOfModule, hashOfNetwork } from '../identity/own-files.ts';

/** Where the code of a problem and of the user's own solvers is: enough to load the same in another thread. */
export interface ProblemSource {
  /** A problem of this package by its id, or the user's own. */
  readonly problem: string | OwnFile;
  /** The user's own solvers, no two of one name, and none of the name of a solver of the problem. */
  readonly solvers: readonly OwnSolver[];
  /** Where it computes; on processor cores unless given. */
  readonly device?: Exclude<Device, 'cpu'>;
}

/** A module, or network, of the user's. */
export interface OwnFile {
  /** Absolute. */
  readonly path: string;
  /** Of it and of all that it imports or declares to read. */
  readonly sha256: string;
}

/** A solver of the user's own by the one name that it has everywhere. */
export interface OwnSolver extends OwnFile {
  readonly name: string;
}

/** Whether a problem or solver is named by a file of the user's, as in `./mine.js` or `net.onnx`. */
export function isModulePath(name: string): boolean {
  return /\.[cm]?js$/.test(name) || isNetworkPath(name);
}

function isNetworkPath(name: string): boolean {
  return name.endsWith('.onnx');
}

/** A file of the user's as it now is, and how its module wants to be called. */
export async function examine(path: string): Promise<OwnFile & { readonly name?: string }> {
  if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  if (isNetworkPath(path)) return { path, sha256: hashOfNetwork(path) };
  const { name, files } = readDeclaration(path, await importDefault(path));
  return { path, sha256: hashOfModule(path, files), ...(name !== undefined && { name }) };
}

/** The source of a problem alone, by its id or the path of the user's own, which counts from `folder`. */
export async function sourceOf(problem: string, folder: string, device: Device = 'cpu'): Promise<ProblemSource> {
  const elsewhere = device === 'cpu' ? {} : { device };
  if (!isModulePath(problem)) return { problem, solvers: [], ...elsewhere };
  const { path, sha256 } = await examine(resolve(folder, problem));
  return { problem: { path, sha256 }, solvers: [], ...elsewhere };
}

/**
 * The problem, the user's own solvers among its solvers. Throws a UserError for an unknown id and for a module that cannot be
 * loaded, exports no problem or is not what the source says any more, and for a device that the problem does not compute on or the
 * machine does not have.
 */
export async function loadProblem(source: ProblemSource): Promise<AnyProblem> {
  const problem = await findProblem(source.problem);
  await useDevice(problem, source.device ?? 'cpu');
  return withSolvers(problem, source.solvers);
}

/** The problem, these solvers among its solvers. */
export function withSolvers(problem: AnyProblem, own: readonly OwnSolver[]): AnyProblem {
  if (own.length === 0) return problem;
  const added = own.map((solver) => {
    let loaded: Promise<AnySolver> | undefined;
    const load = () => {
      loaded ??= loadOwnSolver(problem, solver);
      return loaded;
    };
    return [solver.name, load] as const;
  });
  return { ...problem, solvers: { ...problem.solvers, ...Object.fromEntries(added) } };
}

async function useDevice(problem: AnyProblem, device: Device): Promise<void> {
  if (problem.useDevice !== undefined) await problem.useDevice(device);
  else if (device !== 'cpu') throw new UserError(messages.onlyOnCpu(problem.id, device));
}

async function findProblem(problem: ProblemSource['problem']): Promise<AnyProblem> {
  if (typeof problem === 'object') return loadOwnProblem(problem);
  if (Object.hasOwn(problems, problem)) return problems[problem]();
  throw new UserError(messages.unknownName('problem', problem, Object.keys(problems)));
}

async function loadOwnProblem(file: OwnFile): Promise<AnyProblem> {
  const problem = (await importDefault(file.path)) as AnyProblem;
  if (typeof problem?.draw !== 'function') throw new UserError(messages.noDefaultExport(file.path, 'a problem'));
  await requireUnchanged(file);
  return problem;
}

async function loadOwnSolver(problem: AnyProblem, own: OwnSolver): Promise<AnySolver> {
  const solver = await (isNetworkPath(own.path) ? loadNetwork(problem, own) : loadModule(problem, own));
  await requireUnchanged(own);
  if (solver.name === own.name) return solver;
  throw new UserError(messages.at(own.path, messages.otherName(own.name, solver.name)));
}

/** What was just loaded must be what the keys of blocks are made from. */
async function requireUnchanged({ path, sha256 }: OwnFile): Promise<void> {
  if ((await examine(path)).sha256 !== sha256) throw new UserError(messages.fileChanged(path));
}

async function loadModule(problem: AnyProblem, { name, path }: OwnSolver): Promise<AnySolver> {
  if (problem.adapt === undefined) throw new UserError(messages.noOwnSolvers(problem.id));
  const exported = await importDefault(path);
  try {
    return problem.adapt(name, exported);
  } catch (error) {
    throw new UserError(messages.badModule(path, error));
  }
}

async function loadNetwork(problem: AnyProblem, { name, path }: OwnSolver): Promise<AnySolver> {
  if (problem.network === undefined) throw new UserError(messages.noNetworks(problem.id));
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
