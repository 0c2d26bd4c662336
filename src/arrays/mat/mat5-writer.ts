import { entriesOf, FirstIndexFastest } from '../dense-array.ts';

/** A variable: an array of class double, the last index fastest, complex entries as re, im; or a text. */
export type MatVariable =
  | {
      readonly name: string;
      readonly shape: readonly number[];
      readonly complex: boolean;
      readonly values: Float64Array;
    }
  | { readonly name: string; readonly text: string };

/** Numbers of the format for types of data and classes of arrays. */
const types = { int8: 1, uint16: 4, int32: 5, uint32: 6, double: 9, matrix: 14 } as const;
const classes = { char: 4, double: 6 } as const;
const complexFlag = 0x0800;

/**
 * A MATLAB file of level 5, not compressed, little-endian.
 *
 * Format: MathWorks, "MAT-File Format".
 */
export function mat5(variables: readonly MatVariable[]): Uint8Array {
  const header = Buffer.alloc(128, ' ');
  header.write('MATLAB 5.0 MAT-file, written by reproduce', 'latin1');
  header.fill(0, 116, 124);
  header.writeUInt16LE(0x0100, 124);
  header.write('IM', 126, 'latin1');
  return Buffer.concat([header, ...variables.map(matrix)]);
}

function matrix(variable: MatVariable): Uint8Array {
  const { name } = variable;
  if ('text' in variable) {
    const codes = Uint16Array.from(variable.text, (letter) => letter.charCodeAt(0));
    return element('matrix', Buffer.concat([head(name, [1, codes.length], classes.char), element('uint16', codes)]));
  }
  // At least two axes, as every array has in MATLAB.
  const shape = variable.shape.length < 2 ? [1, ...variable.shape] : variable.shape;
  const { complex, values } = variable;
  const flags = classes.double | (complex ? complexFlag : 0);
  const parts = (complex ? [0, 1] : [0]).map((part) =>
    element('double', firstIndexFastest(values, shape, complex, part)),
  );
  return element('matrix', Buffer.concat([head(name, shape, flags), ...parts]));
}

function head(name: string, shape: readonly number[], flags: number): Uint8Array {
  return Buffer.concat([
    element('uint32', Uint32Array.of(flags, 0)),
    element('int32', Int32Array.from(shape)),
    element('int8', Buffer.from(name, 'latin1')),
  ]);
}

function firstIndexFastest(
  values: Float64Array,
  shape: readonly number[],
  complex: boolean,
  part: number,
): Float64Array {
  const places = new FirstIndexFastest(shape);
  const stride = complex ? 2 : 1;
  return Float64Array.from({ length: entriesOf(shape) }, () => values[stride * places.next() + part]);
}

/** Tag and data, padded to eight bytes. */
function element(type: keyof typeof types, data: ArrayBufferView): Uint8Array {
  const bytes = Buffer.alloc(8 + Math.ceil(data.byteLength / 8) * 8);
  bytes.writeUInt32LE(types[type], 0);
  bytes.writeUInt32LE(data.byteLength, 4);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8);
  return bytes;
}
