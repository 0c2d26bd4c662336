import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes, messages, UserError } from './messages.ts';

/**
 * Writes a file so that its name holds either the old content or all of the new: to a temporary name beside it, synced to
 * the disk, then renamed. Missing folders are made. Throws a UserError where the disk is full or the folder read-only, and
 * leaves what was there untouched.
 */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    makeFolder(dirname(path));
    removeAbandoned(path);
    writeSynced(temporary, typeof content === 'string' ? Buffer.from(content) : content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw asUserError(error, path);
  }
}

/**
 * Makes a folder and those above it that are missing, one by one: where the system refuses although the folder above is there (a removed
 * working folder, a link that leads nowhere, /proc), Node's own way would try for ever. Throws the error of the system.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(folder).isDirectory()) return;
    const above = dirname(folder);
    if (code !== 'ENOENT' || existsSync(above)) throw error;
    makeFolder(above);
    makeFolder(folder);
  }
}

/** Milliseconds after which a temporary file that nobody has written to is one of a killed run. */
const abandonedAfter = 600_000;

/** Removes temporary files that killed runs have left beside `path`. */
export function removeAbandoned(path: string): void {
  const folder = dirname(path);
  const isTemporary = (file: string) =>
    file.startsWith(`${basename(path)}.`) && /^\d+-[0-9a-f]{8}\.tmp$/.test(file.slice(basename(path).length + 1));
  for (const name of readdirSync(folder).filter(isTemporary)) {
    const found = statSync(join(folder, name), { throwIfNoEntry: false });
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter) rmSync(join(folder, name), { force: true });
  }
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx');
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const refused = new Set(['ELOOP', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG']);

/** The UserError for an error of the file system that the user can mend; every other error as it is. */
export function asUserError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (full.has(code)) {
    return new UserError(messages.cannotWrite(path, `the disk is full (${code})`), exitCodes.incomplete);
  }
  if (code === 'ENOENT')
    return new UserError(messages.cannotWrite(path, `its folder is gone, or takes no files (${code})`));
  if (refused.has(code)) return new UserError(messages.cannotWrite(path, `the system refuses (${code})`));
  return error;
}
