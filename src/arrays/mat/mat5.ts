import { Readable } from 'node:stream';
import { createInflate } from 'node:zlib';
import { ByteReader, type Bytes, bytesAt, CutOff } from '../byte-reader.ts';
import {
  type ArrayInFile,
  type DenseArray,
  emptyArray,
  entriesOf,
  FirstIndexFastest,
  type FloatType,
  mostEntries,
} from '../dense-array.ts';
import { type NumberFormat, numberFormat, readNumbers } from '../number-format.ts';

/** What is wrong with a file, in a few words for a message. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Bytes of the header, of which the last four are version and byte order. */
export const headerLength = 128;

/** An element of the file. */
interface Element {
  readonly type: number;
  /** Bytes of its data, which begin at `from`. */
  readonly length: number;
  readonly from: number;
}

const matrix = 14;
const compressed = 15;

/** Bytes that one byte of compressed data can become at most. */
const greatestExpansion = 1032;

/**
 * The numeric arrays of a MATLAB file of level 5, which is what `save` writes unless told otherwise, compressed or not, in either byte
 * order. Headers are read now, numbers when they are wanted. Structures, cells, texts and sparse matrices are left out, their names in
 * `others`.
 *
 * Format: MathWorks, "MAT-File Format".
 * @throws Damaged
 */
export async function openMat5(bytes: Bytes): Promise<{ arrays: ArrayInFile[]; others: string[] }> {
  if (bytes.size < headerLength) throw new Damaged('its header is cut off');
  const header = await bytesAt(bytes, 0, headerLength);
  const littleEndian = header.getUint8(headerLength - 2) === 'I'.charCodeAt(0);
  const [arrays, others]: [ArrayInFile[], string[]] = [[], []];
  for await (const element of elements(bytes, littleEndian)) {
    if (element.type !== matrix && element.type !== compressed) continue;
    const variable = await openVariable(bytes, element, littleEndian);
    if (variable.array) arrays.push(variable.array);
    else others.push(variable.name);
  }
  return { arrays, others };
}

async function* elements(bytes: Bytes, littleEndian: boolean): AsyncGenerator<Element> {
  for (let at = headerLength; at < bytes.size; ) {
    if (at + 8 > bytes.size) throw new Damaged(`an element at byte ${at} is cut off`);
    const tag = await bytesAt(bytes, at, at + 8);
    const [type, length] = [tag.getUint32(0, littleEndian), tag.getUint32(4, littleEndian)];
    if (at + 8 + length > bytes.size) throw new Damaged(`an element at byte ${at} is cut off`);
    yield { type, length, from: at + 8 };
    at += 8 + (type === compressed ? length : padded(length));
  }
}

function padded(length: number): number {
  return Math.ceil(length / 8) * 8;
}

/** The element's own bytes; those of a compressed one begin with the tag of the matrix inside. */
function bytesOf(bytes: Bytes, { type, length, from }: Element): ByteReader {
  const stored = bytes.range(from, from + length);
  if (type !== compressed) return new ByteReader(stored);
  const [source, inflate] = [Readable.from(stored), createInflate()];
  source.on('error', (error) => inflate.destroy(error));
  return new ByteReader(source.pipe(inflate));
}

interface Variable {
  readonly name: string;
  /** Undefined where it is no array of numbers. */
  readonly array?: ArrayInFile;
}

interface VariableHeader {
  readonly name: string;
  readonly numeric: boolean;
  readonly complex: boolean;
  readonly shape: readonly number[];
}

async function openVariable(bytes: Bytes, element: Element, littleEndian: boolean): Promise<Variable> {
  const source = bytesOf(bytes, element);
  const { name, numeric, complex, shape } = await guarded(source, () =>
    readVariableHeader(source, element, littleEndian),
  );
  if (!numeric) return { name };
  const read = async (type: FloatType) => {
    const again = bytesOf(bytes, element);
    return guarded(again, async () => {
      const header = await readVariableHeader(again, element, littleEndian);
      return readParts(again, element, header, { littleEndian, type });
    });
  };
  return { name, array: { name, shape, complex, read } };
}

/** Runs, closes the source, and turns what its bytes can cause into {@link Damaged}. */
async function guarded<T>(source: ByteReader, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CutOff) throw new Damaged(`a variable is cut off: ${error.message}`);
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (/^Z_/.test(code)) throw new Damaged(`compressed data cannot be read (${code})`);
    throw error;
  } finally {
    await source.close();
  }
}

