import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Declaration } from '../../foreign/declaration.ts';
import { commandOf, hostFiles, type Language, languageOf } from '../../foreign/open.ts';
import { externalData } from '../../graph/onnx/external-data.ts';
import { messages, UserError } from '../../messages.ts';
import { packageRoot } from '../../package-root.ts';
import { canonicalHash } from '../canonical.ts';
import { closureOf } from './closure.ts';
import { shippedCode } from './code.ts';
import { folderOfPackage } from './resolve.ts';

const compiled = join(packageRoot, 'build') + sep;

/**
 * SHA-256 of a module of the user's: of all files that it imports, of the installed packages among them by what their package.json
 * says, and of the files that it declares to read (`files`, counted from the module's folder). A file counts with its path from the
 * module, so that the hash is the same wherever the folder lies.
 * @throws UserError for a declared file that is not there
 */
export function hashOfModule(path: string, files: readonly string[]): string {
  const declared = files.map((file) => requireFile(resolve(dirname(path), file), path));
  let reachesThisPackage = false;
  const closure = closureOf([path, ...declared], (file) => {
    const isOurs = file.startsWith(compiled);
    reachesThisPackage ||= isOurs;
    return isOurs;
  });
  return canonicalHash({
    files: closure.files.map((file) => [relative(dirname(path), file), sha256(file)]),
    packages: [...descriptions(closure.packages)].sort(),
    missing: closure.missing,
    thisPackage: reachesThisPackage ? shippedCode() : undefined,
  });
}

/**
 * SHA-256 of a solver of the user's that runs in a process of its own, with what its numbers depend on beside it: what its language says it has
 * loaded and on which versions it runs; of a command the files that it names; and the program of ours that calls it.
 * @throws UserError for a declared file that is not there
 */
export function hashOfProgram(path: string, { files, modules, environment }: Declaration): string {
  const language = languageOf(path);
  if (language === undefined) return hashOfCommand(path);
  const beside = [...files, ...modules];
  const own = language === 'javascript' ? hashOfModule(path, beside) : hashOfFiles(path, beside);
  return canonicalHash({ own, environment, host: hashOfHost(language) });
}

/** What calls the solvers of a language, and knows the form of what they are given. */
function hashOfHost(language: Language): string {
  if (language === 'python') return sha256(hostFiles.python);
  return canonicalHash(closureOf([hostFiles.javascript]).files.map(sha256));
}

function hashOfFiles(path: string, beside: readonly string[]): string {
  const declared = beside.map((file) => requireFile(resolve(dirname(path), file), path));
  return canonicalHash([path, ...declared].map((file) => [relative(dirname(path), file), sha256(file)]));
}

/** A command as text, and the files among its words. */
function hashOfCommand(command: string): string {
  const words = commandOf(command).split(/[\s'"]+/);
  const files = words.filter((word) => word !== '' && statSync(word, { throwIfNoEntry: false })?.isFile());
  return canonicalHash({ command, files: files.map((file) => sha256(file)) });
}

/** SHA-256 of a network of the user's, the files beside it that hold its weights included. */
export function hashOfNetwork(path: string): string {
  const bytes = readFileSync(path);
  const beside = externalData(bytes).map((location) => resolve(dirname(path), location));
  return canonicalHash(
    [path, ...beside].map((file) => [relative(dirname(path), file), sha256(requireFile(file, path))]),
  );
}

function requireFile(file: string, of: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new UserError(messages.needsFile(of, file));
}

/** Name and hash of the package.json of each package, and of those that these depend on. */
function descriptions(packages: ReadonlyMap<string, string>): Set<string> {
  const described = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...packages.keys()];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const path = join(folder, 'package.json');
    const { name, dependencies, optionalDependencies, peerDependencies } = JSON.parse(readFileSync(path, 'utf8'));
    described.add(`${name} ${sha256(path)}`);
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const found = folderOfPackage(needed, folder);
      if (found !== undefined) waiting.push(found);
    }
  }
  return described;
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
