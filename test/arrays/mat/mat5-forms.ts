import { deflateSync } from 'node:zlib';

/** How the numbers of an array are stored: MATLAB's number of the type, bytes each, and how one is written. */
interface Stored {
  readonly type: number;
  readonly bytes: number;
  put(view: DataView, at: number, value: number, littleEndian: boolean): void;
}

export const storage = {
  double: { type: 9, bytes: 8, put: (view, at, value, little) => view.setFloat64(at, value, little) },
  single: { type: 7, bytes: 4, put: (view, at, value, little) => view.setFloat32(at, value, little) },
  int16: { type: 3, bytes: 2, put: (view, at, value, little) => view.setInt16(at, value, little) },
  uint8: { type: 2, bytes: 1, put: (view, at, value) => view.setUint8(at, value) },
} as const satisfies Record<string, Stored>;

export interface MatVariable {
  readonly name: string;
  readonly shape: readonly number[];
  /** First index fastest. */
  readonly re: readonly number[];
  readonly im?: readonly number[];
  readonly stored: keyof typeof storage;
}

export interface MatOptions {
  readonly littleEndian: boolean;
  readonly compressed: boolean;
}

/** A MATLAB file of level 5 with arrays of class double, as the format's description has it. */
export function mat5(variables: readonly MatVariable[], options: MatOptions): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, written by a test', 'latin1');
  header.fill(0, 116, 124);
  if (options.littleEndian) header.writeUInt16LE(0x0100, 124);
  else header.writeUInt16BE(0x0100, 124);
  header.write(options.littleEndian ? 'IM' : 'MI', 126, 'latin1');
  return Buffer.concat([header, ...variables.map((variable) => variableElement(variable, options))]);
}

function variableElement(
  { name, shape, re, im, stored }: MatVariable,
  { littleEndian, compressed }: MatOptions,
): Uint8Array {
  const words = (values: readonly number[]) => {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => {
      view.setUint32(4 * i, value, littleEndian);
    });
    return new Uint8Array(view.buffer);
  };
  const numbers = (values: readonly number[]) => {
    const { bytes, put } = storage[stored];
    const view = new DataView(new ArrayBuffer(bytes * values.length));
    values.forEach((value, i) => {
      put(view, bytes * i, value, littleEndian);
    });
    return element(storage[stored].type, new Uint8Array(view.buffer), littleEndian);
  };
  const matrix = element(
    14,
    Buffer.concat([
      element(6, words([6 + (im ? 0x0800 : 0), 0]), littleEndian),
      element(5, words(shape), littleEndian),
      element(1, Buffer.from(name, 'latin1'), littleEndian),
      numbers(re),
      ...(im ? [numbers(im)] : []),
    ]),
    littleEndian,
  );
  if (!compressed) return matrix;
  const packed = deflateSync(matrix);
  return Buffer.concat([words([15, packed.length]), packed]);
}

/** Tag and data, padded to eight bytes; up to four bytes of data stand in the tag. */
function element(type: number, data: Uint8Array, littleEndian: boolean): Uint8Array {
  const small = data.length > 0 && data.length <= 4;
  const bytes = Buffer.alloc(small ? 8 : 8 + Math.ceil(data.length / 8) * 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  view.setUint32(0, small ? (data.length << 16) | type : type, littleEndian);
  if (!small) view.setUint32(4, data.length, littleEndian);
  bytes.set(data, small ? 4 : 8);
  return bytes;
}
