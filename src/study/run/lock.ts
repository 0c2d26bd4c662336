import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { asUserError, makeFolder } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { machineId, processStart } from './processes.ts';

/**
 * Locks for processes that share a folder, also from several machines: a file that names its owner. A dead owner loses it: on the
 * owner's machine that is seen from its process, on others from the file, which a living owner touches every quarter of a minute.
 * Times are compared as the file system gives them, so that the machines' clocks need not agree.
 */

/** Milliseconds between two touches of a lock's file, and after how many without one its owner counts as dead. */
const heartbeat = 15_000;
const lease = 90_000;

/** Who holds a lock. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Names the machine since its last start, and what of it sees the same process ids; empty where unknown. */
  readonly machine: string;
  /** When the process started, in the kernel's own count: tells it from a later process with the same id. Empty where unknown. */
  readonly start: string;
  /** ISO 8601. */
  readonly since: string;
}

/** What identifies a lock that is held: enough to ask from any thread whether it still is. */
export interface LockTicket {
  readonly path: string;
  readonly text: string;
}

/** Whether the lock is still held by who took it: after a long sleep another may have taken it over. */
export function isHeld({ path, text }: LockTicket): boolean {
  return readIfThere(path)?.text === text;
}

/** A lock that this process holds. */
export class Lock {
  readonly ticket: LockTicket;
  readonly #file: number;
  readonly #timer: NodeJS.Timeout;
  #isOpen = true;

  private constructor(ticket: LockTicket) {
    this.ticket = ticket;
    this.#file = openSync(ticket.path, 'r+');
    this.#timer = setInterval(() => this.#touch(), heartbeat).unref();
  }

  /**
   * Takes the lock file `path` for this process, over from a dead owner where it has one.
   * @returns the lock, or who has it; undefined where the file is no lock
   */
  static tryTake(path: string): Lock | Owner | undefined {
    const mine = thisProcess();
    const ticket = { path, text: JSON.stringify({ ...mine, token: randomBytes(8).toString('hex') }) };
    for (let tries = 0; tries < 100; tries++) {
      const now = createExclusively(ticket);
      if (now === undefined) return new Lock(ticket);
      const held = readIfThere(path);
      if (held === undefined) continue;
      const owner = ownerIn(held.text);
      if (owner === undefined || isAlive(owner, now - held.touched)) return owner;
      removeStale(path, held.text);
    }
    return undefined;
  }

  isHeld(): boolean {
    return isHeld(this.ticket);
  }

  /** Who has taken the lock over; undefined where nobody has, or has given it back since. */
  taker(): Owner | undefined {
    const held = readIfThere(this.ticket.path)?.text;
    return held === undefined || held === this.ticket.text ? undefined : ownerIn(held);
  }

  release(): void {
    clearInterval(this.#timer);
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    if (this.isHeld()) rmSync(this.ticket.path, { force: true });
  }

  /** Writes the first byte again: the file's time is then the file system's own, and no reader sees half of it. */
  #touch(): void {
    try {
      writeSync(this.#file, this.ticket.text[0], 0);
      fsync(this.#file, () => {});
    } catch {
      // A full disk or a lost server: who asks whether the lock is still held will see what came of it.
    }
  }
}

/**
 * Takes the lock file `path` for this process and returns the function that gives it back. Throws a UserError naming the owner where
 * that is alive, or may be.
 */
export function takeLock(path: string): () => void {
  const taken = Lock.tryTake(path);
  if (!(taken instanceof Lock)) throw new UserError(messages.locked(path, taken));
  return () => taken.release();
}

function thisProcess(): Owner {
  return {
    pid: process.pid,
    host: hostname(),
    machine: machineId(),
    start: processStart(process.pid) ?? '',
    since: new Date().toISOString(),
  };
}

/** Makes the file with all its content at once. Where it is there already, returns the file system's time in milliseconds. */
function createExclusively({ path, text }: LockTicket): number | undefined {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, text, { flag: 'wx' });
    const { mtimeMs } = statSync(temporary);
    const isMade = linkUnlessThere(temporary, path);
    rmSync(temporary, { force: true });
    // Over a network a link may have been made although the answer was lost.
    return isMade || isHeld({ path, text }) ? undefined : mtimeMs;
  } catch (error) {
    throw asUserError(error, path);
  }
}

/** False where there is something of this name. */
function linkUnlessThere(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    rmSync(from, { force: true });
    throw error;
  }
}

/** The file and when it was touched last, in milliseconds: opened, because a network's file system then asks for it anew. */
function readIfThere(path: string): { text: string; touched: number } | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return { text: readFileSync(file, 'utf8'), touched: fstatSync(file).mtimeMs };
  } catch (error) {
    if (['ENOENT', 'ESTALE'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw asUserError(error, path);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Moves a stale lock away. A lock that another process took over in the meantime is put back, unless a third has it already. */
function removeStale(path: string, held: string): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== held) linkUnlessThere(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw asUserError(error, path);
  }
}

function ownerIn(text: string): Owner | undefined {
  try {
    const { pid, host, machine, start, since } = JSON.parse(text) as Owner;
    return Number.isInteger(pid) ? { pid, host, machine, start, since } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an owner that touched its lock `age` milliseconds ago may still be at work. */
function isAlive(owner: Owner, age: number): boolean {
  if (owner.machine === '' || owner.machine !== machineId()) return age <= lease;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const start = processStart(owner.pid);
  return start === undefined || owner.start === '' || start === owner.start;
}
