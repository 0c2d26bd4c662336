import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseNpy } from '../../arrays/npy.ts';
import type { Recorded, TrialRange } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';

/**
 * Channels of the user's own: a .npy file of shape [trials, K, N, M], complex64 or complex128. They are taken as they are; the
 * noise power is 1 and the transmit power 10^(snr / 10). Throws a UserError for a file that cannot be read or holds something else.
 */
export async function openChannels(path: string): Promise<Recorded> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(messages.cannotRead(path, error.code ?? error.message));
  });
  const { shape, values } = parseNpy(bytes, path);
  if (shape.length !== 4 || shape.includes(0)) throw new UserError(messages.npyShape(path, shape));
  const [trials, K, N, M] = shape;
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new UserError(messages.notFiniteChannel(path, Math.floor(wrong / (2 * K * N * M)), values[wrong]));
  }
  return { axes: { M, K, N }, trials, sha256: createHash('sha256').update(bytes).digest('hex'), data: values };
}

/** The channels of some trials of an opened file, in the layout of an instance's H. */
export function recordedChannels({ axes, trials, data }: Recorded, { first, count }: TrialRange): Float64Array {
  if (first + count > trials) throw new RangeError(`trials ${first} to ${first + count - 1} of a file with ${trials}`);
  const perTrial = 2 * Number(axes.K) * Number(axes.N) * Number(axes.M);
  return (data as Float64Array).slice(first * perTrial, (first + count) * perTrial);
}
