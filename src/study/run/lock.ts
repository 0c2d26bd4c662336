import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { asUserError } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';

/** Who is writing the results that a lock file guards. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process started, in the kernel's own count: tells it from a later process with the same id. Empty where unknown. */
  readonly start: string;
  /** ISO 8601. */
  readonly since: string;
}

/**
 * Takes the lock file `path` for this process and returns the function that gives it back. A lock whose owner is gone, a dead
 * process of this host, is taken over. Throws a UserError naming the owner where it is alive or on another host.
 */
export function takeLock(path: string): () => void {
  const mine: Owner = {
    pid: process.pid,
    host: hostname(),
    start: processStart(process.pid) ?? '',
    since: new Date().toISOString(),
  };
  const text = JSON.stringify(mine);
  mkdirForLock(path);
  while (!createExclusively(path, text)) {
    const held = readIfThere(path);
    if (held !== undefined) removeIfStale(path, held);
  }
  return () => {
    if (readIfThere(path) === text) rmSync(path, { force: true });
  };
}

function mkdirForLock(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw asUserError(error, path);
  }
}

/** Makes the file with all its content at once; false where it is there already. */
function createExclusively(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, text);
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw asUserError(error, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw asUserError(error, path);
  }
}

/** Moves a stale lock away. A lock that another process took over in the meantime is put back. */
function removeIfStale(path: string, held: string): void {
  const owner = parse(held);
  if (owner === undefined || isAlive(owner)) throw new UserError(messages.locked(path, owner));
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw asUserError(error, path);
  }
  if (readFileSync(aside, 'utf8') !== held) renameSync(aside, path);
  else rmSync(aside, { force: true });
}

function parse(text: string): Owner | undefined {
  try {
    const { pid, host, start, since } = JSON.parse(text) as Owner;
    return Number.isInteger(pid) ? { pid, host, start, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the owner may still be at work; a process of another host always may. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const start = processStart(owner.pid);
  return start === undefined || owner.start === '' || start === owner.start;
}

/** When a process started, in clock ticks since boot, where the system tells (Linux): field 22 of /proc/<pid>/stat. */
function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
