import { existsSync } from 'node:fs';
import { loadArrays, saveArrays } from '../../arrays/keyed-arrays.ts';
import { UserError } from '../../messages.ts';
import type { CurvePoint, TrainingState } from './loop.ts';

/** Keeps `state` so that a later run of the training with the same `key` goes on from it, byte for byte. */
export function writeCheckpoint(path: string, key: string, state: TrainingState): void {
  const { step, parameters, optimiser, curve, lossSum } = state;
  const vector = (data: Float64Array) => ({ shape: [data.length], data });
  saveArrays(path, {
    key,
    arrays: { parameters: vector(parameters), optimiser: vector(optimiser) },
    notes: { step: String(step), curve: JSON.stringify(curve), lossSum: JSON.stringify(lossSum) },
  });
}

/** The state kept at `path`; null where there is none, or none that is whole and belongs to `key`: training then starts anew. */
export function readCheckpoint(path: string, key: string): TrainingState | null {
  if (!existsSync(path)) return null;
  try {
    const { arrays, notes } = loadArrays(path, key);
    return {
      step: Number(notes.step),
      parameters: arrays.parameters.data as Float64Array,
      optimiser: arrays.optimiser.data as Float64Array,
      curve: JSON.parse(notes.curve) as CurvePoint[],
      lossSum: JSON.parse(notes.lossSum) as number,
    };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
