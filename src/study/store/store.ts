import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { messages, UserError } from '../../messages.ts';
import { type BlockFailure, type BlockResult, decodeBlock } from './block.ts';
import { BlockIndex, type Location } from './block-index.ts';
import { checksum, checksumBytes, headBytes, kinds, readHead } from './frame.ts';
import { PackReader } from './pack.ts';

/** A stored block, or why there is none. */
export type StoredBlock =
  | { readonly state: 'stored'; readonly result: BlockResult }
  | { readonly state: 'missing' }
  /** `place` names the file and where in it. */
  | { readonly state: 'damaged'; readonly place: string };

/** What the store says of a block without reading it. */
export type BlockState = 'stored' | 'failed' | 'missing';

const packName = /^(\d+-\d+(?:\.\d+)?)\.pack$/;
const mostOpen = 32;

/**
 * Results of blocks on the disk, for reading: packs, `<folder>/<slot>-<thread>.pack`, each with an index. Any number of processes may share
 * the folder; each writes packs of its own, see {@link StoreLease}. What is where is known as it was at the last {@link refresh}.
 */
export class BlockStore {
  readonly folder: string;
  readonly #packs: PackReader[] = [];
  readonly #index = new BlockIndex();
  /** Open packs by their path, those used last at the end. */
  readonly #files = new Map<string, number>();

  /** Throws a UserError where the folder or a pack cannot be read. */
  constructor(folder: string) {
    this.folder = folder;
    this.refresh();
  }

  /** Looks for blocks that were written since. */
  refresh(): void {
    const known = new Set(this.#packs.map(({ name }) => name));
    for (const name of packsIn(this.folder)) if (!known.has(name)) this.#packs.push(new PackReader(this.folder, name));
    for (const [pack, reader] of this.#packs.entries()) {
      reader.load(({ key, isIndexed: _, ...entry }) => this.#add(key, { ...entry, pack }));
    }
  }

  state(key: string): BlockState {
    const kind = this.#find(key)?.kind;
    if (kind === kinds.block) return 'stored';
    return kind === kinds.failure ? 'failed' : 'missing';
  }

  /** Seconds that a stored block took. */
  seconds(key: string): number {
    return this.#find(key)?.seconds ?? 0;
  }

  /** The block of this key, its checksum verified. */
  read(key: string): StoredBlock {
    const location = this.#find(key);
    if (location?.kind !== kinds.block) return { state: 'missing' };
    const body = this.#bodyAt(location, key);
    if (body === 'discarded') return { state: 'missing' };
    if (body !== undefined) return { state: 'stored', result: decodeBlock(body, location.seconds) };
    return { state: 'damaged', place: `${this.#packs[location.pack].path} (byte ${location.offset})` };
  }

  /** Why a block failed; undefined where it has not, or nothing whole says so. */
  failure(key: string): BlockFailure | undefined {
    const location = this.#find(key);
    const body = location?.kind === kinds.failure ? this.#bodyAt(location, key) : undefined;
    return body instanceof Buffer ? (JSON.parse(body.toString()) as BlockFailure) : undefined;
  }

  /** Forgets what is stored under a key, for all processes. Throws a UserError where the pack cannot be written. */
  discard(key: string): void {
    const location = this.#find(key);
    if (location === undefined || location.kind === kinds.void) return;
    this.#packs[location.pack].discard(location.ordinal, location.offset);
    this.#index.set(Buffer.from(key, 'hex'), { ...location, kind: kinds.void });
  }

  close(): void {
    for (const file of this.#files.values()) closeSync(file);
    this.#files.clear();
  }

  #find(key: string): Location | undefined {
    return this.#index.get(Buffer.from(key, 'hex'));
  }

  /** The later entry counts, but no failure takes the place of a block. */
  #add(key: Uint8Array, location: Location): void {
    const known = this.#index.get(key);
    if (known !== undefined && rank(known) > rank(location)) return;
    this.#index.set(key, location);
  }

  /** The bytes between head and checksum; undefined where they are not as they were written. */
  #bodyAt({ pack, offset, length, kind }: Location, key: string): Buffer | 'discarded' | undefined {
    const bytes = Buffer.allocUnsafe(headBytes + length + checksumBytes);
    if (this.#readFully(this.#packs[pack].path, bytes, offset) < bytes.length) return undefined;
    const head = readHead(bytes, 0);
    if (head?.kind === kinds.void) return 'discarded';
    if (head?.kind !== kind || head.length !== length || Buffer.from(key, 'hex').compare(head.key) !== 0)
      return undefined;
    const body = bytes.subarray(headBytes, headBytes + length);
    return checksum(bytes.subarray(0, headBytes), [body]).equals(bytes.subarray(headBytes + length)) ? body : undefined;
  }

  #readFully(path: string, bytes: Buffer, offset: number): number {
    const file = this.#open(path);
    let done = 0;
    while (file !== undefined && done < bytes.length) {
      const read = readSync(file, bytes, done, bytes.length - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  #open(path: string): number | undefined {
    const known = this.#files.get(path);
    const file = known ?? openIfThere(path);
    if (file === undefined) return undefined;
    this.#files.delete(path);
    this.#files.set(path, file);
    if (this.#files.size > mostOpen) {
      const [oldest, its] = this.#files.entries().next().value!;
      closeSync(its);
      this.#files.delete(oldest);
    }
    return file;
  }
}

/** A block counts for more than a failure, a failure for more than what was discarded. */
function rank({ kind }: Location): number {
  if (kind === kinds.block) return 2;
  return kind === kinds.failure ? 1 : 0;
}

function packsIn(folder: string): string[] {
  try {
    return readdirSync(folder).flatMap((file) => packName.exec(file)?.[1] ?? []);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new UserError(messages.cannotRead(folder, code));
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}
