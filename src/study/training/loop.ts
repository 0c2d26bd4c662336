import type { Trainer } from '../../contracts/training.ts';

/** A point of the training curve: mean batch loss over the steps since the point before. */
export interface CurvePoint {
  readonly step: number;
  readonly loss: number;
}

/** All that a training run is at the start of step `step`; a checkpoint holds exactly this. */
export interface TrainingState {
  step: number;
  readonly parameters: Float64Array;
  /** State of the optimiser. */
  readonly optimiser: Float64Array;
  readonly curve: CurvePoint[];
  /** Sum of the batch losses since the last point of the curve. */
  lossSum: number;
}

/** Points that a training curve has at least, where there are as many steps. */
const curvePoints = 200;

/** Entries `from` to `to - 1` of all parts, and their last ones, the losses, added in the order of the parts. A single part is its own sum. */
function sumOf(parts: Float64Array, { parts: count, size }: Trainer, from: number, to: number, scratch: Float64Array) {
  if (count === 1) return parts.subarray(0, size + 1);
  scratch.fill(0);
  for (let part = 0; part < count; part++) {
    const first = part * (size + 1);
    for (let i = from; i < to; i++) scratch[i] += parts[first + i];
    scratch[size] += parts[first + size];
  }
  return scratch;
}

function allFinite(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

/** The state from which `trainer` starts. */
export function initialState(trainer: Trainer): TrainingState {
  const parameters = new Float64Array(trainer.size);
  const optimiser = new Float64Array(trainer.stateSize);
  trainer.initialize(parameters, optimiser);
  return { step: 0, parameters, optimiser, curve: [], lossSum: 0 };
}

/** Steps between two points of the curve of a run of `steps` steps. */
export function curveInterval(steps: number): number {
  return Math.max(1, Math.floor(steps / curvePoints));
}

/**
 * Ends step `state.step`: adds the parts' gradients and losses in the order of the parts, updates, and goes to the next step.
 *
 * @param parts the gradients as written by `Trainer.gradient`, `size + 1` values a part, one part after the other
 * @param scratch room for `size + 1` values
 * @throws Error where the loss or the gradient is not finite, naming the step
 */
export function finishStep(
  trainer: Trainer,
  state: TrainingState,
  parts: Float64Array,
  scratch: Float64Array,
  steps: number,
): void {
  const { from, to } = trainer.changes?.(state.step) ?? { from: 0, to: trainer.size };
  const sum = sumOf(parts, trainer, from, to, scratch);
  if (!allFinite(sum.subarray(from, to)) || !Number.isFinite(sum[trainer.size])) {
    throw new Error(`training diverged: loss or gradient is not finite in step ${state.step}`);
  }
  trainer.update(state.step, sum.subarray(0, trainer.size), state.parameters, state.optimiser);
  state.step += 1;
  state.lossSum += sum[trainer.size];
  const interval = curveInterval(steps);
  if (state.step % interval === 0) {
    state.curve.push({ step: state.step, loss: state.lossSum / interval });
    state.lossSum = 0;
  }
}
