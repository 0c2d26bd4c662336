import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * One entry of a pack: a head of 64 bytes, a body, and the SHA-256 of both. The head, which the pack's index repeats, holds
 *
 * | bytes | what |
 * | --- | --- |
 * | 0-2 | `RBP` |
 * | 3 | the kind, the one byte that may change later |
 * | 4-7 | CRC-32 of the bytes 8-63 |
 * | 8-15 | length of the body in bytes, as are the next two a little-endian 64-bit float |
 * | 16-23 | seconds that the block took |
 * | 24-31 | where in the pack the entry begins |
 * | 32-63 | key of the block |
 */

export const headBytes = 64;
export const checksumBytes = 32;

/** `void` is what was discarded. */
export const kinds = { void: 0x00, block: 0x5a, failure: 0xa5 } as const;

/** Byte of the head that holds the kind. */
export const kindAt = 3;
const keyAt = 32;
const magic = Buffer.from('RBP');

export interface Head {
  readonly kind: number;
  readonly length: number;
  readonly seconds: number;
  readonly offset: number;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export function writeHead({ kind, length, seconds, offset, key }: Head): Buffer {
  const bytes = Buffer.alloc(headBytes);
  magic.copy(bytes);
  bytes[kindAt] = kind;
  bytes.writeDoubleLE(length, 8);
  bytes.writeDoubleLE(seconds, 16);
  bytes.writeDoubleLE(offset, 24);
  bytes.set(key, keyAt);
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

/** The head at `at`; undefined where there is none, or a damaged one. Its key is a view of `bytes`. */
export function readHead(bytes: Buffer, at: number): Head | undefined {
  const head = bytes.subarray(at, at + headBytes);
  if (head.length < headBytes || magic.compare(head, 0, magic.length) !== 0) return undefined;
  if (crc32(head.subarray(8)) !== head.readUInt32LE(4)) return undefined;
  const kind = head[kindAt];
  if (kind !== kinds.void && kind !== kinds.block && kind !== kinds.failure) return undefined;
  const [length, seconds, offset] = [8, 16, 24].map((byte) => head.readDoubleLE(byte));
  return { kind, length, seconds, offset, key: head.subarray(keyAt) };
}

/** Bytes that an entry takes. */
export function sizeOf({ length }: Head): number {
  return headBytes + length + checksumBytes;
}

/** The checksum that stands behind head and body. */
export function checksum(head: Uint8Array, body: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256').update(head.subarray(8));
  for (const piece of body) hash.update(piece);
  return hash.digest();
}
