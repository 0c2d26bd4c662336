import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messages, UserError } from '../../messages.ts';
import type { TrainingPlan, WeightArray, Weights } from '../../problems/training.ts';
import { canonicalHash } from '../canonical.ts';
import type { CurvePoint } from './loop.ts';
import { float32FromBase64, float64FromBase64, readSealed, toBase64, uint16FromBase64, writeSealed } from './sealed.ts';

/** What a weights file holds: the arrays, and how they came to be. */
export interface TrainedWeights {
  readonly solver: string;
  /** Version of the solver's training, see `Training.version`. */
  readonly version: number;
  readonly plan: TrainingPlan;
  readonly curve: readonly CurvePoint[];
  readonly weights: Weights;
}

interface WeightsDocument extends Omit<TrainedWeights, 'weights'> {
  readonly key: string;
  readonly weights: Record<string, StoredArray>;
}

/** An array in base64, in bfloat16 (the upper half of a float32) or float32 where that loses nothing. */
type StoredArray = { readonly shape: readonly number[] } & (
  | { readonly bfloat16: string }
  | { readonly float32: string }
  | { readonly float64: string }
);

/** Content key of trained weights: everything that they depend on. */
export function weightsKey(solver: string, version: number, plan: TrainingPlan): string {
  return canonicalHash({ solver, version, plan });
}

/** Name of the weights file for a key, in any `results/<paper>/weights/`. */
export function weightsFileName(solver: string, key: string): string {
  return `${solver}-${key.slice(0, 16)}.json`;
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

export function writeWeights(path: string, trained: TrainedWeights): void {
  const { solver, version, plan, curve, weights } = trained;
  const document: WeightsDocument = {
    key: weightsKey(solver, version, plan),
    solver,
    version,
    plan,
    curve,
    weights: Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, stored(array)])),
  };
  writeSealed(path, document);
}

/**
 * The weights at `path`, which must have been trained for `key`.
 *
 * @throws UserError where the file is damaged or was trained for something else: it is never used
 */
export async function readWeights(path: string, key: string): Promise<TrainedWeights> {
  const sealed = await readSealed(path);
  if (sealed === null || sealed === 'damaged') throw new UserError(messages.damagedWeights(path));
  const { weights, ...document } = sealed.document as WeightsDocument;
  const trained: TrainedWeights = {
    ...document,
    weights: Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, restored(array)])),
  };
  if (document.key !== key || weightsKey(trained.solver, trained.version, trained.plan) !== key) {
    throw new UserError(messages.foreignWeights(path, document.key, key));
  }
  return trained;
}

function stored({ shape, values }: WeightArray): StoredArray {
  const single = Float32Array.from(values);
  if (!values.every((value, i) => Object.is(value, single[i]))) return { shape, float64: toBase64(values) };
  const words = new Uint32Array(single.buffer);
  return words.every((word) => (word & 0xffff) === 0)
    ? { shape, bfloat16: toBase64(Uint16Array.from(words, (word) => word >>> 16)) }
    : { shape, float32: toBase64(single) };
}

function restored(array: StoredArray): WeightArray {
  const { shape } = array;
  if ('float64' in array) return { shape, values: float64FromBase64(array.float64) };
  if ('bfloat16' in array) {
    const words = Uint32Array.from(uint16FromBase64(array.bfloat16), (half) => half << 16);
    return { shape, values: Float64Array.from(new Float32Array(words.buffer)) };
  }
  return { shape, values: Float64Array.from(float32FromBase64(array.float32)) };
}
