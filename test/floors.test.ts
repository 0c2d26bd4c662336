import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../src/package-root.ts';

/**
 * The house, floor by floor from the top: rooms import from floors below their own, and from themselves. Rooms that share a line
 * do not know each other.
 */
const floors: readonly (readonly string[])[] = [
  ['bin'],
  ['src/cli'],
  ['bench'],
  ['src/executors', 'src/publish'],
  ['src/study'],
  ['src/problems'],
  ['src/downlink', 'src/foreign', 'src/unrolling'],
  ['src/contracts'],
  ['src/optimizers'],
  ['src/figures', 'src/graph', 'src/lanes'],
  ['src/arrays', 'src/random'],
  ['src'],
];

/** AssemblyScript: its files import each other and nothing else. */
const isKernel = (file: string) => /\/kernels\//.test(file);

/** Every TypeScript file with the files that it imports, statically or not, for values or for types. */
const imports = importsOf(['bin', 'bench', 'src']);

function importsOf(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !isKernel(file));
  return new Map(sources.sort().map((file) => [file, importedBy(file)]));
}

function importedBy(file: string): string[] {
  const text = readFileSync(join(packageRoot, file), 'utf8');
  const specifiers = text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g);
  return [...new Set([...specifiers].map(([, specifier]) => normalize(join(dirname(file), specifier))))];
}

/** `src/study` of `src/study/run/runner.ts`; the files that lie in `src` itself are the cellar. */
function roomOf(file: string): string {
  const [top, room, ...rest] = file.split('/');
  return top === 'src' && rest.length > 0 ? `src/${room}` : top;
}

const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room));

test('every file is in a room', () => {
  const homeless = [...imports.keys()].filter((file) => floorOf(roomOf(file)) < 0);
  expect(homeless).toEqual([]);
});

test('no file imports from a floor above its own, or from another room of its floor', () => {
  const wrong = [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => roomOf(other) !== roomOf(file) && floorOf(roomOf(other)) <= floorOf(roomOf(file)))
      .map((other) => `${file} imports ${other}`),
  );
  expect(wrong).toEqual([]);
});

test('no problem imports another', () => {
  const problemOf = (file: string) => /^src\/problems\/([^/]+)\//.exec(file)?.[1];
  const wrong = [...imports].flatMap(([file, imported]) =>
    imported
      .filter((other) => problemOf(file) && problemOf(other) && problemOf(file) !== problemOf(other))
      .map((other) => `${file} imports ${other}`),
  );
  expect(wrong).toEqual([]);
});

test('no files import each other in a circle, types included', () => {
  expect(circles(imports)).toEqual([]);
});

test('a circle would be found', () => {
  const made = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['a']],
    ['d', []],
  ]);
  expect(circles(made)).toEqual([['a', 'b', 'c']]);
});

/** Groups of files of which each reaches every other, each sorted: files from which a way leads back to themselves. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const reach = new Map([...graph.keys()].map((file) => [file, reachedFrom(file, graph)]));
  const found = new Map<string, string[]>();
  for (const [file, reached] of reach) {
    if (!reached.has(file)) continue;
    const circle = [...reached].filter((other) => reach.get(other)?.has(file)).sort();
    found.set(circle.join(' '), circle);
  }
  return [...found.values()];
}

function reachedFrom(file: string, graph: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...(graph.get(file) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...(graph.get(next) ?? []));
  }
  return reached;
}
