import { closeSync, constants, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { asUserError, makeFolder } from '../../durable.ts';
import { type BlockFailure, type BlockResult, encodeBlock } from './block.ts';
import { checksum, headBytes, kinds, writeHead } from './frame.ts';
import { type Entry, indexPath, PackReader } from './pack.ts';

/** Milliseconds that an entry waits at most until the disk has it for sure, and the index names it. */
const longestWait = 500;

/**
 * Appends blocks to a pack, of which it is the only writer. A block is whole in the file when `write` returns, so that the death of the
 * process loses none; the disk is waited for once for all blocks of half a second. What a dead writer left half written is cut off.
 */
export class PackWriter {
  readonly path: string;
  readonly #pack: number;
  readonly #index: number;
  #end: number;
  #indexEnd: number;
  /** Heads that the index does not have yet. */
  #pending: Buffer[] = [];
  /** When the first of them was written. */
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;

  /**
   * @param name of the pack; where the pack of this name is damaged at its end it is left alone, and one beside it is written
   * @throws UserError where the folder or a file cannot be written
   */
  constructor(folder: string, name: string) {
    const { reader, tail } = findPack(folder, name);
    this.path = reader.path;
    this.#end = reader.end.offset;
    this.#indexEnd = reader.end.indexed * headBytes;
    this.#pending = tail.map(writeHead);
    try {
      makeFolder(folder);
      this.#pack = openSync(reader.path, constants.O_RDWR | constants.O_CREAT);
      this.#index = openSync(indexPath(folder, reader.name), constants.O_RDWR | constants.O_CREAT);
      ftruncateSync(this.#pack, this.#end);
      ftruncateSync(this.#index, this.#indexEnd);
    } catch (error) {
      throw asUserError(error, this.path);
    }
  }

  /** Throws a UserError where the disk is full; the pack is then as it was. */
  write(key: string, block: BlockResult): void {
    this.#append(key, kinds.block, block.seconds, encodeBlock(block));
  }

  /** Notes that a solver failed on a block. */
  fail(key: string, failure: BlockFailure): void {
    this.#append(key, kinds.failure, 0, [Buffer.from(JSON.stringify(failure))]);
  }

  close(): void {
    this.#sync();
    closeSync(this.#pack);
    closeSync(this.#index);
  }

  #append(key: string, kind: number, seconds: number, body: readonly Buffer[]): void {
    const length = body.reduce((sum, piece) => sum + piece.length, 0);
    const head = writeHead({ kind, length, seconds, offset: this.#end, key: Buffer.from(key, 'hex') });
    try {
      if (this.#failure !== undefined) throw this.#failure;
      this.#end = writeWhole(this.#pack, [head, ...body, checksum(head, body)], this.#end);
      if (this.#pending.length === 0) this.#since = Date.now();
      this.#pending.push(head);
      if (Date.now() - this.#since > longestWait) this.#sync();
      else this.#timer ??= setTimeout(() => this.#syncLater(), longestWait).unref();
    } catch (error) {
      throw asUserError(error, this.path);
    }
  }

  /** The disk first, then the index: what it names is there. */
  #sync(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#pending.length === 0) return;
    fdatasyncSync(this.#pack);
    this.#indexEnd = writeWhole(this.#index, this.#pending, this.#indexEnd);
    this.#pending = [];
  }

  /** A failure shows at the next block. */
  #syncLater(): void {
    try {
      this.#sync();
    } catch (error) {
      this.#failure = error;
    }
  }
}

/** The first pack of the name, or of the name with a number, to which something can be appended; and its entries that the index lacks. */
function findPack(folder: string, name: string): { reader: PackReader; tail: Entry[] } {
  for (let number = 1; ; number++) {
    const reader = new PackReader(folder, number === 1 ? name : `${name}.${number}`);
    const tail: Entry[] = [];
    reader.load((entry) => entry.isIndexed || tail.push(entry));
    if (reader.end.rest !== 'damaged') return { reader, tail };
  }
}

/** Writes all pieces at a place of a file, or nothing: the file then ends there again. Returns where they end. */
function writeWhole(file: number, pieces: readonly Buffer[], at: number): number {
  const end = pieces.reduce((sum, piece) => sum + piece.length, at);
  try {
    let rest = Buffer.concat(pieces);
    for (let from = at; from < end; ) {
      const written = writeSync(file, rest, 0, rest.length, from);
      from += written;
      rest = rest.subarray(written);
    }
    return end;
  } catch (error) {
    ftruncateSync(file, at);
    throw error;
  }
}
