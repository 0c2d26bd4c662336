import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type AnyProblem, type AnySolver, type SharedFile, SolutionError } from '../../contracts/problem.ts';
import type { Declaration } from '../../foreign/declaration.ts';
import type { Hosting, Launch } from '../../foreign/launch.ts';
import { filesOfNetwork } from '../../foreign/network-files.ts';
import { declarationOf, isCommand, languageOf, launchOf } from '../../foreign/open.ts';
import { foreignSolver } from '../../foreign/solver.ts';
import type { Device } from '../../graph/device.ts';
import { type Arithmetic, hasFastArithmetic } from '../../lanes/arithmetic.ts';
import { messages, UserError } from '../../messages.ts';
import { problems } from '../../problems/index.ts';
import { canonicalHash } from '../canonical.ts';
import { hashOfModule, hashOfNetwork, hashOfProgram } from '../identity/own-files.ts';

/** Where the code of a problem and of the user's own solvers is: enough to load the same in another thread. */
export interface ProblemSource {
  /** A problem of this package by its id, or the user's own. */
  readonly problem: string | OwnFile;
  /** The user's own solvers, no two of one name, and none of the name of a solver of the problem. */
  readonly solvers: readonly OwnSolver[];
  /** The user's file of what all trials share. */
  readonly shared?: OwnFile;
  /** Where it computes; on processor cores unless given. */
  readonly device?: Exclude<Device, 'cpu'>;
  /** How it rounds; the same everywhere unless given. Trainings always do. */
  readonly arithmetic?: Exclude<Arithmetic, 'strict'>;
}

/** What a source computes with. */
export interface Means {
  readonly device?: Device | undefined;
  readonly arithmetic?: Arithmetic | undefined;
  /** Path of a file of what all trials share. */
  readonly shared?: string | undefined;
}

/** A module of the user's. */
export interface OwnFile {
  /** Absolute. */
  readonly path: string;
  /** Of it and of all that it imports or declares to read. */
  readonly sha256: string;
}

/** A solver of the user's own by the one name that it has everywhere: a file, a network, or `exec:` and a command. */
export interface OwnSolver extends OwnFile {
  readonly name: string;
  /** How its process is started, and what it says of itself; absent for a network. */
  readonly program?: OwnProgram;
}

export interface OwnProgram {
  readonly launch: Launch;
  /** Seconds for a trial. */
  readonly timeout: number;
  readonly declared: Declaration;
}

/** Whether a problem or solver is named by a file of the user's, as in `./mine.js` or `net.onnx`, or by a command. */
export function isModulePath(name: string): boolean {
  return languageOf(name) !== undefined || isNetworkPath(name) || isCommand(name);
}

function isNetworkPath(name: string): boolean {
  return name.endsWith('.onnx');
}

