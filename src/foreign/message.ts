/**
 * What goes between this program and a solver in a process of its own, in both directions: messages of one line of JSON, followed by the
 * bytes of the arrays that it announces, one after the other: last index fastest, little-endian, complex entries as re, im.
 */
export interface Message {
  readonly header: Header;
  /** The numbers of the arrays, in the order of the header. */
  readonly values: readonly Float64Array[];
}

export interface Header {
  readonly arrays?: readonly ArrayHeader[];
  readonly [field: string]: unknown;
}

export interface ArrayHeader {
  readonly name: string;
  readonly type: 'float64' | 'complex128';
  readonly shape: readonly number[];
  /** Whether its first axis are the trials, in what is sent to a solver. */
  readonly perTrial?: boolean;
}

/** A line longer than this is no header. */
export const longestLine = 1 << 20;

/** Numbers of an array: two for each complex entry. */
export function numbersOf({ type, shape }: ArrayHeader): number {
  return shape.reduce((product, length) => product * length, type === 'complex128' ? 2 : 1);
}

export function lineOf(header: Header): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`);
}

export function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Reads a header's line. Throws an Error that says what is wrong with it. */
export function headerOf(line: string): Header {
  let header: unknown;
  try {
    header = JSON.parse(line);
  } catch {
    throw new Error(`a line of JSON was expected, not ${JSON.stringify(line.slice(0, 60))}`);
  }
  if (typeof header !== 'object' || header === null) throw new Error(`a JSON object was expected, not ${line}`);
  const { arrays = [] } = header as Header;
  if (!Array.isArray(arrays) || !arrays.every(isArrayHeader)) {
    throw new Error('"arrays" must be a list of { name, type: "float64" or "complex128", shape }');
  }
  return header as Header;
}

function isArrayHeader(array: Partial<ArrayHeader> | null): array is ArrayHeader {
  return (
    typeof array?.name === 'string' &&
    (array.type === 'float64' || array.type === 'complex128') &&
    Array.isArray(array.shape) &&
    array.shape.every((length) => Number.isSafeInteger(length) && length >= 0)
  );
}
