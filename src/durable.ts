import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { exitCodes, messages, UserError } from './messages.ts';

/**
 * Writes a file so that its name holds either the old content or all of the new: to a temporary name beside it, synced to
 * the disk, then renamed. Missing folders are made. Throws a UserError where the disk is full or the folder read-only, and
 * leaves what was there untouched.
 */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeSynced(temporary, typeof content === 'string' ? Buffer.from(content) : content);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw asUserError(error, path);
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
