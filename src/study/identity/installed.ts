import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderOfPackage } from './resolve.ts';

const versions = new Map<string, string>();

/** Version of a package that this one finds installed. */
export function versionOf(name: string): string {
  const known = versions.get(name) ?? read(name);
  versions.set(name, known);
  return known;
}

function read(name: string): string {
  const folder = folderOfPackage(name, dirname(fileURLToPath(import.meta.url)));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
}
