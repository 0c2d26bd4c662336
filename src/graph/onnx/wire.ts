const utf8 = new TextEncoder();

/**
 * Writes the binary form of protocol buffers: a message is a list of fields, each a tag (number and wire type) and a value.
 * Only what ONNX models need: https://protobuf.dev/programming-guides/encoding/.
 */
export class Message {
  readonly #chunks: Uint8Array[] = [];

  /** A whole number, from -2^53 to 2^53. */
  integer(field: number, value: number): this {
    return this.#tag(field, 0).#append(varint(value));
  }

  float(field: number, value: number): this {
    return this.#tag(field, 5).#append(new Uint8Array(new Float32Array([value]).buffer));
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, 2).#append(varint(value.length)).#append(value);
  }

  message(field: number, value: Message): this {
    return this.bytes(field, value.finish());
  }

  /** Numbers one after the other in one field. */
  packed(field: number, values: readonly number[]): this {
    return this.bytes(field, join(values.map(varint)));
  }

  finish(): Uint8Array {
    return join(this.#chunks);
  }

  #tag(field: number, wireType: number): this {
    return this.#append(varint(field * 8 + wireType));
  }

  #append(chunk: Uint8Array): this {
    this.#chunks.push(chunk);
    return this;
  }
}

/** A field of a message: its content where that is bytes, a text or a message; numbers are passed over. */
export interface Field {
  readonly field: number;
  readonly bytes?: Uint8Array;
}

/**
 * The fields of a message in their order.
 * @throws RangeError where the bytes are none
 */
export function* fieldsOf(message: Uint8Array): Iterable<Field> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (at >= message.length || scale > 2 ** 63) throw new RangeError('no number of a message');
      const byte = message[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = number();
    const [field, wireType] = [Math.floor(tag / 8), tag % 8];
    const length = lengthOf(wireType, number);
    if (length > message.length - at) throw new RangeError('a field is longer than its message');
    yield wireType === 2 ? { field, bytes: message.subarray(at, at + length) } : { field };
    at += length;
  }
}

/** Bytes that the value of a field takes from here on. */
function lengthOf(wireType: number, number: () => number): number {
  if (wireType === 0) {
    number();
    return 0;
  }
  if (wireType === 1) return 8;
  if (wireType === 2) return number();
  if (wireType === 5) return 4;
  throw new RangeError(`no field has the wire type ${wireType}`);
}

/** Seven bits a byte, lowest first; negative numbers as their 64-bit two's complement. */
function varint(value: number): Uint8Array {
  if (value >= 0 && value < 0x80) return Uint8Array.of(value);
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Uint8Array.from(bytes);
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}
