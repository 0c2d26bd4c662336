import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import { packageRoot } from '../../package-root.ts';
import { versionOf } from './installed.ts';
import type { CodeHash, ShippedCode } from './shipped-code.ts';

/** Code by content: its own files by their hash, the packages that it imports by their versions. */
export interface Code {
  readonly sha256: string;
  readonly packages: Readonly<Record<string, string>>;
}

let read: ShippedCode | undefined;

/** Hashes of this package's code, as the build wrote them. Throws a UserError where nothing is built. */
export function shippedCode(): ShippedCode {
  try {
    read ??= JSON.parse(readFileSync(join(packageRoot, 'build/hashes.json'), 'utf8')) as ShippedCode;
    return read;
  } catch {
    throw new UserError(messages.notBuilt());
  }
}

/** What runs every solver and keeps its numbers. */
export function codeOfRunner(): Code {
  return withVersions(shippedCode().runner);
}

/** What draws and measures a problem of this package. */
export function codeOfProblem(id: string): Code {
  return withVersions(entry('problem', id, shippedCode().problems));
}

/** A solver of a problem of this package. */
export function codeOfSolver(problem: string, solver: string): Code {
  return withVersions(entry('solver', solver, entry('problem', problem, shippedCode().problems).solvers));
}

function entry<Value>(kind: string, name: string, among: Readonly<Record<string, Value>>): Value {
  if (Object.hasOwn(among, name)) return among[name];
  throw new UserError(messages.unknownName(kind, name, Object.keys(among)));
}

function withVersions({ sha256, packages }: CodeHash): Code {
  return { sha256, packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])) };
}
