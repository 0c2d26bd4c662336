import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import { packageRoot } from '../../package-root.ts';
import { readTopLevel } from './yaml.ts';

/** An experiment that can be named on the command line. */
export interface Listed {
  /** `mif-wmmse/fig3`. */
  readonly id: string;
  /** Absolute path of its file. */
  readonly file: string;
}

/** Files beside the experiments of a paper that are none. */
const others = new Set(['paper.yaml', 'claims.yaml']);

const numeric = new Intl.Collator('en', { numeric: true });

/**
 * The experiments in `experiments/` of the working folder and of this package, by id; where both have one of the same id, the
 * working folder's. Reads folder names only.
 */
export function listExperiments(workingFolder: string = process.cwd()): Listed[] {
  const found = new Map<string, Listed>();
  for (const folder of [packageRoot, workingFolder].map((root) => join(root, 'experiments'))) {
    for (const file of filesOf(folder)) {
      const id = idOf(file);
      found.set(id, { id, file });
    }
  }
  return [...found.values()].sort((a, b) => numeric.compare(a.id, b.id));
}

/** The id that an experiment file must have: its folder and its name. */
export function idOf(file: string): string {
  return `${basename(dirname(file))}/${basename(file, '.yaml')}`;
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((file) => file.endsWith('.yaml') && !others.has(basename(file)));
}

/**
 * The experiments that any of the patterns names, in their order: `all`, a paper (`mif-wmmse`), a figure of every paper
 * (`fig3`; `fig1` takes fig1a and fig1b too), one experiment (`mif-wmmse/fig3`), or the path of a file (`own/fig1.yaml`) or of a
 * paper's folder (`./my-paper`).
 * Throws a UserError with the nearest names for a pattern that names none; `others` may have been meant, too.
 */
export function matchExperiments(
  patterns: readonly string[],
  listed: readonly Listed[],
  others: readonly string[] = [],
): Listed[] {
  const isPath = (pattern: string) => pattern.endsWith('.yaml') || isPaper(pattern);
  const files = patterns.filter(isPath).flatMap((pattern) => (isPaper(pattern) ? filesIn(pattern) : [pattern]));
  const names = patterns.filter((pattern) => !isPath(pattern));
  const matched = names.map((pattern) => {
    const experiments = listed.filter(({ id }) => matches(pattern, id));
    if (experiments.length === 0) {
      const names = new Set([...namesOf(listed), ...others]);
      throw new UserError(messages.unknownExperiment(pattern, names, papersOf(listed)));
    }
    return experiments;
  });
  const wanted = new Set(matched.flat());
  return [...listed.filter((experiment) => wanted.has(experiment)), ...files.map(opened)];
}

function opened(path: string): Listed {
  const file = resolve(path);
  return { id: idOf(file), file };
}

/** Whether a pattern is the folder of a paper of the user's own, written as a path: `./my-paper`. */
function isPaper(pattern: string): boolean {
  return /^(\.{1,2}$|\.{0,2}\/)/.test(pattern) && existsSync(join(pattern, 'paper.yaml'));
}

function filesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !others.has(name));
  return names.sort(numeric.compare).map((name) => join(folder, name));
}

function matches(pattern: string, id: string): boolean {
  const [paper] = id.split('/');
  if (pattern === 'all' || pattern === paper) return true;
  const wanted = pattern.includes('/') ? pattern : `${paper}/${pattern}`;
  return id.startsWith(wanted) && /^[a-z]?$/.test(id.slice(wanted.length)) && !wanted.endsWith('/');
}

/** Everything that a pattern may be. */
function namesOf(listed: readonly Listed[]): Set<string> {
  return new Set(['all', ...listed.flatMap(({ id }) => [...id.split('/'), id])]);
}

function papersOf(listed: readonly Listed[]): string[] {
  return [...new Set(listed.map(({ id }) => id.split('/')[0]))];
}

/** What a listing says of an experiment. */
export interface Summary extends Listed {
  readonly title: string;
  readonly place: string;
  readonly problem: string;
}

/** Title, place and problem of an experiment, read without validating the file: '?' for what it does not say. */
export function summarize({ id, file }: Listed): Summary {
  const content = topLevel(file, ['title', 'place', 'problem']);
  const say = (key: string) => (typeof content[key] === 'string' ? content[key] : '?');
  return { id, file, title: say('title'), place: say('place'), problem: say('problem') };
}

/** The keys as they are written; none where they cannot be read: running the experiment says why. */
function topLevel(file: string, keys: readonly string[]): Record<string, unknown> {
  try {
    return readTopLevel(file, keys);
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}
