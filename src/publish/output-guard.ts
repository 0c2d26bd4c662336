import { closeSync, existsSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { messages, UserError } from '../messages.ts';

/** A file at a place that the user named, which a command is about to write. */
export interface Output {
  readonly path: string;
  /** The option that named it. */
  readonly flag: string;
  /** `.csv` and the like. */
  readonly extension: string;
  /** Whether a file that begins like this is an earlier one of the same kind; no file is where it is left out. */
  readonly isOurs?: (beginning: string) => boolean;
}

export interface GuardOptions {
  /** Files that the command reads: never written, whatever `overwrite` says. */
  readonly inputs: readonly string[];
  /** Whether a file that this program did not write may be replaced. */
  readonly overwrite: boolean;
}

/** What is read of a file to tell whose it is. */
const beginningBytes = 1 << 16;

/**
 * Throws a UserError before anything is computed where an output has another extension than its content, would fall on an input or on
 * another output, or would replace a file that this program did not write.
 */
export function guardOutputs(outputs: readonly Output[], { inputs, overwrite }: GuardOptions): void {
  const taken = new Map(inputs.map((path) => [placeOf(path), messages.isInput()]));
  for (const { path, flag, extension, isOurs } of outputs) {
    const refuse = (why: string) => new UserError(messages.at(`${flag} ${path}`, why));
    if (extname(path) !== extension) throw refuse(messages.acceptedExtension(extension));
    const place = placeOf(path);
    const other = taken.get(place);
    if (other !== undefined) throw refuse(other);
    taken.set(place, messages.alsoNamedBy(flag));
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (!found.isFile()) throw refuse(messages.noRegularFile());
    if (overwrite || isOurs?.(beginningOf(path))) continue;
    throw refuse(isOurs === undefined ? messages.existsAlready() : messages.strangersFile());
  }
}

/** The one name of a file that may not exist yet: links and `..` resolved as far as there are folders. */
function placeOf(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole)) return realpathSync(whole);
  const folder = dirname(whole);
  return folder === whole ? whole : join(placeOf(folder), basename(whole));
}

function beginningOf(path: string): string {
  const bytes = Buffer.alloc(beginningBytes);
  const file = openSync(path, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
