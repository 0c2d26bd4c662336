import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeDurably } from '../durable.ts';
import { messages, UserError } from '../messages.ts';
import { readMetadata, readSafeTensors, type StoredArray, safeTensorsPieces, writeSafeTensors } from './safetensors.ts';

/** Arrays, such as those of a network or of its training, kept in a file under the key of what they were trained for. */
export interface KeyedArrays {
  /** Content key: a hash of everything that the arrays depend on. */
  readonly key: string;
  readonly arrays: Readonly<Record<string, StoredArray>>;
  /** Anything else worth keeping: settings, step, notes. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Names in the file's metadata that this module uses itself. */
const own = { key: 'key', sha256: 'sha256' } as const;

/** Writes a `.safetensors` file with key and checksum, at once or not at all. */
export function saveArrays(path: string, { key, arrays, notes }: KeyedArrays): void {
  const metadata = { ...notes, [own.key]: key };
  writeDurably(path, writeSafeTensors({ arrays, metadata: { ...metadata, [own.sha256]: checksum(arrays, metadata) } }));
}

/**
 * Reads a file that {@link saveArrays} wrote for `key`.
 * @throws UserError naming the file where it is damaged, or was made for another key: it is never used
 */
export function loadArrays(path: string, key: string): KeyedArrays {
  const { arrays, metadata } = orRefuse(path, readSafeTensors);
  const { [own.sha256]: sha256, ...rest } = metadata;
  if (sha256 !== checksum(arrays, rest)) throw new UserError(messages.damagedArrays(path, 'its checksum does not fit'));
  const { [own.key]: found, ...notes } = rest;
  if (found !== key) throw new UserError(messages.foreignWeights(path, found ?? '(none)', key));
  return { key, arrays, notes };
}

/**
 * The checksum that the file says it has, without reading the arrays.
 * @throws UserError where it is not such a file
 */
export function statedChecksum(path: string): string {
  const { [own.sha256]: sha256 } = orRefuse(path, readMetadata);
  if (sha256 === undefined) throw new UserError(messages.damagedArrays(path, 'it states no checksum'));
  return sha256;
}

function orRefuse<T>(path: string, read: (bytes: Uint8Array) => T): T {
  const bytes = readFileSync(path);
  try {
    return read(bytes);
  } catch (error) {
    throw new UserError(messages.damagedArrays(path, (error as Error).message));
  }
}

/** SHA-256 over names, shapes, types, metadata and contents. */
function checksum(arrays: KeyedArrays['arrays'], metadata: Readonly<Record<string, string>>): string {
  const sorted = Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = createHash('sha256');
  for (const piece of safeTensorsPieces({ arrays, metadata: sorted })) hash.update(piece);
  return hash.digest('hex');
}
