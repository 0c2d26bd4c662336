import { readSync, writeSync } from 'node:fs';
import { bytesOf, headerOf, lineOf, type Message, numbersOf } from '../message.ts';

const [input, output] = [3, 4];

let buffered = Buffer.alloc(0);
const chunk = Buffer.alloc(1 << 16);

/** The next message; undefined at the end. Blocks until it is there: there is nothing else to do. */
export function readMessage(): Message | undefined {
  let end = buffered.indexOf('\n');
  while (end < 0) {
    const read = readSync(input, chunk);
    if (read === 0) return undefined;
    buffered = Buffer.concat([buffered, chunk.subarray(0, read)]);
    end = buffered.indexOf('\n');
  }
  const header = headerOf(buffered.subarray(0, end).toString());
  buffered = buffered.subarray(end + 1);
  return { header, values: (header.arrays ?? []).map((array) => readNumbers(numbersOf(array))) };
}

function readNumbers(count: number): Float64Array {
  const values = new Float64Array(count);
  const bytes = bytesOf(values);
  let at = Math.min(bytes.length, buffered.length);
  bytes.set(buffered.subarray(0, at));
  buffered = buffered.subarray(at);
  while (at < bytes.length) {
    const read = readSync(input, bytes, at, bytes.length - at, null);
    if (read === 0) throw new Error('the input ended within an array');
    at += read;
  }
  return values;
}

export function writeMessage({ header, values }: Message): void {
  writeAll(lineOf(header));
  for (const array of values) writeAll(bytesOf(array));
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(output, bytes, at, bytes.length - at);
}
