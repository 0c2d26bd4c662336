import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadArrays, saveArrays } from '../../arrays/keyed-arrays.ts';
import type { StoredArray } from '../../arrays/safetensors.ts';
import type { TrainingPlan, ValidatedOn, WeightArray, Weights } from '../../contracts/training.ts';
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
  { solver, version, plan, curve, validatedOn, weights }: TrainedWeights,
): void {
  saveArrays(path, {
    key: weightsKey(solver, version, plan),
    notes: {
      ...{ solver, version: String(version), plan: JSON.stringify(plan), curve: JSON.stringify(curve) },
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
  const { arrays, notes } = loadArrays(path, key);
  const trained: TrainedWeights = {
    solver: notes.solver,
    version: Number(notes.version),
    plan: JSON.parse(notes.plan) as TrainingPlan,
    curve: JSON.parse(notes.curve) as CurvePoint[],
    validatedOn: notes.validation === undefined ? undefined : (JSON.parse(notes.validation) as ValidatedOn),
    weights: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, restored(array)])),
  };
  const found = weightsKey(trained.solver, trained.version, trained.plan);
  if (found !== key) throw new UserError(messages.foreignWeights(path, found, key));
  return trained;
}

/** In bfloat16 or float32 where that loses nothing. */
function stored({ shape, values }: WeightArray): StoredArray {
  const single = new Float32Array(values);
  if (!values.every((value, i) => Object.is(value, single[i]))) return { shape, data: values };
  const words = new Uint32Array(single.buffer);
  const halves = words.every((word) => (word & 0xffff) === 0);
  return { shape, data: halves ? Uint16Array.from(words, (word) => word >>> 16) : single };
}

function restored({ shape, data }: StoredArray): WeightArray {
  if (!(data instanceof Uint16Array)) return { shape, values: Float64Array.from(data) };
  const words = Uint32Array.from(data, (half) => half << 16);
  return { shape, values: Float64Array.from(new Float32Array(words.buffer)) };
}