/** The user's own solver at `path` (absolute, or a command) as it now is, and how it wants to be called. */
export async function examine(
  path: string,
  problem: AnyProblem,
  hosting: Hosting,
): Promise<Omit<OwnSolver, 'name'> & { readonly name?: string }> {
  if (!isCommand(path) && !existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  if (isNetworkPath(path)) return { path, sha256: hashOfNetworkFiles(path, problem) };
  if (problem.foreign === undefined) throw new UserError(messages.noOwnSolvers(problem.id));
  const launch = launchOf(path, problem.foreign.steps, hosting);
  const declared = await declarationOf(path, launch, hosting.timeout);
  const { name } = declared;
  const program = { launch, timeout: hosting.timeout, declared };
  return { path, program, sha256: hashOfProgram(path, declared), ...(name !== undefined && { name }) };
}

function hashOfNetworkFiles(path: string, { foreign, network }: AnyProblem): string {
  if (network !== undefined || foreign === undefined) return hashOfNetwork(path);
  const files = Object.values(filesOfNetwork(path, Object.keys(foreign.steps)));
  for (const file of files) if (!existsSync(file)) throw new UserError(messages.cannotRead(file, 'ENOENT'));
  return files.length === 1 ? hashOfNetwork(path) : canonicalHash(files.map(hashOfNetwork));
}

/** The source of a problem alone, by its id or the path of the user's own, which counts from `folder`. */
export async function sourceOf(
  problem: string,
  folder: string,
  { device = 'cpu', arithmetic = 'strict' }: Means = {},
): Promise<ProblemSource> {
  const means = { ...(device !== 'cpu' && { device }), ...(arithmetic !== 'strict' && { arithmetic }) };
  if (!isModulePath(problem)) return { problem, solvers: [], ...means };
  const path = resolve(folder, problem);
  return { problem: { path, sha256: hashOfProblem(path) }, solvers: [], ...means };
}

/**
 * The problem, the user's own solvers among its solvers. Throws a UserError for an unknown id and for a module that cannot be
 * loaded, exports no problem or is not what the source says any more, and for a device that the problem does not compute on or the
 * machine does not have, likewise for an arithmetic that this version of Node does not have.
 */
export async function loadProblem(source: ProblemSource): Promise<AnyProblem> {
  const problem = await findProblem(source.problem);
  await useDevice(problem, source.device ?? 'cpu');
  if (source.shared !== undefined) {
    const { path, sha256 } = source.shared;
    requireHash(path, sha256, (await readShared(problem, path)).sha256);
  }
  if (source.arithmetic === 'fast' && !hasFastArithmetic()) throw new UserError(messages.noFastMath(process.version));
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

/** Reads a file of what all trials share, for this thread. Throws a UserError where the problem has no such thing. */
export async function readShared(problem: AnyProblem, path: string): Promise<SharedFile> {
  if (problem.readShared === undefined) throw new UserError(messages.sharesNothing(problem.id));
  return problem.readShared(path);
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

async function loadOwnProblem({ path, sha256 }: OwnFile): Promise<AnyProblem> {
  const problem = (await importDefault(path)) as AnyProblem;
  if (typeof problem?.draw !== 'function') throw new UserError(messages.noDefaultExport(path, 'a problem'));
  requireHash(path, sha256, hashOfProblem(path));
  return problem;
}

function hashOfProblem(path: string): string {
  if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  return hashOfModule(path, []);
}

async function loadOwnSolver(problem: AnyProblem, own: OwnSolver): Promise<AnySolver> {
  const { name, path, sha256, program } = own;
  if (program === undefined) return loadNetwork(problem, own);
  if (problem.foreign === undefined) throw new UserError(messages.noOwnSolvers(problem.id));
  const requireUnchanged = () => requireHash(path, sha256, hashOfProgram(path, program.declared));
  requireUnchanged();
  return foreignSolver({ name, sha256, ...program, requireUnchanged }, problem.foreign);
}

/** What was just loaded must be what the keys of blocks are made from. */
function requireHash(path: string, named: string, found: string): void {
  if (named !== found) throw new UserError(messages.fileChanged(path));
}

async function loadNetwork(problem: AnyProblem, { name, path, sha256 }: OwnSolver): Promise<AnySolver> {
  const { foreign } = problem;
  const open = problem.network ?? (foreign && ((called: string) => openNetwork(called, path, foreign)));
  if (open === undefined) throw new UserError(messages.noNetworks(problem.id));
  try {
    const solver = await open(name, path);
    requireHash(path, sha256, hashOfNetworkFiles(path, problem));
    return failingAlone(solver);
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(messages.badModule(path, error));
  }
}

/** ONNX Runtime takes longer to load than all else of a worker: it is loaded for who needs it. */
async function openNetwork(name: string, path: string, form: NonNullable<AnyProblem['foreign']>): Promise<AnySolver> {
  const { networkSolver } = await import('../../foreign/network.ts');
  return networkSolver(name, path, form);
}

/** A network that does not fit the sizes of a scenario fails there; other scenarios and other solvers go on. */
function failingAlone(network: AnySolver): AnySolver {
  return {
    ...network,
    async solve(...given) {
      try {
        return await network.solve(...given);
      } catch (error) {
        throw error instanceof UserError ? new SolutionError(error.message) : error;
      }
    },
  };
}

async function importDefault(path: string): Promise<unknown> {
  if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
  try {
    return ((await import(pathToFileURL(path).href)) as { default?: unknown }).default;
  } catch (error) {
    throw new UserError(messages.badModule(path, error));
  }
}
