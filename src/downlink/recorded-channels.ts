import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseNpy } from '../arrays/npy.ts';
import type { Recorded, TrialRange } from '../contracts/problem.ts';
import { messages, UserError } from '../messages.ts';

/** Channels of a file: their sizes, without the number of trials, and what a {@link Recorded} holds of them beside its axes. */
export interface ChannelFile extends Omit<Recorded, 'axes'> {
  readonly sizes: readonly number[];
}

/**
 * Channels of the user's own, complex64 or complex128, in a .npy file whose dimensions are trials and then those of `symbols`. Throws
 * a UserError for a file that cannot be read or holds something else.
 */
export async function readChannels(path: string, symbols: readonly string[]): Promise<ChannelFile> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(messages.cannotRead(path, error.code ?? error.message));
  });
  const { shape, values } = parseNpy(bytes, path);
  if (shape.length !== symbols.length + 1 || shape.includes(0)) {
    throw new UserError(messages.npyShape(path, shape, ['trials', ...symbols].join(', ')));
  }
  const [trials, ...sizes] = shape;
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const trial = Math.floor(wrong / (values.length / trials));
    throw new UserError(messages.notFiniteChannel(path, trial, values[wrong]));
  }
  return { sizes, trials, sha256: createHash('sha256').update(bytes).digest('hex'), data: values };
}

/** The channels of some trials of an opened file, in the layout of a downlink's H. */
export function recordedChannels({ trials, data }: Recorded, { first, count }: TrialRange): Float64Array {
  if (first + count > trials) throw new RangeError(`trials ${first} to ${first + count - 1} of a file with ${trials}`);
  const values = data as Float64Array;
  const perTrial = values.length / trials;
  return values.slice(first * perTrial, (first + count) * perTrial);
}
