import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** A source that ended before all that was announced. */
export class CutOff extends Error {
  override readonly name = 'CutOff';
}

/** Bytes of a file or of a stream, one after the other. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #used = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes, exactly so many: a view that holds until the next call. Throws {@link CutOff} where there are fewer. */
  async take(length: number): Promise<DataView> {
    if (this.#chunk.length - this.#used < length) await this.#gather(length);
    const view = new DataView(this.#chunk.buffer, this.#chunk.byteOffset + this.#used, length);
    this.#used += length;
    return view;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0; ) {
      const part = Math.min(left, 65_536);
      await this.take(part);
      left -= part;
    }
  }

  /** Whether nothing is left. */
  async ended(): Promise<boolean> {
    while (this.#used === this.#chunk.length) if (!(await this.#next())) return true;
    return false;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #gather(length: number): Promise<void> {
    const parts = [this.#chunk.subarray(this.#used)];
    for (let found = parts[0].length; found < length; found += this.#chunk.length) {
      if (!(await this.#next())) throw new CutOff(`${found} bytes where ${length} are announced`);
      parts.push(this.#chunk);
    }
    this.#chunk = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    this.#used = 0;
  }

  async #next(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#chunk = value;
    this.#used = 0;
    return true;
  }
}

/** Bytes that can be read from any place, any number of times. */
export interface Bytes {
  readonly size: number;
  /** Bytes `from` to `to - 1`; fewer where there are fewer. */
  range(from: number, to: number): AsyncIterable<Uint8Array>;
}

export async function bytesOfFile(path: string): Promise<Bytes> {
  const { size } = await stat(path);
  return {
    size,
    range: (from, to) =>
      to > from ? createReadStream(path, { start: from, end: to - 1 }) : bytesIn(new Uint8Array(0)).range(0, 0),
  };
}

export function bytesIn(bytes: Uint8Array): Bytes {
  return {
    size: bytes.length,
    async *range(from, to) {
      yield bytes.subarray(from, to);
    },
  };
}

/** The bytes `from` to `to - 1`. Throws {@link CutOff} where there are fewer. */
export async function bytesAt(bytes: Bytes, from: number, to: number): Promise<DataView> {
  const reader = new ByteReader(bytes.range(from, to));
  try {
    return await reader.take(to - from);
  } finally {
    await reader.close();
  }
}
