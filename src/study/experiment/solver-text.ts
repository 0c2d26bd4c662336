import { basename, extname, resolve } from 'node:path';
import { isCommand } from '../../foreign/open.ts';
import { messages, UserError } from '../../messages.ts';
import { isModulePath } from './problem-source.ts';
import { type SolverEntry, solverEntry } from './schema.ts';

/** A solver as named on the command line. */
export interface NamedSolver {
  /** As written, for messages. */
  readonly text: string;
  /** Its name; of a file that is not open yet that of the file, without folder and extension. */
  readonly name: string;
  /** Path of the module, or network, of a user's own solver. */
  readonly module?: string;
  /** That path as it is shown where the name alone is not clear; as seen from the working folder unless given. */
  readonly shown?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Reads `wmmse`, `wmmse:iterations=20:start=random`, `./mine.py`, `./mine.js:step=0.1`, `net.onnx` or `exec:octave mine.m`. Values are numbers,
 * true, false, lists in brackets, `[2,4]`, or text.
 */
export function parseSolver(text: string): NamedSolver {
  const [named, ...assignments] = text.split(/:(?=[A-Za-z_]\w*=)/);
  const parameters = Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf('=');
      return [assignment.slice(0, at), parseValue(assignment.slice(at + 1))];
    }),
  );
  if (!isModulePath(named)) return { text, name: named, parameters };
  return { text, name: nameOfFile(named), module: named, parameters };
}

/** A solver of the user's own that an experiment file in `folder` names by its path from there, or by a command. */
export function ownSolverOf(text: string, folder: string): NamedSolver {
  const module = isCommand(text) ? text : resolve(folder, text);
  return { text, name: nameOfFile(text), module, shown: text, parameters: {} };
}

/** How a file is called: without folder and extension; a command after the last file that it seems to name. */
export function nameOfFile(path: string): string {
  const file = isCommand(path) ? (path.split(/\s+/).findLast((word) => /\w\.\w+$/.test(word)) ?? path) : path;
  return basename(file, extname(file));
}

/** What solvers are called in tables and figures: by their name, or as they are written on the command line. */
export type Labels = Readonly<Record<string, string>>;

/** Reads `solver=text` of `--label`. Throws a UserError for other forms. */
export function parseLabels(texts: readonly string[]): Labels {
  return Object.fromEntries(
    texts.map((text) => {
      // A solver may have parameters, which hold "=" too: the label begins after the last that belongs to none.
      const [, solver, label] = /^((?:[^=]+?)(?::[A-Za-z_]\w*=[^:=]*)*)=(.*\S.*)$/.exec(text) ?? [];
      if (solver === undefined) throw new UserError(messages.badLabel(text));
      return [solver, label.trim()];
    }),
  );
}

/** The entries, those that labels name with their label. Throws a UserError for a label that names none. */
export function labelled(
  entries: readonly SolverEntry[],
  labels: Labels,
  solvers: readonly NamedSolver[] = [],
): SolverEntry[] {
  const used = new Set<string>();
  const named = entries.map((entry, i) => {
    const found = [solvers[i]?.text, entry.solver].find((name) => name !== undefined && Object.hasOwn(labels, name));
    if (found === undefined) return entry;
    used.add(found);
    return { ...entry, label: labels[found] };
  });
  const unused = Object.keys(labels).find((name) => !used.has(name));
  if (unused === undefined) return named;
  const accepted = [...solvers.map(({ text }) => text), ...entries.map(({ solver }) => solver)];
  throw new UserError(messages.at(`--label ${unused}`, messages.unknownName('solver', unused, new Set(accepted))));
}

/** The entry that the solver would be in an experiment file. */
export function entryOf({ name, parameters }: NamedSolver): SolverEntry {
  return solverEntry.parse({ solver: name, parameters });
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
