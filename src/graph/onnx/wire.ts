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
