import { messages, UserError } from '../messages.ts';

/** A complex array read from a .npy file: entries as re, im, the last index fastest. */
export interface ComplexArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

interface Header {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
  /** First byte after the header. */
  readonly end: number;
}

/**
 * Reads a complex64 or complex128 array (little-endian, C or Fortran order, format versions 1 to 3) from the bytes of a .npy
 * file. Throws a UserError that names `path` and what is wrong with the file.
 *
 * Format: NumPy Enhancement Proposal 1 and `numpy.lib.format`.
 */
export function parseNpy(bytes: Uint8Array, path: string): ComplexArray {
  const header = parseHeader(bytes, path);
  const { descr, shape, fortranOrder, end } = header;
  if (descr !== '<c8' && descr !== '<c16') throw new UserError(messages.npyType(path, descr));
  const realBytes = descr === '<c8' ? 4 : 8;
  const reals = 2 * shape.reduce((product, size) => product * size, 1);
  const found = bytes.length - end;
  if (found !== reals * realBytes) throw new UserError(messages.npyLength(path, found, reals * realBytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, found);
  const values = new Float64Array(reals);
  for (let i = 0; i < reals; i++) {
    values[i] = realBytes === 4 ? view.getFloat32(4 * i, true) : view.getFloat64(8 * i, true);
  }
  return { shape, values: fortranOrder ? lastIndexFastest(values, shape) : values };
}

function parseHeader(bytes: Uint8Array, path: string): Header {
  const notNpy = () => new UserError(messages.notNpy(path));
  const magic = [0x93, ...Buffer.from('NUMPY')];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) throw notNpy();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw notNpy();
  const start = version === 1 ? 10 : 12;
  const end = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (end > bytes.length) throw notNpy();
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  const descr = /'descr'\s*:\s*('[^']*'|\[.*\])/.exec(text)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || fortran === undefined || shape === undefined) throw notNpy();
  return {
    descr: descr.replaceAll("'", ''),
    fortranOrder: fortran === 'True',
    shape: shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)])),
    end,
  };
}

/** Complex entries from first-index-fastest to last-index-fastest order. */
function lastIndexFastest(values: Float64Array, shape: readonly number[]): Float64Array {
  const sorted = new Float64Array(values.length);
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  for (let entry = 0; entry < values.length / 2; entry++) {
    const from = index.reduce((sum, i, axis) => sum + i * strides[axis], 0);
    sorted[2 * entry] = values[2 * from];
    sorted[2 * entry + 1] = values[2 * from + 1];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return sorted;
}
