import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where an import leads. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  /** An installed package, by its name and its folder. */
  | { readonly kind: 'package'; readonly name: string; readonly folder: string }
  /** A package that is linked to the folder where it is written; which of its files are meant, its `exports` say. */
  | { readonly kind: 'linked'; readonly folder: string }
  /** A module of Node, or one whose whole text is in the specifier. */
  | { readonly kind: 'none' }
  /** Nothing is there. */
  | { readonly kind: 'missing' };

/** Where the specifier leads from the module `from`, as Node would have it. Links are followed to where they point. */
export function resolveImport(specifier: string, from: string): Target {
  if (isBuiltin(specifier) || /^(?:data|https?):/.test(specifier)) return { kind: 'none' };
  if (specifier.startsWith('#')) return required(specifier, from);
  if (/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier)) return fileAt(specifier, from);
  return packageOf(specifier, from);
}

function fileAt(specifier: string, from: string): Target {
  const path = locate(specifier, from);
  if (path !== undefined && isFile(path)) return { kind: 'file', path: realpathSync(path) };
  return required(specifier, from);
}

function locate(specifier: string, from: string): string | undefined {
  try {
    return fileURLToPath(new URL(specifier, pathToFileURL(from)));
  } catch {
    return undefined;
  }
}

/** As `require` finds it: without an extension, as the index of a folder, through the `imports` of the package. */
function required(specifier: string, from: string): Target {
  try {
    return { kind: 'file', path: realpathSync(createRequire(from).resolve(specifier)) };
  } catch {
    return { kind: 'missing' };
  }
}

function packageOf(specifier: string, from: string): Target {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const folder = folderOfPackage(name, dirname(from));
  if (folder === undefined) return { kind: 'missing' };
  if (folder.includes(`${sep}node_modules${sep}`)) return { kind: 'package', name, folder };
  return describe(folder)?.exports === undefined ? required(specifier, from) : { kind: 'linked', folder };
}

/** The folder of the package that a module in `start` finds under this name: its own, or one in the `node_modules` above it. */
export function folderOfPackage(name: string, start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const installed = join(folder, 'node_modules', name);
    if (existsSync(join(installed, 'package.json'))) return realpathSync(installed);
    if (describe(folder)?.name === name) return realpathSync(folder);
    if (folder === dirname(folder)) return undefined;
  }
}

/** What the package.json of a folder says, where it has one. */
function describe(folder: string): { name?: unknown; exports?: unknown } | undefined {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: unknown; exports?: unknown };
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
