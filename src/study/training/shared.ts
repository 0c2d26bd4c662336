import type { Trainer } from '../../contracts/training.ts';

/**
 * Memory that the threads of one training run share. Thread 0 leads: it publishes the parameters of a step by raising
 * `generation`, every thread writes the gradients of its own parts, and the leader adds them once all have reported. Which
 * thread computes a part changes nothing about the sum.
 */
export interface SharedTraining {
  readonly control: Int32Array;
  readonly parameters: Float64Array;
  /** `size + 1` values a part, see `Trainer.gradient`. */
  readonly parts: Float64Array;
}

/**
 * Words of `control`. `stop` asks the leader to end after the step at hand; `finished` tells the followers that no step will
 * come. They are two words because a follower must not leave a step that the leader still waits for.
 */
export const control = { generation: 0, reported: 1, stop: 2, finished: 3, length: 4 } as const;

/** Bytes of shared memory for a trainer of `size` parameters whose steps have `parts` parts. */
export function sharedBytes(size: number, parts: number): number {
  return 8 * (control.length + size + parts * (size + 1));
}

export function sharedViews(buffer: SharedArrayBuffer, trainer: Pick<Trainer, 'size' | 'parts'>): SharedTraining {
  const parametersAt = 8 * control.length;
  const partsAt = parametersAt + 8 * trainer.size;
  return {
    control: new Int32Array(buffer, 0, control.length),
    parameters: new Float64Array(buffer, parametersAt, trainer.size),
    parts: new Float64Array(buffer, partsAt, trainer.parts * (trainer.size + 1)),
  };
}

/** Computes the parts of step `step` that belong to thread `index` of `threads`. */
export async function gradientsOfThread(
  trainer: Trainer,
  shared: SharedTraining,
  step: number,
  index: number,
  threads: number,
): Promise<void> {
  const width = trainer.size + 1;
  for (let part = index; part < trainer.parts; part += threads) {
    const pending = trainer.gradient(
      step,
      part,
      shared.parameters,
      shared.parts.subarray(part * width, (part + 1) * width),
    );
    if (pending) await pending;
  }
}
