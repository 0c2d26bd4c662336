import { messages, UserError } from '../../messages.ts';
import { type Bytes, bytesAt, bytesOfFile } from '../byte-reader.ts';
import type { ArrayInFile } from '../dense-array.ts';
import { openHdf5 } from './hdf5.ts';
import { Damaged, headerLength, openMat5 } from './mat5.ts';

/** The arrays of a MATLAB file, and the names of what else is in it. */
export interface MatFile {
  readonly arrays: readonly ArrayInFile[];
  readonly others: readonly string[];
}

const hdf5Signature = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Where the HDF5 part of a file of level 7.3 begins. */
const userBlock = 512;

/**
 * Opens a MATLAB file of level 5 (`save`, `save -v7`) or 7.3 (`save -v7.3`).
 * @throws UserError that names the file and what is wrong with it
 */
export async function openMat(path: string): Promise<MatFile> {
  const bytes = await bytesOfFile(path);
  const level = await levelOf(bytes);
  if (level === undefined) throw new UserError(messages.notMat(path));
  const { arrays, others } = await named(path, () => (level === 5 ? openMat5(bytes) : openHdf5(path)));
  return { others, arrays: arrays.map((array) => ({ ...array, read: (type) => named(path, () => array.read(type)) })) };
}

async function levelOf(bytes: Bytes): Promise<5 | 7.3 | undefined> {
  const start = Buffer.alloc(userBlock + hdf5Signature.length);
  const found = await bytesAt(bytes, 0, Math.min(bytes.size, start.length));
  start.set(new Uint8Array(found.buffer, found.byteOffset, found.byteLength));
  if (start.subarray(userBlock).equals(hdf5Signature)) return 7.3;
  const mark = start.toString('latin1', headerLength - 2, headerLength);
  return bytes.size >= headerLength && (mark === 'IM' || mark === 'MI') ? 5 : undefined;
}

async function named<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Damaged) throw new UserError(messages.damagedMat(path, error.message));
    throw error;
  }
}
