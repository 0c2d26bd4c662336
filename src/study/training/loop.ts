import type { ResidentTrainer, StateArrays, ValidatedOn } from '../../contracts/training.ts';

/** A point of the training curve. */
export interface CurvePoint {
  readonly step: number;
  /** Mean batch loss over the steps since the point before. */
  readonly loss: number;
  /** The metric of the validation after this step, at points where it was measured. */
  readonly validation?: number;
}

/** All that a training run is at the start of step `step`; a checkpoint holds exactly this. */
export interface TrainingState {
  readonly step: number;
  /** Parameters and moments. */
  readonly arrays: StateArrays;
  readonly curve: readonly CurvePoint[];
  /** Sum of the batch losses since the last point of the curve. */
  readonly lossSum: number;
}

/** Points that a training curve has at least, where there are as many steps. */
const curvePoints = 200;

/** Steps between two points of the curve of a run of `steps` steps. */
export function curveInterval(steps: number): number {
  return Math.max(1, Math.floor(steps / curvePoints));
}

/** The steps of a training, from the first or from where an earlier run was stopped: the same for every kind of trainer. */
export class TrainingRun {
  readonly #trainer: ResidentTrainer;
  readonly #steps: number;
  readonly #curve: CurvePoint[];
  #step: number;
  #lossSum: number;

  private constructor(trainer: ResidentTrainer, steps: number, kept: Omit<TrainingState, 'arrays'>) {
    this.#trainer = trainer;
    this.#steps = steps;
    this.#step = kept.step;
    this.#curve = [...kept.curve];
    this.#lossSum = kept.lossSum;
  }

  /** A run of `steps` steps that goes on from `kept`, where there is such a state. */
  static async begin(trainer: ResidentTrainer, steps: number, kept: TrainingState | null): Promise<TrainingRun> {
    if (kept !== null) await trainer.restore(kept.arrays);
    return new TrainingRun(trainer, steps, kept ?? { step: 0, curve: [], lossSum: 0 });
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  get ended(): boolean {
    return this.#step >= this.#steps;
  }

  get validatedOn(): ValidatedOn | undefined {
    const { validation } = this.#trainer;
    return validation && { metric: validation.metric, samples: validation.samples };
  }

  get curve(): readonly CurvePoint[] {
    return this.#curve;
  }

  /** @throws Error where the loss or the gradient of the step is not finite, naming the step */
  async advance(): Promise<void> {
    const loss = await this.#trainer.advance(this.#step);
    if (!Number.isFinite(loss)) throw new NotFinite(this.#step);
    this.#step += 1;
    this.#lossSum += loss;
    const interval = curveInterval(this.#steps);
    if (this.#step % interval !== 0) return;
    const point = { step: this.#step, loss: this.#lossSum / interval };
    this.#lossSum = 0;
    this.#curve.push(this.#validates(interval) ? { ...point, validation: await this.#validation() } : point);
  }

  async state(): Promise<TrainingState> {
    return {
      step: this.#step,
      arrays: await this.#trainer.state(),
      curve: [...this.#curve],
      lossSum: this.#lossSum,
    };
  }

  /** Whether a measurement is due at this point of the curve: it is the first after enough steps, or the last of those that follow one. */
  #validates(interval: number): boolean {
    const { validation } = this.#trainer;
    if (validation === undefined) return false;
    const measured = (step: number) => Math.floor(step / validation.every);
    if (measured(this.#step) > measured(this.#step - interval)) return true;
    return measured(this.#step) > 0 && this.#step + interval > this.#steps;
  }

  async #validation(): Promise<number> {
    return await this.#trainer.validation!.measure(this.#step);
  }
}

/** A training that cannot go on. */
export class NotFinite extends Error {
  constructor(step: number) {
    super(`training diverged: loss or gradient is not finite in step ${step}`);
  }
}
