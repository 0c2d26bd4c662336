import { existsSync } from 'node:fs';
import { loadArrays, saveArrays } from '../../arrays/keyed-arrays.ts';
import type { TrainingState } from './training.ts';

/**
 * Keeps a state of training so that a later run with the same key goes on from it. The file is replaced at once: a process that
 * dies while writing leaves the last checkpoint whole.
 * @param notes whatever the caller needs to go on, for example its place in a plan of several stages
 */
export function writeCheckpoint(
  path: string,
  key: string,
  { step, arrays }: TrainingState,
  notes: Readonly<Record<string, string>> = {},
): void {
  saveArrays(path, { key, arrays, notes: { ...notes, step: String(step) } });
}

/**
 * The state kept at `path`; undefined where there is no file.
 * @throws UserError where the file is damaged or belongs to another key
 */
export function readCheckpoint(
  path: string,
  key: string,
): { state: TrainingState; notes: Readonly<Record<string, string>> } | undefined {
  if (!existsSync(path)) return undefined;
  const { arrays, notes } = loadArrays(path, key);
  const { step, ...others } = notes;
  return { state: { step: Number(step), arrays }, notes: others };
}
