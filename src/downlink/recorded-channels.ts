import { createHash } from 'node:crypto';
import { chooseArray, openArrayFile } from '../arrays/array-file.ts';
import type { Recorded, Scaling, TrialRange } from '../contracts/problem.ts';
import { messages, UserError } from '../messages.ts';

/** Channels of a file: their sizes, without the number of trials, and what a {@link Recorded} holds of them beside its axes. */
export interface ChannelFile extends Omit<Recorded, 'axes'> {
  readonly sizes: readonly number[];
}

/**
 * Channels of the user's own: a complex array in a .npy or .mat file whose dimensions are trials and then those of `symbols`, or a real
 * one with real and imaginary parts along one more. Throws a UserError for a file that cannot be read or holds something else.
 */
export async function readChannels(path: string, symbols: readonly string[], scaling?: Scaling): Promise<ChannelFile> {
  const dimensions = ['trials', ...symbols];
  const file = await openArrayFile(path);
  const array = chooseArray(
    file,
    ({ shape, complex }) =>
      !shape.includes(0) && shape.length === dimensions.length + (complex ? 0 : 1) && (complex || shape.at(-1) === 2),
    `complex channels of shape (${dimensions.join(', ')}), or real ones (${dimensions.join(', ')}, 2), none of them 0`,
  );
  const [trials, ...sizes] = array.shape.slice(0, dimensions.length);
  const values = (await array.read('float64')).values as Float64Array;
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const trial = Math.floor(wrong / (values.length / trials));
    throw new UserError(messages.notFiniteChannel(path, trial, values[wrong]));
  }
  if (scaling === undefined) return { sizes, trials, sha256: file.sha256, data: values };
  scale(values, trials, scaling);
  return { sizes, trials, sha256: sha256Of(`${file.sha256} ${JSON.stringify(scaling)}`), data: values };
}

/** Scales channels (re, im) of so many trials in place; those that are zero stay zero. */
function scale(values: Float64Array, trials: number, { normalize, noisePower = 1 }: Scaling): void {
  if (normalize === undefined) {
    multiply(values, 1 / Math.sqrt(noisePower));
    return;
  }
  const length = normalize === 'trial' ? values.length / trials : values.length;
  for (let first = 0; first < values.length; first += length) {
    const part = values.subarray(first, first + length);
    // Relative to the largest, so that no square of small numbers is lost.
    const most = part.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    if (most === 0) continue;
    const power = part.reduce((sum, value) => sum + (value / most) ** 2, 0) / (length / 2);
    multiply(part, 1 / (most * Math.sqrt(power)));
  }
}

function multiply(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The channels of some trials of an opened file, in the layout of a downlink's H. */
export function recordedChannels({ trials, data }: Recorded, { first, count }: TrialRange): Float64Array {
  if (first + count > trials) throw new RangeError(`trials ${first} to ${first + count - 1} of a file with ${trials}`);
  const values = data as Float64Array;
  const perTrial = values.length / trials;
  return values.slice(first * perTrial, (first + count) * perTrial);
}
