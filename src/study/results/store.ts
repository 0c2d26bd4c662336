import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricKind } from '../../contracts/problem.ts';
import { columnsOf } from '../../contracts/problem.ts';
import { writeDurably } from '../../durable.ts';

/** The per-trial values of one metric or diagnostic at one iteration. */
export interface Observation {
  readonly name: string;
  readonly kind: MetricKind;
  /** Iteration or layer; null for a result that is not one point of a trajectory. */
  readonly iteration: number | null;
  /** Columns of a trial side by side, trial by trial. */
  readonly values: Float64Array;
}

/** What one solver gave on the trials of one block. */
export interface BlockResult {
  /** Number of trials. */
  readonly count: number;
  /** Time that drawing and solving took, in seconds. */
  readonly seconds: number;
  readonly observations: readonly Observation[];
}

/** A stored block, or why there is none. */
export type StoredBlock =
  | { readonly state: 'stored'; readonly result: BlockResult }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly path: string };

interface Header {
  readonly format: 1;
  readonly key: string;
  readonly count: number;
  readonly seconds: number;
  readonly observations: readonly Omit<Observation, 'values'>[];
}

const checksumBytes = 32;

/**
 * Results of blocks on the disk, `<folder>/ab/abcd...`: one line of JSON, the values as little-endian 64-bit floats, and the
 * SHA-256 of both. A file is complete or absent under its name, so any number of processes may share the folder.
 */
export class BlockStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  path(key: string): string {
    return join(this.folder, key.slice(0, 2), key);
  }

  /** Throws a UserError where the disk is full or the folder read-only. */
  write(key: string, { count, seconds, observations }: BlockResult): void {
    const header: Header = {
      format: 1,
      key,
      count,
      seconds,
      observations: observations.map(({ name, kind, iteration }) => ({ name, kind, iteration })),
    };
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(header)}\n`),
      ...observations.map(({ values }) => littleEndian(values)),
    ]);
    writeDurably(this.path(key), Buffer.concat([body, sha256(body)]));
  }

  /** The block of this key, its checksum verified. */
  read(key: string): StoredBlock {
    const path = this.path(key);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing' };
      throw error;
    }
    const result = decode(bytes, key);
    return result === undefined ? { state: 'damaged', path } : { state: 'stored', result };
  }

  remove(key: string): void {
    rmSync(this.path(key), { force: true });
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The block in `bytes`; undefined unless every byte is as it was written. */
function decode(bytes: Buffer, key: string): BlockResult | undefined {
  const body = bytes.subarray(0, Math.max(0, bytes.length - checksumBytes));
  if (!sha256(body).equals(bytes.subarray(body.length))) return undefined;
  const end = body.indexOf('\n');
  const header = JSON.parse(body.toString('utf8', 0, end)) as Header;
  if (header.format !== 1 || header.key !== key) return undefined;
  let offset = end + 1;
  const observations = header.observations.map((observation) => {
    const length = header.count * columnsOf(observation.kind) * 8;
    const values = fromLittleEndian(body.subarray(offset, (offset += length)));
    return { ...observation, values };
  });
  return { count: header.count, seconds: header.seconds, observations };
}

const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of the values, lowest first on every machine. */
function littleEndian(values: Float64Array): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return isLittleEndian ? bytes : Buffer.from(bytes).swap64();
}

function fromLittleEndian(bytes: Buffer): Float64Array {
  const copy = Buffer.from(bytes);
  if (!isLittleEndian) copy.swap64();
  return new Float64Array(copy.buffer.slice(copy.byteOffset, copy.byteOffset + copy.byteLength));
}
