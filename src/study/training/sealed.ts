import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { writeDurably } from '../../durable.ts';

/**
 * JSON documents that notice damage: the first key is the SHA-256 of the rest. Weights and training checkpoints are kept in
 * this form; arrays of numbers travel as base64 of little-endian floats, so that they come back bit by bit.
 */

/** Writes `document` durably, sealed. */
export function writeSealed(path: string, document: object): void {
  const body = JSON.stringify(document, null, 1);
  writeDurably(path, `${JSON.stringify({ sha256: digest(body) })}\n${body}\n`);
}

/** The document at `path`; null where there is none; `damaged` where its seal does not fit. */
export async function readSealed(path: string): Promise<{ document: unknown } | 'damaged' | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const end = text.indexOf('\n');
  const body = text.slice(end + 1, -1);
  try {
    const { sha256 } = JSON.parse(text.slice(0, end)) as { sha256: string };
    return sha256 === digest(body) ? { document: JSON.parse(body) } : 'damaged';
  } catch {
    return 'damaged';
  }
}

export function toBase64(values: Uint16Array | Float32Array | Float64Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

export function float64FromBase64(text: string): Float64Array {
  return new Float64Array(bytesOf(text));
}

export function float32FromBase64(text: string): Float32Array {
  return new Float32Array(bytesOf(text));
}

export function uint16FromBase64(text: string): Uint16Array {
  return new Uint16Array(bytesOf(text));
}

function bytesOf(text: string): ArrayBuffer {
  return new Uint8Array(Buffer.from(text, 'base64')).buffer;
}

function digest(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
