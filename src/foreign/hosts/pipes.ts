import { readSync, writeSync } from 'node:fs';
import { bytesOf, headerOf, lineOf, type Message, numbersOf } from '../message.ts';

const chunk = Buffer.alloc(1 << 16);

/** Messages over two descriptors of this process, one after the other. Blocks while there is none: there is nothing else to do. */
export class Pipes {
  readonly #input: number;
  readonly #output: number;
  #buffered = Buffer.alloc(0);

  constructor(input: number, output: number) {
    this.#input = input;
    this.#output = output;
  }

  /** The next message; undefined at the end. */
  read(): Message | undefined {
    let end = this.#buffered.indexOf('\n');
    while (end < 0) {
      const read = readSync(this.#input, chunk);
      if (read === 0) return undefined;
      this.#buffered = Buffer.concat([this.#buffered, chunk.subarray(0, read)]);
      end = this.#buffered.indexOf('\n');
    }
    const header = headerOf(this.#buffered.subarray(0, end).toString());
    this.#buffered = this.#buffered.subarray(end + 1);
    return { header, values: (header.arrays ?? []).map((array) => this.#readNumbers(numbersOf(array))) };
  }

  write({ header, values }: Message): void {
    this.#writeAll(lineOf(header));
    for (const array of values) this.#writeAll(bytesOf(array));
  }

  #readNumbers(count: number): Float64Array {
    const values = new Float64Array(count);
    const bytes = bytesOf(values);
    let at = Math.min(bytes.length, this.#buffered.length);
    bytes.set(this.#buffered.subarray(0, at));
    this.#buffered = this.#buffered.subarray(at);
    while (at < bytes.length) {
      const read = readSync(this.#input, bytes, at, bytes.length - at, null);
      if (read === 0) throw new Error('the input ended within an array');
      at += read;
    }
    return values;
  }

  #writeAll(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#output, bytes, at, bytes.length - at);
  }
}
