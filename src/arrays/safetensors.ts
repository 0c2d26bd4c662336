/**
 * The `.safetensors` file format: eight bytes with the length of a JSON header, the header, which gives every array its type,
 * shape and place, and then the arrays, little-endian, one after the other. https://huggingface.co/docs/safetensors
 */

export interface StoredArray {
  readonly shape: readonly number[];
  /** Words of 16 bits are bfloat16, the upper halves of float32. */
  readonly data: Float32Array | Float64Array | Uint16Array;
}

export interface SafeTensors {
  readonly arrays: Readonly<Record<string, StoredArray>>;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** Types that are read and written. */
const types = { F32: Float32Array, F64: Float64Array, BF16: Uint16Array } as const;

/** The bytes of a file; equal contents give equal bytes. */
export function writeSafeTensors(contents: SafeTensors): Uint8Array {
  return Buffer.concat([...safeTensorsPieces(contents)]);
}

/** The bytes of {@link writeSafeTensors}, piece by piece and without copies of the arrays, which come in the order of their names. */
export function* safeTensorsPieces({ arrays, metadata }: SafeTensors): Generator<Uint8Array> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const names = Object.keys(arrays).sort();
  let end = 0;
  for (const name of names) {
    const { shape, data } = arrays[name];
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: typeOf(data), shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // The format asks for arrays that begin at multiples of eight; spaces fill the header up.
  const length = Math.ceil(text.length / 8) * 8;
  const head = new Uint8Array(8 + length).fill(0x20, 8);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(text, 8);
  yield head;
  for (const name of names) {
    const { data } = arrays[name];
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
}

function typeOf(data: StoredArray['data']): keyof typeof types {
  if (data instanceof Uint16Array) return 'BF16';
  return data instanceof Float32Array ? 'F32' : 'F64';
}

/**
 * Reads what {@link writeSafeTensors} or another program wrote. Arrays are views of the bytes where these lie so that they can be.
 * @throws Error saying what is wrong where the bytes are not such a file or hold arrays of another type
 */
export function readSafeTensors(file: Uint8Array): SafeTensors {
  const { header, body } = divide(file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const arrays = Object.entries(entries).map(
    ([name, entry]) => [name, storedArray(name, entry as Entry, body)] as const,
  );
  return { arrays: Object.fromEntries(arrays), metadata: textsOf(metadata) };
}

/** The metadata alone. Throws as {@link readSafeTensors}. */
export function readMetadata(file: Uint8Array): SafeTensors['metadata'] {
  return textsOf(divide(file).header.__metadata__ ?? {});
}

function divide(file: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  const length = file.length < 8 ? -1 : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (length < 2 || length > file.length - 8) throw new Error('no safetensors file, or cut short');
  const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(8, 8 + length)));
  if (!isRecord(header)) throw new Error('the header is not an object');
  const body = new Uint8Array(file.buffer, file.byteOffset + 8 + length, file.length - 8 - length);
  return { header, body };
}

function storedArray(name: string, entry: Entry, body: Uint8Array): StoredArray {
  const { dtype, shape, data_offsets: offsets } = entry;
  const Data = types[dtype as keyof typeof types];
  if (!Data) throw new Error(`${name}: type ${dtype} is not among ${Object.keys(types).join(', ')}`);
  const [begin, end] = offsets;
  const inside = 0 <= begin && begin <= end && end <= body.length;
  if (!inside || end - begin !== shape.reduce((size, length) => size * length, 1) * Data.BYTES_PER_ELEMENT) {
    throw new Error(`${name}: bytes ${begin} to ${end} of ${body.length} do not hold ${dtype} [${shape.join(', ')}]`);
  }
  const start = body.byteOffset + begin;
  const isAligned = start % Data.BYTES_PER_ELEMENT === 0;
  const length = (end - begin) / Data.BYTES_PER_ELEMENT;
  return {
    shape,
    data: isAligned ? new Data(body.buffer as ArrayBuffer, start, length) : new Data(body.slice(begin, end).buffer),
  };
}

function textsOf(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw new Error('the metadata is not an object of texts');
  }
  return metadata as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
