import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadArrays, saveArrays } from '../../arrays/keyed-arrays.ts';
import type { StateArrays } from '../../contracts/training.ts';
import { UserError } from '../../messages.ts';
import type { CurvePoint, TrainingState } from './loop.ts';

/** Goes up when files have another form; those of another form are not read. */
const format = '2';

/** Where the training of the network with this content key keeps its checkpoint, below the folder that `--out` names. */
export function checkpointPath(out: string, key: string): string {
  return join(out, '.reproduce', 'training', `${key}.safetensors`);
}

/** Keeps `state` so that a later run of the training with the same `key` goes on from it, byte for byte. */
export function writeCheckpoint(path: string, key: string, { step, arrays, curve, lossSum }: TrainingState): void {
  const notes = { format, step: String(step), curve: JSON.stringify(curve), lossSum: JSON.stringify(lossSum) };
  saveArrays(path, { key, arrays, notes });
}

/** The state kept at `path`; null where there is none, or none that is whole and belongs to `key`: training then starts anew. */
export function readCheckpoint(path: string, key: string): TrainingState | null {
  if (!existsSync(path)) return null;
  try {
    const { arrays, notes } = loadArrays(path, key);
    if (notes.format !== format) return null;
    return {
      step: Number(notes.step),
      arrays: arrays as StateArrays,
      curve: JSON.parse(notes.curve) as CurvePoint[],
      lossSum: JSON.parse(notes.lossSum) as number,
    };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
