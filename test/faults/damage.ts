import fc from 'fast-check';

/** One change of a file; places are shares of its length. */
type Damage =
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'set'; readonly at: number; readonly byte: number }
  | { readonly kind: 'cut'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | { readonly kind: 'copy'; readonly from: number; readonly at: number; readonly length: number };

// Without the ends, where places of all lengths fall together.
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const length = fc.integer({ min: 1, max: 64 });
const text = fc.constantFrom(
  '"',
  "'",
  '\n',
  ',',
  ':',
  '{',
  '}',
  '[',
  ']',
  '-',
  '1e999',
  '&a',
  '*a',
  '__proto__',
  '\0',
  '99999999999',
);

const one: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({
    kind: fc.constant('set' as const),
    at: place,
    byte: fc.constantFrom(0, 1, 0x20, 0x30, 0x39, 0x7f, 0x80, 0xff),
  }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 16 }),
      text.map((t) => new Uint8Array(Buffer.from(t))),
    ),
  }),
  fc.record({ kind: fc.constant('remove' as const), at: place, length }),
  fc.record({ kind: fc.constant('copy' as const), from: place, at: place, length }),
);

/** One to six changes. */
export const damages = fc.array(one, { minLength: 1, maxLength: 6 });

/** The bytes after all of the changes. */
export function damaged(bytes: Uint8Array, changes: readonly Damage[]): Buffer {
  return changes.reduce<Buffer>(after, Buffer.from(bytes));
}

function after(bytes: Buffer, damage: Damage): Buffer {
  const at = Math.floor(damage.at * bytes.length);
  const replaced = (byte: number) => Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at + 1)]);
  switch (damage.kind) {
    case 'flip':
      return replaced((bytes[at] ?? 0) ^ (1 << damage.bit));
    case 'set':
      return replaced(damage.byte);
    case 'cut':
      return bytes.subarray(0, at);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, at), damage.bytes, bytes.subarray(at)]);
    case 'remove':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + damage.length)]);
    case 'copy': {
      const from = Math.floor(damage.from * bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(from, from + damage.length), bytes.subarray(at)]);
    }
  }
}
