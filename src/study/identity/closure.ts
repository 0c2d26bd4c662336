import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripTypes } from '../../foreign/strip-types.ts';
import { importsOf } from './imports.ts';
import { resolveImport } from './resolve.ts';

/** All that modules consist of: what they import, and what that imports. */
export interface Closure {
  /** Absolute paths of files, sorted. */
  readonly files: readonly string[];
  /** Installed packages, name by folder. */
  readonly packages: ReadonlyMap<string, string>;
  /** Specifiers that lead nowhere. */
  readonly missing: readonly string[];
}

const code = /\.[cm]?[jt]sx?$/;

/** The closure of the modules at `entries` (absolute paths), without the files that `isLeftOut` names and what only they import. */
export function closureOf(entries: readonly string[], isLeftOut: (path: string) => boolean = () => false): Closure {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const missing = new Set<string>();
  const waiting = [...entries];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path) || isLeftOut(path)) continue;
    files.add(path);
    if (!code.test(path)) continue;
    const named = importsOf(javascriptOf(path));
    for (const specifier of [...named.modules, ...named.files.map(relative)]) {
      const target = resolveImport(specifier, path);
      if (target.kind === 'file') waiting.push(target.path);
      if (target.kind === 'package') packages.set(target.folder, target.name);
      if (target.kind === 'linked') waiting.push(...codeBelow(target.folder));
      if (target.kind === 'missing') missing.add(specifier);
    }
  }
  return { files: [...files].sort(), packages, missing: [...missing].sort() };
}

/** The text of a module, without its types; as it is where it does not parse. */
function javascriptOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!/\.[cm]?ts$/.test(path)) return text;
  try {
    return stripTypes(text, path);
  } catch {
    return text;
  }
}

/** All code of a folder but what is installed in it. */
function codeBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(?:node_modules|\..*)$/.test(entry.name) ? [] : codeBelow(path);
    return entry.isFile() && /\.(?:[cm]?[jt]sx?|json|wasm|node)$/.test(entry.name) ? [path] : [];
  });
}

/** A reference of a URL as a specifier: `data.json` stands beside the module, as `./data.json` does. */
function relative(reference: string): string {
  return /^(?:[./]|\w+:)/.test(reference) ? reference : `./${reference}`;
}
