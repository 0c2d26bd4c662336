import { chooseArray, openArrayFile } from '../../arrays/array-file.ts';
import type { ArrayInFile } from '../../arrays/dense-array.ts';
import type { Recorded, Scaling, TrialRange } from '../../contracts/problem.ts';
import { messages, UserError } from '../../messages.ts';

/** Numbers of a sample of the public data: a real and an imaginary plane of 32 angles times 32 delays. */
const publicLength = 2048;
const publicSide = 32;

const form =
  'samples (n, 2, Na, Nt), real plane, imaginary plane, delays by angles; complex (n, Na, Nt); or those of CsiNet, HT (n, 2048) in [0, 1]';

/**
 * Samples of the user's own, in a .npy or .mat file: real [n, 2, Na, Nt] or complex [n, Na, Nt], rows delays and columns angles; or
 * [n, 2048] as the public data of CsiNet have it, whose planes are angles by delays and whose zero is 0.5. Each is scaled to
 * ||x||^2 = 2 Na Nt.
 * @throws UserError for a file that cannot be read or holds something else, or a sample that is not finite or zero
 */
export async function openSamples(path: string, scaling?: Scaling): Promise<Recorded> {
  if (scaling !== undefined) throw new UserError(messages.scaledAnyway('csi-feedback'));
  const file = await openArrayFile(path);
  const array = chooseArray(file, isSamples, form);
  const { values } = await array.read('float32');
  const [trials] = array.shape;
  const { Na, Nt, X } = oriented(array, values, path);
  normalize(X, 2 * Na * Nt, path);
  return { axes: { Nt, Na }, trials, sha256: file.sha256, data: X };
}

/** The samples of some trials of an opened file, in the layout of an instance. */
export function recordedSamples({ trials, data }: Recorded, { first, count }: TrialRange): Float32Array {
  if (first + count > trials) throw new RangeError(`trials ${first} to ${first + count - 1} of a file with ${trials}`);
  const values = data as Float32Array;
  const length = values.length / trials;
  return values.slice(first * length, (first + count) * length);
}

function isSamples({ shape, complex }: ArrayInFile): boolean {
  if (shape.includes(0)) return false;
  if (complex) return shape.length === 3;
  return isPublic(shape) || (shape.length === 4 && shape[1] === 2);
}

function isPublic(shape: readonly number[]): boolean {
  return shape.length === 2 && shape[1] === publicLength;
}

/** Planes of delays by angles around zero. */
function oriented(
  { shape, complex }: ArrayInFile,
  values: Float32Array | Float64Array,
  path: string,
): { Na: number; Nt: number; X: Float32Array } {
  const X = new Float32Array(values.length);
  if (isPublic(shape)) {
    if (values.some((value) => !(value >= 0 && value <= 1))) throw new UserError(messages.notInUnitRange(path));
    // A plane's entry [angle, delay] goes to [delay, angle].
    for (let i = 0; i < X.length; i++) {
      const [plane, angle, delay] = [i - (i % 1024), Math.floor((i % 1024) / publicSide), i % publicSide];
      X[plane + delay * publicSide + angle] = values[i] - 0.5;
    }
    return { Na: publicSide, Nt: publicSide, X };
  }
  const [Na, Nt] = shape.slice(-2);
  if (!complex) {
    if (values.every((value) => value >= 0)) throw new UserError(messages.neverNegative(path));
    X.set(values);
    return { Na, Nt, X };
  }
  const size = Na * Nt;
  for (let i = 0; i < X.length / 2; i++) {
    const at = 2 * (i - (i % size)) + (i % size);
    X[at] = values[2 * i];
    X[at + size] = values[2 * i + 1];
  }
  return { Na, Nt, X };
}

/** Scales every sample to a mean square of 1. */
function normalize(X: Float32Array, length: number, path: string): void {
  for (let first = 0; first < X.length; first += length) {
    const sample = X.subarray(first, first + length);
    const energy = sample.reduce((sum, x) => sum + x * x, 0);
    if (!(energy > 0 && Number.isFinite(energy))) {
      throw new UserError(messages.noSample(path, first / length, energy === 0 ? 'zero' : 'not finite'));
    }
    const scale = Math.sqrt(length / energy);
    for (let i = 0; i < length; i++) sample[i] *= scale;
  }
}
