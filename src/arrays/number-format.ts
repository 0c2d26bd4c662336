import type { ByteReader } from './byte-reader.ts';

/** How a number is written in a file. */
export interface NumberFormat {
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

/** IEEE floating-point numbers of 4 or 8 bytes, or whole numbers with or without sign of 1, 2, 4 or 8; undefined for others. */
export function numberFormat(
  kind: 'float' | 'signed' | 'unsigned',
  bytes: number,
  littleEndian: boolean,
): NumberFormat | undefined {
  const read = readers[kind][bytes];
  return read && { bytes, read: (view, at) => read(view, at, littleEndian) };
}

type Read = (view: DataView, at: number, littleEndian: boolean) => number;

const readers: Readonly<Record<string, Readonly<Record<number, Read>>>> = {
  float: {
    4: (view, at, little) => view.getFloat32(at, little),
    8: (view, at, little) => view.getFloat64(at, little),
  },
  signed: {
    1: (view, at) => view.getInt8(at),
    2: (view, at, little) => view.getInt16(at, little),
    4: (view, at, little) => view.getInt32(at, little),
    8: (view, at, little) => Number(view.getBigInt64(at, little)),
  },
  unsigned: {
    1: (view, at) => view.getUint8(at),
    2: (view, at, little) => view.getUint16(at, little),
    4: (view, at, little) => view.getUint32(at, little),
    8: (view, at, little) => Number(view.getBigUint64(at, little)),
  },
};

/** Numbers that are taken from a source at a time. */
const together = 8192;

/** Reads numbers one after the other and puts each in its place. */
export async function readNumbers(
  source: ByteReader,
  { bytes, read }: NumberFormat,
  count: number,
  put: (value: number) => void,
): Promise<void> {
  for (let done = 0; done < count; ) {
    const numbers = Math.min(together, count - done);
    const view = await source.take(numbers * bytes);
    for (let i = 0; i < numbers; i++) put(read(view, i * bytes));
    done += numbers;
  }
}
