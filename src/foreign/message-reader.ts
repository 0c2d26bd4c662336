import { type Header, headerOf, longestLine, type Message, numbersOf } from './message.ts';

/** Puts messages together from the bytes of a stream, as they come. */
export class MessageReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #header: Header | undefined;
  readonly #accept: (header: Header) => void;

  /** @param accept throws an Error for a header that is not wanted, before its arrays come */
  constructor(accept: (header: Header) => void) {
    this.#accept = accept;
  }

  /** The messages that `chunk` completes. Throws an Error for bytes that are none. */
  *push(chunk: Buffer): Iterable<Message> {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    for (let message = this.#next(); message !== undefined; message = this.#next()) yield message;
  }

  #next(): Message | undefined {
    this.#header ??= this.#readHeader();
    if (this.#header === undefined) return undefined;
    const lengths = (this.#header.arrays ?? []).map(numbersOf);
    const bytes = lengths.reduce((sum, numbers) => sum + numbers, 0) * Float64Array.BYTES_PER_ELEMENT;
    if (this.#length < bytes) return undefined;
    const all = new Uint8Array(bytes);
    all.set(this.#take(bytes));
    let at = 0;
    const values = lengths.map((numbers) => {
      const array = new Float64Array(all.buffer, at * Float64Array.BYTES_PER_ELEMENT, numbers);
      at += numbers;
      return array;
    });
    const header = this.#header;
    this.#header = undefined;
    return { header, values };
  }

  #readHeader(): Header | undefined {
    if (this.#length === 0) return undefined;
    const joined = this.#joined();
    const end = joined.indexOf('\n');
    if (end < 0 && this.#length <= longestLine) return undefined;
    if (end < 0 || end > longestLine)
      throw new Error(`a line of JSON was expected, not ${this.#length} bytes without one`);
    const line = this.#take(end).toString();
    this.#take(1);
    const header = headerOf(line);
    this.#accept(header);
    return header;
  }

  #take(bytes: number): Buffer {
    const joined = this.#joined();
    this.#chunks = [joined.subarray(bytes)];
    this.#length -= bytes;
    return joined.subarray(0, bytes);
  }

  #joined(): Buffer {
    if (this.#chunks.length !== 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0];
  }
}
