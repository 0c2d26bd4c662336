import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, isAbsolute } from 'node:path';
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
    writeSynced(temporary, typeof content === 'string' ? Buffer.from(content) : content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw asUserError(error, path);
  }
}

/**
 * Makes a folder and those above it that are missing. Throws a UserError where the working folder has been removed: Node would try for
 * ever to make a folder inside it.
 */
export function makeFolder(folder: string): void {
  if (!isAbsolute(folder) && !hasWorkingFolder()) {
    throw new UserError(messages.cannotWrite(folder, 'the working folder is no longer there'));
  }
  mkdirSync(folder, { recursive: true });
}

function hasWorkingFolder(): boolean {
  try {
    return existsSync(process.cwd());
  } catch {
    return false;
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
const refused = new Set(['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'EISDIR', 'ENAMETOOLONG']);

/** The UserError for an error of the file system that the user can mend; every other error as it is. */
export function asUserError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (full.has(code)) {
    return new UserError(messages.cannotWrite(path, `the disk is full (${code})`), exitCodes.incomplete);
  }
  if (refused.has(code)) return new UserError(messages.cannotWrite(path, `the system refuses (${code})`));
  return error;
}
