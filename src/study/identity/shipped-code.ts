import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { closureOf } from './closure.ts';
import { importsOf } from './imports.ts';

/** A part of this package that numbers depend on. */
export interface CodeHash {
  /** Of all files that it imports, with the WebAssembly of the engines among them. */
  readonly sha256: string;
  /** Names of the installed packages that it imports, sorted. */
  readonly packages: readonly string[];
}

/** Hashes of this package's code, as the build writes them. */
export interface ShippedCode {
  /** What draws trials, hands them to solvers and keeps what is measured, whatever the problem. */
  readonly runner: CodeHash;
  readonly problems: Readonly<Record<string, CodeHash & { readonly solvers: Readonly<Record<string, CodeHash>> }>>;
}

const entry = /(?:(['"])([^'"]+)\1|(\w+)): async \(\) => \(await import\((['"])([^'"]+)\4\)\)\.\w+,?/g;

/** Texts for users hold no number. */
const texts = 'src/messages.js';

/**
 * Hashes the compiled code below `build`: for every problem and every solver that its registry names all that it imports, so that an
 * edit renews the blocks of those that it can touch. The registries themselves, `problems/index.js` and `solvers/index.js` of each
 * problem, are no part of it: they hold nothing but a name and a literal import an entry.
 * @throws Error for a registry that holds anything else
 */
export function hashShippedCode(build: string): ShippedCode {
  const root = realpathSync(build);
  const registry = join(root, 'src/problems/index.js');
  const modules = registered(registry, 'problems');
  const registries = mapValues(modules, registryOfSolvers);
  const hash = hasherOf(root, new Set([registry, ...Object.values(registries), join(root, texts)]));
  const problems = mapValues(modules, (module, id) => ({
    ...hash(module),
    solvers: mapValues(registered(registries[id], 'solvers'), hash),
  }));
  return { runner: hash(join(root, 'src/study/run/compute.js')), problems };
}

/** Where a problem has its solvers from. */
function registryOfSolvers(problem: string): string {
  const specifier = './solvers/index.js';
  if (importsOf(readFileSync(problem, 'utf8')).modules.includes(specifier)) return join(dirname(problem), specifier);
  throw new Error(`${problem} must take its solvers from ${specifier}, which exports { solvers }`);
}

/** The path of the module that each entry of a registry loads. */
function registered(registry: string, name: string): Record<string, string> {
  const text = readFileSync(registry, 'utf8');
  const rest = text.replaceAll(entry, '').replace(/^\/\/.*$/m, '');
  if (rest.replaceAll(/\s/g, '') !== `exportconst${name}={};`) {
    const form = `export const ${name} = { name: async () => (await import('./file.js')).name, ... }`;
    throw new Error(`${registry} must be ${form}, and nothing else`);
  }
  const entries = [...text.matchAll(entry)];
  return Object.fromEntries(
    entries.map(([, , quoted, plain, , specifier]) => [quoted ?? plain, join(dirname(registry), specifier)]),
  );
}

/** Hashes what a module below `root` imports, with the WebAssembly in the folders of those files and in the folders above them. */
function hasherOf(root: string, leftOut: ReadonlySet<string>): (module: string) => CodeHash {
  const kernels = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wasm'))
    .map((name) => join(root, name));
  return (module) => {
    const { files, packages, missing } = closureOf([module], (path) => leftOut.has(path));
    if (missing.length > 0) throw new Error(`${module} imports ${missing.join(', ')}, which is not there`);
    const needed = kernels.filter((kernel) => files.some((file) => file.startsWith(`${dirname(kernel)}${sep}`)));
    const hash = createHash('sha256');
    for (const file of [...files, ...needed].sort()) {
      hash.update(`${relative(root, file)}\0`).update(createHash('sha256').update(readFileSync(file)).digest());
    }
    return { sha256: hash.digest('hex'), packages: [...new Set(packages.values())].sort() };
  };
}

function mapValues<Value, Result>(
  of: Readonly<Record<string, Value>>,
  result: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, result(value, key)]));
}
