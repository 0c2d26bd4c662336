import { readFileSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { messages, UserError } from '../messages.ts';
import { bytesIn } from './byte-reader.ts';
import type { ArrayInFile } from './dense-array.ts';
import { openNpy } from './npy.ts';

/** Signatures and lengths of the records of a ZIP archive (PKWARE's APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16). */
const [localFile, centralFile, endOfCentral] = [0x04034b50, 0x02014b50, 0x06054b50];
const [localLength, centralLength, endLength] = [30, 46, 22];
const [stored, deflated] = [0, 8];

/** Bytes that an entry may have once it is no longer compressed. */
const mostBytes = 2 ** 31 - 1;

/**
 * The arrays of a .npz file, as numpy.savez and numpy.savez_compressed write it: a ZIP archive of .npy files, whose names are those of the
 * arrays.
 * @throws UserError that names the file and what is wrong with it
 */
export async function openNpz(path: string): Promise<ArrayInFile[]> {
  const bytes = readFileSync(path);
  const arrays = [];
  for (const { name, data } of entriesOf(bytes, path)) {
    if (!name.endsWith('.npy')) continue;
    const array = await openNpy(bytesIn(data), `${path}:${name}`);
    arrays.push({ ...array, name: name.replace(/\.npy$/, '') });
  }
  return arrays;
}

/** The files of the archive, by its central directory. */
function* entriesOf(bytes: Buffer, path: string): Iterable<{ name: string; data: Buffer }> {
  try {
    const end = endOf(bytes);
    let at = bytes.readUInt32LE(end + 16);
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
      if (bytes.readUInt32LE(at) !== centralFile) throw new RangeError('no directory');
      const [method, packed, size] = [
        bytes.readUInt16LE(at + 10),
        bytes.readUInt32LE(at + 20),
        bytes.readUInt32LE(at + 24),
      ];
      const lengths = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
      const name = bytes.toString('utf8', at + centralLength, at + centralLength + lengths[0]);
      const data = dataOf(bytes, bytes.readUInt32LE(at + 42), { method, packed, size });
      if (crc32(data) !== bytes.readUInt32LE(at + 16)) throw new RangeError('another checksum');
      yield { name, data };
      at += centralLength + lengths[0] + lengths[1] + lengths[2];
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(messages.damagedNpz(path));
  }
}

/** Where the record at the end begins, before a comment of any length. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - endLength; at >= Math.max(0, bytes.length - endLength - 0xffff); at--) {
    if (bytes.readUInt32LE(at) === endOfCentral) return at;
  }
  throw new RangeError('no end');
}

interface Packed {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
}

function dataOf(bytes: Buffer, at: number, { method, packed, size }: Packed): Buffer {
  if (bytes.readUInt32LE(at) !== localFile) throw new RangeError('no file');
  // Lengths of 4 GiB and more stand elsewhere; no array here is so large.
  if (packed === 0xffffffff || size > mostBytes) throw new RangeError('too large');
  const first = at + localLength + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  if (first + packed > bytes.length) throw new RangeError('cut off');
  const data = bytes.subarray(first, first + packed);
  if (method === stored) return data;
  if (method !== deflated) throw new RangeError('packed otherwise');
  const unpacked = inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  if (unpacked.length !== size) throw new RangeError('another size');
  return unpacked;
}
