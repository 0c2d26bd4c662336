import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { isHeld, Lock, type LockTicket } from '../run/lock.ts';
import { PackWriter } from './pack-writer.ts';

/** Where the threads of a process write: packs `<slot>-<thread>` of a folder, as long as the process holds the slot. */
export interface StorePlace {
  readonly folder: string;
  readonly slot: number;
  readonly lock: LockTicket;
}

/** A slot of a store that this process holds. There are about as many slots as there were ever processes at a time. */
export class StoreLease {
  readonly place: StorePlace;
  readonly #lock: Lock;

  /**
   * @param first slot to try; processes that begin together had better begin at different ones
   * @throws UserError where the folder cannot be written
   */
  constructor(folder: string, first = 0) {
    for (let slot = first; ; slot++) {
      const path = join(folder, `${slot}.lock`);
      const lock = Lock.tryTake(path);
      if (lock === undefined) throw new UserError(messages.locked(path));
      if (!(lock instanceof Lock)) continue;
      this.#lock = lock;
      this.place = { folder, slot, lock: lock.ticket };
      return;
    }
  }

  release(): void {
    this.#lock.release();
  }
}

/** Milliseconds after which the lock is looked at again: less than it takes until others count its owner as dead. */
const trusted = 20_000;

/** The pack that this thread writes, for the lease that it was given last. */
let own: { readonly writer: PackWriter; readonly lock: LockTicket; checked: number } | undefined;

/**
 * The writer of this thread for a place. Throws a UserError where it cannot be written, or another process has taken the slot over: after
 * a long sleep.
 */
export function writerAt({ folder, slot, lock }: StorePlace): PackWriter {
  if (own?.lock.text !== lock.text) {
    own?.writer.close();
    own = undefined;
    own = { writer: new PackWriter(folder, `${slot}-${threadId}`), lock, checked: Date.now() };
  }
  if (Date.now() - own.checked > trusted) {
    if (!isHeld(lock)) throw new UserError(messages.storeTakenOver(folder), exitCodes.incomplete);
    own.checked = Date.now();
  }
  return own.writer;
}
