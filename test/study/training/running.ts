import type { ResidentTrainer, SummedTrainer, Trainer, Vector } from '../../../src/contracts/training.ts';
import { placed } from '../../../src/optimizers/memory.ts';
import { TrainingRun, type TrainingState } from '../../../src/study/training/loop.ts';
import { SummedRun } from '../../../src/study/training/summed.ts';

/** A run of `steps` steps in this thread, from its beginning or from a state of another run. */
export async function begin(trainer: Trainer, steps: number, kept: TrainingState | null = null) {
  const resident: ResidentTrainer =
    trainer.kind === 'resident' ? trainer : new SummedRun(trainer as SummedTrainer<Float64Array>);
  return { run: await TrainingRun.begin(resident, steps, kept), trainer: resident };
}

/** Goes on until `step` steps are done. */
export async function advance(run: TrainingRun, step: number): Promise<TrainingState> {
  while (run.step < step) await run.advance();
  return run.state();
}

/** Length of the flat vector of parameters. */
export function sizeOf<V extends Vector>({ arrays }: SummedTrainer<V>): number {
  return placed(arrays).at(-1)?.to ?? 0;
}

/** The gradient of a whole step, and the loss behind it. */
export async function batchGradient(trainer: SummedTrainer<Float64Array>, step: number, parameters: Float64Array) {
  const size = sizeOf(trainer);
  const sum = new Float64Array(size + 1);
  for (let part = 0; part < trainer.parts; part++) {
    const out = new Float64Array(size);
    sum[size] += await trainer.gradient(step, part, parameters, out);
    out.forEach((value, i) => {
      sum[i] += value;
    });
  }
  return sum;
}
