import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadArrays, saveArrays } from '../../arrays/keyed-arrays.ts';
import type { StoredArray } from '../../arrays/safetensors.ts';
import type { TrainingPlan, ValidatedOn, Vector, WeightArray, Weights } from '../../contracts/training.ts';
import { messages, UserError } from '../../messages.ts';
import { canonicalHash } from '../canonical.ts';
import type { CurvePoint } from './loop.ts';

/** What a weights file holds: the arrays, and how they came to be. */
export interface TrainedWeights {
  readonly solver: string;
  /** Version of the solver's training, see `Training.version`. */
  readonly version: number;
  readonly plan: TrainingPlan;
  readonly curve: readonly CurvePoint[];
  readonly validatedOn: ValidatedOn | undefined;
  /** Version of the random numbers it was trained with. It is not part of the key: weights stay what they are when draws change. */
  readonly draws: number;
  readonly weights: Weights;
}

/** Content key of trained weights: everything that they depend on. */
export function weightsKey(solver: string, version: number, plan: TrainingPlan): string {
  return canonicalHash({ solver, version, plan });
}

/** Name of the weights file for a key, in any `results/<paper>/weights/`. */
export function weightsFileName(solver: string, key: string): string {
  return `${solver}-${key.slice(0, 16)}.safetensors`;
}

/** Path of the weights for `key` below one of the trees `roots` (each with `results/<paper>/weights/`), or null. */
export function findWeights(roots: readonly string[], solver: string, key: string): string | null {
  const name = weightsFileName(solver, key);
  for (const root of roots) {
    const results = join(root, 'results');
    if (!existsSync(results)) continue;
    for (const paper of readdirSync(results)) {
      const path = join(results, paper, 'weights', name);
      if (existsSync(path)) return path;
    }
  }
  return null;
}

/** Writes a `.safetensors` file: the arrays, and in its metadata key, checksum, plan and training curve. */
export function writeWeights(
  path: string,
  { solver, version, plan, curve, validatedOn, draws, weights }: TrainedWeights,
): void {
  saveArrays(path, {
    key: weightsKey(solver, version, plan),
    notes: {
      ...{ solver, version: String(version), plan: JSON.stringify(plan), curve: JSON.stringify(curve) },
      draws: String(draws),
      ...(validatedOn && { validation: JSON.stringify(validatedOn) }),
    },
    arrays: Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, stored(array)])),
  });
}

/**
 * The weights at `path`, which must have been trained for `key`.
 *
 * @throws UserError where the file is damaged or was trained for something else: it is never used
 */
export function readWeights(path: string, key: string): TrainedWeights {
  const { training, arrays } = open(path, key);
  const weights = Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, restored(array)]));
  return { ...training, weights };
}

/** How the weights at `path` came to be. The file is looked at as a whole: throws as {@link readWeights} does. */
export function readTraining(path: string, key: string): Omit<TrainedWeights, 'weights'> {
  return open(path, key).training;
}

function open(path: string, key: string) {
  const { arrays, notes } = loadArrays(path, key);
  const training = {
    solver: notes.solver,
    version: Number(notes.version),
    plan: JSON.parse(notes.plan) as TrainingPlan,
    curve: JSON.parse(notes.curve) as CurvePoint[],
    validatedOn: notes.validation === undefined ? undefined : (JSON.parse(notes.validation) as ValidatedOn),
    draws: Number(notes.draws ?? 1),
  };
  const found = weightsKey(training.solver, training.version, training.plan);
  if (found !== key) throw new UserError(messages.foreignWeights(path, found, key));
  return { training, arrays };
}

/** In bfloat16 or float32 where that loses nothing. */
function stored({ shape, values }: WeightArray): StoredArray {
  const single = new Float32Array(values);
  if (!isSame(values, single)) return { shape, data: values };
  const halves = upperHalves(single);
  return { shape, data: isSame(single, widened(halves)) ? halves : single };
}

/** As floats of the file's width, bfloat16 in float32. */
function restored({ shape, data }: StoredArray): WeightArray {
  return { shape, values: data instanceof Uint16Array ? widened(data) : data };
}

// A callback for every element, as in `from`, `map` and `every`, takes up to a hundred times as long as these loops.

function isSame(a: Vector, b: Vector): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** The bfloat16 that the numbers begin with. */
function upperHalves(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = words[i] >>> 16;
  return halves;
}

function widened(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < words.length; i++) words[i] = halves[i] << 16;
  return new Float32Array(words.buffer);
}
