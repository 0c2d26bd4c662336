import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { messages, UserError } from '../../messages.ts';

const maxBytes = 256 * 1024 * 1024;

/** What the text says; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function readText(path: string): string {
  return readBytes(path).toString('utf8');
}

/** Throws a UserError for a file that cannot be read, or is too large for one of results. */
export function readBytes(path: string): Buffer {
  try {
    const { size } = statSync(path);
    if (size > maxBytes) throw new UserError(messages.at(path, messages.fileTooLarge(size, maxBytes)));
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(messages.cannotRead(path, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
