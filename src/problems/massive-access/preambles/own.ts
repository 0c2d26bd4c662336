import { createHash } from 'node:crypto';
import { chooseArray, openArrayFile } from '../../../arrays/array-file.ts';
import type { ComplexMatrix } from '../../../arrays/complex-matrix.ts';
import type { SharedFile } from '../../../contracts/problem.ts';
import { messages, UserError } from '../../../messages.ts';

/** What a scenario says of preambles of the user's own: the beginning of the SHA-256 of their sizes and entries. */
export type OwnPreamble = `own ${string}`;

/** Those that this thread has read. */
const read = new Map<OwnPreamble, ComplexMatrix>();

/**
 * Reads preambles S (L, N) of the user's own, complex or real, or real with a last axis of real and imaginary parts, for this thread.
 * @throws UserError for a file that cannot be read or holds something else, and for a preamble that is zero or not finite
 */
export async function readPreambles(path: string): Promise<SharedFile> {
  const file = await openArrayFile(path);
  const array = chooseArray(
    file,
    ({ shape, complex }) =>
      !shape.includes(0) && (shape.length === 2 || (shape.length === 3 && !complex && shape[2] === 2)),
    'preambles of shape (L, N), complex or real, or (L, N, 2)',
  );
  const [L, N] = array.shape;
  const values = (await array.read('float64')).values as Float64Array;
  const data =
    values.length === L * N ? Float64Array.from({ length: 2 * L * N }, (_, i) => (i % 2 ? 0 : values[i / 2])) : values;
  requirePreambles(data, N, path);
  const sha256 = createHash('sha256').update(`${L} ${N} `).update(data).digest('hex');
  const preamble: OwnPreamble = `own ${sha256.slice(0, 12)}`;
  read.set(preamble, { rows: L, columns: N, data });
  return { axes: { L, N, preamble }, sha256 };
}

/** Throws a UserError where they were not read before. */
export function ownPreambles(preamble: OwnPreamble): ComplexMatrix {
  const S = read.get(preamble);
  if (S === undefined) throw new UserError(messages.onlyWithPreambles(preamble));
  return S;
}

function requirePreambles(data: Float64Array, N: number, path: string): void {
  const energy = new Float64Array(N);
  data.forEach((value, i) => {
    energy[(i >> 1) % N] += value * value;
  });
  const wrong = energy.findIndex((sum) => !(sum > 0 && Number.isFinite(sum)));
  if (wrong >= 0) throw new UserError(messages.noPreamble(path, wrong));
}
