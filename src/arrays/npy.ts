import { messages, UserError } from '../messages.ts';
import { ByteReader, type Bytes, CutOff } from './byte-reader.ts';
import {
  type ArrayInFile,
  type DenseArray,
  emptyArray,
  entriesOf,
  FirstIndexFastest,
  type FloatType,
} from './dense-array.ts';
import { type NumberFormat, numberFormat, readNumbers } from './number-format.ts';

/**
 * The array of a .npy file: real or complex, floating-point or whole numbers, either byte order, C or Fortran order,
 * format versions 1 to 3; also pairs of a real and an imaginary part, as h5py gives them.
 *
 * Format: NumPy Enhancement Proposal 1 and `numpy.lib.format`.
 * @throws UserError that names `path` and what is wrong with the file
 */
export async function openNpy(bytes: Bytes, path: string): Promise<ArrayInFile> {
  const { size } = bytes;
  const { descr, shape, fortranOrder, end } = await readHeader(bytes, path);
  const element = elementOf(descr);
  if (element === undefined) throw new UserError(messages.npyType(path, descr.replace(/[^ -~]/g, '?')));
  const { complex, format } = element;
  const numbers = entriesOf(shape) * (complex ? 2 : 1);
  if (size - end !== numbers * format.bytes) {
    throw new UserError(messages.npyLength(path, size - end, numbers * format.bytes));
  }
  return {
    name: '',
    shape,
    complex,
    read: async (type) => {
      const source = new ByteReader(bytes.range(end, size));
      try {
        return await readArray(source, format, emptyArray(shape, complex, type), fortranOrder);
      } finally {
        await source.close();
      }
    },
  };
}

async function readArray(
  source: ByteReader,
  format: NumberFormat,
  array: DenseArray,
  fortranOrder: boolean,
): Promise<DenseArray> {
  const { values, complex, shape } = array;
  let i = 0;
  if (!fortranOrder) {
    await readNumbers(source, format, values.length, (value) => {
      values[i++] = value;
    });
    return array;
  }
  const [places, parts] = [new FirstIndexFastest(shape), complex ? 2 : 1];
  let entry = 0;
  await readNumbers(source, format, values.length, (value) => {
    const part = i++ % parts;
    if (part === 0) entry = parts * places.next();
    values[entry + part] = value;
  });
  return array;
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** First byte after the header. */
  readonly end: number;
}

/** Longer headers are no headers. */
const longestHeader = 65_536;

async function readHeader(bytes: Bytes, path: string): Promise<Header> {
  const source = new ByteReader(bytes.range(0, Math.min(bytes.size, 12 + longestHeader)));
  try {
    const header = parseHeader(await headerText(source, bytes.size));
    if (header !== undefined) return header;
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
  } finally {
    await source.close();
  }
  throw new UserError(messages.notNpy(path));
}

async function headerText(source: ByteReader, size: number): Promise<{ text: string; end: number } | undefined> {
  const magic = [0x93, ...Buffer.from('NUMPY')];
  const start = await source.take(8);
  const version = start.getUint8(6);
  if (magic.some((byte, i) => start.getUint8(i) !== byte) || version < 1 || version > 3) return undefined;
  const width = version === 1 ? 2 : 4;
  const announced = await source.take(width);
  const length = width === 2 ? announced.getUint16(0, true) : announced.getUint32(0, true);
  if (length > longestHeader || 8 + width + length > size) return undefined;
  const { buffer, byteOffset } = await source.take(length);
  return { text: Buffer.from(buffer, byteOffset, length).toString('utf8'), end: 8 + width + length };
}

/** As many as NumPy makes. */
const mostAxes = 64;

/** The dictionary of the header, in the spellings of NumPy since its beginnings and of other writers. */
function parseHeader(header: { text: string; end: number } | undefined): Header | undefined {
  if (header === undefined) return undefined;
  const text = header.text.replaceAll('"', "'");
  const descr = /'descr'\s*:\s*('[^']*'|\[.*?\](?=\s*[,}]))/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\sL,]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) return undefined;
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size.trim().replace(/L$/, ''))]));
  if (sizes.length > mostAxes || !sizes.every(Number.isSafeInteger) || !Number.isSafeInteger(entriesOf(sizes)))
    return undefined;
  return { descr: descr.replace(/^'|'$/g, ''), fortranOrder: fortran === 'True', shape: sizes, end: header.end };
}

interface Element {
  readonly complex: boolean;
  readonly format: NumberFormat;
}

const kinds = { f: 'float', i: 'signed', u: 'unsigned' } as const;

function elementOf(descr: string): Element | undefined {
  const [, order, kind, size] = /^([<>|=])([fiuc])(\d+)$/.exec(descr) ?? [];
  if (kind !== undefined) {
    const complex = kind === 'c';
    const bytes = complex ? Number(size) / 2 : Number(size);
    const format = numberFormat(complex ? 'float' : kinds[kind as keyof typeof kinds], bytes, order !== '>');
    return format && { complex, format };
  }
  const pair = /^\[\('(?:real|re|r)', '([<>]f\d)'\), \('(?:imag|im|i)', '\1'\)\]$/.exec(descr);
  const part = pair === null ? undefined : elementOf(pair[1]);
  return part && { ...part, complex: true };
}

/** The bytes of a .npy file (version 1) with these values: float32 or float64, or complex64 or complex128, in C order. */
export function npyBytes({ shape, complex, values }: DenseArray): Uint8Array {
  const body = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([npyHeader(shape, complex, values instanceof Float32Array ? 'float32' : 'float64'), body]);
}

/** What stands before the values, which may follow piece by piece. */
export function npyHeader(shape: readonly number[], complex: boolean, type: FloatType): Uint8Array {
  const descr = `<${complex ? 'c' : 'f'}${(type === 'float32' ? 4 : 8) * (complex ? 2 : 1)}`;
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = Buffer.alloc(Math.ceil((10 + text.length + 1) / 64) * 64, ' ');
  header.set([0x93, ...Buffer.from('NUMPY'), 1, 0]);
  header.writeUInt16LE(header.length - 10, 8);
  header.write(`${text}`, 10, 'latin1');
  header[header.length - 1] = 0x0a;
  return header;
}
