import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const versions = new Map<string, string>();

/** Version of an installed package, found upwards from its entry point: not every package exports its package.json. */
export function versionOf(name: string): string {
  const known = versions.get(name) ?? read(name);
  versions.set(name, known);
  return known;
}

function read(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (!existsSync(join(folder, 'package.json')) || described(folder).name !== name) folder = dirname(folder);
  return described(folder).version;
}

function described(folder: string): { name: string; version: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };
}
