import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { asUserError } from '../../durable.ts';
import { messages, UserError } from '../../messages.ts';
import { type Head, headBytes, kindAt, kinds, readHead, sizeOf } from './frame.ts';

/** Bytes read at a time. */
const chunk = 1 << 20;

export function packPath(folder: string, name: string): string {
  return `${folder}/${name}.pack`;
}

export function indexPath(folder: string, name: string): string {
  return `${folder}/${name}.index`;
}

/** An entry of a pack and its number there; `isIndexed` is whether the index names it, which it does once the disk has the entry. */
export interface Entry extends Head {
  readonly ordinal: number;
  readonly isIndexed: boolean;
}

/** What follows the last whole entry: the beginning of one whose writer died, or what is no entry at all. */
export type Rest = 'none' | 'torn' | 'damaged';

/** Reads what a pack holds: the index first, then what was written after it. A pack may grow meanwhile. */
export class PackReader {
  readonly name: string;
  readonly path: string;
  readonly #index: string;
  /** Entries of the index read so far, and where in the pack the last of them ends. */
  #ordinal = 0;
  #end = 0;
  /** The same for all entries. */
  #tailOrdinal = 0;
  #tailEnd = 0;
  #rest: Rest = 'none';

  constructor(folder: string, name: string) {
    this.name = name;
    this.path = packPath(folder, name);
    this.#index = indexPath(folder, name);
  }

  /** Where the last whole entry ends, how many entries the index names, and what follows: as {@link load} found it. */
  get end(): { readonly offset: number; readonly indexed: number; readonly rest: Rest } {
    return { offset: this.#tailEnd, indexed: this.#ordinal, rest: this.#rest };
  }

  /** Passes every entry that was not there before to `add`, what was discarded too. Throws a UserError where a file cannot be read. */
  load(add: (entry: Entry) => void): void {
    withFile(this.path, 'r', (pack) => {
      const { size } = fstatSync(pack);
      withFile(this.#index, 'r', (index) => this.#loadIndexed(index, pack, size, add));
      if (this.#tailEnd < this.#end) [this.#tailEnd, this.#tailOrdinal] = [this.#end, this.#ordinal];
      this.#loadTail(pack, size, add);
    });
  }

  #loadIndexed(index: number, pack: number, size: number, add: (entry: Entry) => void): void {
    const rest = fstatSync(index).size - this.#ordinal * headBytes;
    if (rest < headBytes) return;
    const bytes = Buffer.allocUnsafe(Math.min(chunk, rest));
    for (;;) {
      const length = readSync(index, bytes, 0, bytes.length, this.#ordinal * headBytes);
      for (let at = 0; at + headBytes <= length; at += headBytes) {
        // Where the index is damaged, the entry itself may tell.
        const head = readHead(bytes, at) ?? headAt(pack, this.#end);
        if (head !== undefined) {
          if (head.offset + sizeOf(head) > size) return;
          add({ ...head, ordinal: this.#ordinal, isIndexed: true });
          this.#end = head.offset + sizeOf(head);
        }
        this.#ordinal += 1;
      }
      if (length < bytes.length) return;
    }
  }

  #loadTail(pack: number, size: number, add: (entry: Entry) => void): void {
    while (this.#tailEnd < size) {
      const head = headAt(pack, this.#tailEnd);
      if (head === undefined || head.offset + sizeOf(head) > size) {
        this.#rest = head !== undefined || size - this.#tailEnd < headBytes ? 'torn' : 'damaged';
        return;
      }
      add({ ...head, ordinal: this.#tailOrdinal, isIndexed: false });
      this.#tailEnd += sizeOf(head);
      this.#tailOrdinal += 1;
    }
    this.#rest = 'none';
  }

  /** Marks an entry as discarded, in the index and in the pack, in place. */
  discard(ordinal: number, offset: number): void {
    const mark = Uint8Array.of(kinds.void);
    try {
      withFile(this.#index, 'r+', (index) => {
        if (fstatSync(index).size >= (ordinal + 1) * headBytes)
          writeSync(index, mark, 0, 1, ordinal * headBytes + kindAt);
      });
      withFile(this.path, 'r+', (pack) => writeSync(pack, mark, 0, 1, offset + kindAt));
    } catch (error) {
      throw asUserError(error, this.path);
    }
  }
}

/** The head of the entry at a place of a pack; undefined where none begins there. */
function headAt(pack: number, offset: number): Head | undefined {
  const bytes = Buffer.alloc(headBytes);
  const length = readSync(pack, bytes, 0, headBytes, offset);
  const head = length < headBytes ? undefined : readHead(bytes, 0);
  return head?.offset === offset ? head : undefined;
}

/** Lets `use` work with the file; does nothing where there is none. Throws a UserError where it cannot be opened or read. */
function withFile(path: string, flags: 'r' | 'r+', use: (file: number) => void): void {
  let file: number | undefined;
  try {
    file = openSync(path, flags);
    use(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw code === undefined || flags === 'r+' ? error : new UserError(messages.cannotRead(path, code));
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
