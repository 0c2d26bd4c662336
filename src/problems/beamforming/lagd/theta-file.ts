import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { messages, UserError } from '../../../messages.ts';
import { entriesOf, type ParameterSpec, sizeOf } from './theta.ts';

/*
 * A theta from a file instead of a random one, so that a run can be repeated elsewhere: JSON, an object that gives each array by
 * its name as nested lists, as Python's `json.dumps({name: array.tolist() ...})` writes it.
 */

/** What stands between a path and the file's SHA-256. */
const mark = '#sha256=';

/** Parameter `theta`: `random`, or a path, to which the hash of the file's content is added, so that it is part of every key. */
export const thetaParameter = z
  .string()
  .min(1)
  .default('random')
  .transform((written, context) => {
    if (written === 'random') return written;
    const [path, given] = written.split(mark);
    try {
      const found = sha256(readFileSync(path));
      if (given === undefined || given === found) return `${resolve(path)}${mark}${found}`;
      context.issues.push({ code: 'custom', message: messages.fileChanged(path), input: written });
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      context.issues.push({ code: 'custom', message: messages.cannotRead(path, reason), input: written });
    }
    return z.NEVER;
  })
  .describe('First parameters of the network: random, or a JSON file with an array for each (path).');

/** The entries of the file, arrays in the order of `specs`. Throws a UserError where names or shapes are not those. */
export function readTheta(theta: string, specs: readonly ParameterSpec[]): Float64Array {
  const [path, hash] = theta.split(mark);
  const bytes = readFileSync(path);
  if (sha256(bytes) !== hash) throw new UserError(messages.fileChanged(path));
  const arrays = parse(path, bytes);
  const unknown = Object.keys(arrays).find((name) => !specs.some((spec) => spec.name === name));
  if (unknown !== undefined) {
    const accepted = specs.map(({ name }) => name);
    throw new UserError(messages.at(path, messages.unknownName('array', unknown, accepted)));
  }
  const entries = new Float64Array(sizeOf(specs));
  let first = 0;
  for (const spec of specs) {
    const flat: unknown[] = [];
    if (!flatten(arrays[spec.name], spec.shape, flat)) {
      throw new UserError(messages.at(path, messages.thetaShape(spec.name, spec.shape)));
    }
    entries.set(flat as number[], first);
    first += entriesOf(spec);
  }
  return entries;
}

function parse(path: string, bytes: Buffer): Record<string, unknown> {
  let arrays: unknown;
  try {
    arrays = JSON.parse(bytes.toString());
  } catch {
    arrays = null;
  }
  if (typeof arrays === 'object' && arrays !== null && !Array.isArray(arrays)) return arrays as Record<string, unknown>;
  throw new UserError(messages.at(path, messages.notTheta()));
}

/** Appends the numbers of nested lists of the given shape; false where they have another one. */
function flatten(value: unknown, shape: readonly number[], flat: unknown[]): boolean {
  if (shape.length === 0) {
    flat.push(value);
    return Number.isFinite(value);
  }
  if (!Array.isArray(value) || value.length !== shape[0]) return false;
  return value.every((item) => flatten(item, shape.slice(1), flat));
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
