import type { CurvePoint, TrainingState } from './loop.ts';
import { float64FromBase64, readSealed, toBase64, writeSealed } from './sealed.ts';

/** Form of a checkpoint on disk. */
interface CheckpointDocument {
  readonly key: string;
  readonly step: number;
  readonly parameters: string;
  readonly optimiser: string;
  readonly curve: readonly CurvePoint[];
  readonly lossSum: number;
}

/** Keeps `state` so that a later run of the training with the same `key` goes on from it, byte for byte. */
export function writeCheckpoint(path: string, key: string, state: TrainingState): void {
  const document: CheckpointDocument = {
    key,
    step: state.step,
    parameters: toBase64(state.parameters),
    optimiser: toBase64(state.optimiser),
    curve: state.curve,
    lossSum: state.lossSum,
  };
  writeSealed(path, document);
}

/** The state kept at `path`; null where there is none, or none that is whole and belongs to `key`: training then starts anew. */
export async function readCheckpoint(path: string, key: string): Promise<TrainingState | null> {
  const sealed = await readSealed(path);
  if (sealed === null || sealed === 'damaged') return null;
  const document = sealed.document as CheckpointDocument;
  if (document.key !== key) return null;
  return {
    step: document.step,
    parameters: float64FromBase64(document.parameters),
    optimiser: float64FromBase64(document.optimiser),
    curve: [...document.curve],
    lossSum: document.lossSum,
  };
}
