import { join } from 'node:path';
import type { ForeignForm } from '../contracts/foreign.ts';
import { exitCodes, messages, UserError } from '../messages.ts';
import { packageRoot } from '../package-root.ts';
import { type Declaration, declaration, silent } from './declaration.ts';
import { type Hosting, type Launch, startLimit } from './launch.ts';
import { ProcessFailure } from './process.ts';
import { greet } from './solver.ts';

const hosts = join(packageRoot, 'build/src/foreign/hosts');

/** The program that runs a file of the user's, by its language. */
export const hostFiles = { javascript: join(hosts, 'javascript.js'), python: join(hosts, 'python.py') } as const;

/** The program that writes calls to files, runs a command, and reads what it has left. */
const folderHost = join(hosts, 'folder.js');

const command = /^(exec|folder):\s*(.+)$/s;

/** Whether a solver is named by a command: `exec:octave mine.m`, or `folder:matlab -batch mine`. */
export function isCommand(name: string): boolean {
  return command.test(name);
}

export type Language = keyof typeof hostFiles;

/** The language of a file by its name; undefined for others, and for commands. */
export function languageOf(path: string): Language | undefined {
  if (isCommand(path)) return undefined;
  if (/\.[cm]?[jt]s$/.test(path)) return 'javascript';
  return path.endsWith('.py') ? 'python' : undefined;
}

type Steps = ForeignForm<unknown, unknown>['steps'];

/** The command of a solver that is named by one. */
export function commandOf(name: string): string {
  return command.exec(name)![2];
}

/** How the solver in a file, or behind a command, is started. */
export function launchOf(path: string, steps: Steps, { python }: Hosting): Launch {
  const [, how, line] = command.exec(path) ?? [];
  if (how === 'exec') return { command: ['/bin/sh', '-c', line], channel: 'standard streams' };
  if (how === 'folder') {
    return { command: [process.execPath, folderHost, line], channel: 'standard streams', startsForEachCall: true };
  }
  const [program, host] =
    languageOf(path) === 'python' ? [python, hostFiles.python] : [process.execPath, hostFiles.javascript];
  return { command: [program, host, path, JSON.stringify(steps)], channel: 'own descriptors' };
}

/**
 * Starts the solver's process once and asks what it says of itself; a command is not asked.
 * @throws UserError where its file cannot be loaded, or says things of another form
 */
export async function declarationOf(path: string, launch: Launch, timeout: number): Promise<Declaration> {
  if (launch.channel === 'standard streams') return silent;
  const said = await greet(launch, startLimit(timeout)).catch((error: unknown) => {
    if (!(error instanceof ProcessFailure)) throw error;
    throw new UserError(messages.badModule(path, error), exitCodes.failed);
  });
  if (typeof said.error === 'string') throw new UserError(messages.badModule(path, new Error(said.error)));
  const read = declaration.safeParse(said);
  if (read.success) return read.data;
  throw new UserError(messages.at(path, read.error.issues[0].message));
}