async function readVariableHeader(
  source: ByteReader,
  element: Element,
  littleEndian: boolean,
): Promise<VariableHeader> {
  if (element.type === compressed) {
    const { type } = await readTag(source, littleEndian);
    if (type !== matrix) throw new Damaged(`a compressed element holds type ${type} instead of a matrix`);
  }
  const flags = await readSmall(source, littleEndian, 8);
  const word = flags.length >= 4 ? flags.view.getUint32(0, littleEndian) : 0;
  const [kind, complex] = [word & 0xff, (word & 0x0800) !== 0];
  const dimensions = await readSmall(source, littleEndian, 4 * 32);
  const shape = Array.from({ length: dimensions.length / 4 }, (_, i) => dimensions.view.getInt32(4 * i, littleEndian));
  const text = await readSmall(source, littleEndian, 4096);
  const name = Buffer.from(text.view.buffer, text.view.byteOffset, text.length)
    .toString('latin1')
    .replace(/[^ -~]/g, '?');
  // Classes 6 to 15 are doubles, singles, and whole numbers of 8 to 64 bits.
  const numeric = kind >= 6 && kind <= 15;
  if (shape.length < 2 || shape.some((length) => length < 0) || entriesOf(shape) > mostEntries) {
    throw new Damaged(`a variable has the sizes ${shape.join(' x ')}`);
  }
  return { name, numeric, complex, shape };
}

interface Tag {
  readonly type: number;
  readonly length: number;
  /** The four bytes of data that a small element has in its tag. */
  readonly inside?: DataView;
}

async function readTag(source: ByteReader, littleEndian: boolean): Promise<Tag> {
  const view = await source.take(8);
  const first = view.getUint32(0, littleEndian);
  const small = first >>> 16;
  if (small === 0) return { type: first, length: view.getUint32(4, littleEndian) };
  if (small > 4) throw new Damaged(`a small element announces ${small} bytes`);
  return { type: first & 0xffff, length: small, inside: copied(new DataView(view.buffer, view.byteOffset + 4, 4)) };
}

/** The same bytes in memory of their own. */
function copied({ buffer, byteOffset, byteLength }: DataView): DataView {
  return new DataView(buffer.slice(byteOffset, byteOffset + byteLength));
}

async function readSmall(source: ByteReader, littleEndian: boolean, most: number) {
  const { length, inside } = await readTag(source, littleEndian);
  if (inside) return { length, view: inside };
  if (length > most) throw new Damaged(`a header announces ${length} bytes where at most ${most} belong`);
  return { length, view: copied(await source.take(padded(length))) };
}

/** The real and then the imaginary parts, each an element with the first index fastest. */
async function readParts(
  source: ByteReader,
  element: Element,
  { shape, complex }: VariableHeader,
  { littleEndian, type }: { littleEndian: boolean; type: FloatType },
): Promise<DenseArray> {
  const [entries, parts] = [entriesOf(shape), complex ? 2 : 1];
  let array: DenseArray | undefined;
  for (let part = 0; part < parts; part++) {
    const tag = await readTag(source, littleEndian);
    const format = formatOf(tag.type, littleEndian);
    if (format === undefined) throw new Damaged(`numbers of type ${tag.type}`);
    if (tag.length !== entries * format.bytes) {
      throw new Damaged(`${tag.length} bytes where ${entries} numbers of ${format.bytes} bytes are announced`);
    }
    // Room is made only for what the file can hold.
    if (tag.length > greatestExpansion * element.length) throw new Damaged(`${tag.length} bytes in ${element.length}`);
    array ??= emptyArray(shape, complex, type);
    const { values } = array;
    const places = new FirstIndexFastest(shape);
    const put = (value: number) => {
      values[parts * places.next() + part] = value;
    };
    if (tag.inside) for (let i = 0; i < entries; i++) put(format.read(tag.inside, i * format.bytes));
    else {
      await readNumbers(source, format, entries, put);
      if (part + 1 < parts) await source.skip(padded(tag.length) - tag.length);
    }
  }
  return array!;
}

/** Formats of the types miINT8 (1) to miUINT64 (13). */
function formatOf(type: number, littleEndian: boolean): NumberFormat | undefined {
  const known = (
    {
      1: ['signed', 1],
      2: ['unsigned', 1],
      3: ['signed', 2],
      4: ['unsigned', 2],
      5: ['signed', 4],
      6: ['unsigned', 4],
      7: ['float', 4],
      9: ['float', 8],
      12: ['signed', 8],
      13: ['unsigned', 8],
    } as const
  )[type];
  return known && numberFormat(known[0], known[1], littleEndian);
}
