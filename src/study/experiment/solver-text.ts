import { basename, extname } from 'node:path';
import { isCommand } from '../../foreign/open.ts';
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

/** How a file is called: without folder and extension; a command after the last file that it seems to name. */
export function nameOfFile(path: string): string {
  const file = isCommand(path) ? (path.split(/\s+/).findLast((word) => /\w\.\w+$/.test(word)) ?? path) : path;
  return basename(file, extname(file));
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
