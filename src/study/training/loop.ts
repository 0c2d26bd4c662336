import type { Trainer } from '../../problems/training.ts';

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

/** Adds entries `from` to `to - 1` of all parts, in their order; whether all sums are finite. */
function addParts(parts: Float64Array, { parts: count, size }: Trainer, from: number, to: number, sum: Float64Array) {
  sum.fill(0, from, to);
  for (let part = 0; part < count; part++) {
    const first = part * (size + 1);
    for (let i = from; i < to; i++) sum[i] += parts[first + i];
  }
  let finite = true;
  for (let i = from; i < to; i++) finite &&= Number.isFinite(sum[i]);
  return finite;
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
 * @param sum scratch of `size + 1` values
 * @throws Error where the loss or the gradient is not finite, naming the step
 */
export function finishStep(
  trainer: Trainer,
  state: TrainingState,
  parts: Float64Array,
  sum: Float64Array,
  steps: number,
): void {
  const { from, to } = trainer.changes?.(state.step) ?? { from: 0, to: trainer.size };
  if (!addParts(parts, trainer, from, to, sum) || !addParts(parts, trainer, trainer.size, trainer.size + 1, sum)) {
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
