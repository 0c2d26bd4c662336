import type {
  ResidentTrainer,
  Span,
  StateArray,
  StateArrays,
  SummedTrainer,
  Validation,
  Vector,
  Weights,
} from '../../contracts/training.ts';
import { type OptimizerMemory, type PlacedArray, placed } from '../../optimizers/memory.ts';
import { momentsOf } from '../../optimizers/optimizer.ts';
import { ScalarMemory } from '../../optimizers/scalar.ts';
import { WebAssemblyMemory } from '../../optimizers/webassembly.ts';

/** Where the parts of a step are computed. */
export interface Team<V extends Vector> {
  /** Leaves in `memory` the gradient of step `step`, the parts added in their order, and returns the loss. */
  gradient(step: number, memory: OptimizerMemory<V>, span: Span): Promise<number>;
}

/** All parts in this thread, one after the other. */
export class Alone<V extends Vector> implements Team<V> {
  readonly #trainer: SummedTrainer<V>;

  constructor(trainer: SummedTrainer<V>) {
    this.#trainer = trainer;
  }

  async gradient(step: number, memory: OptimizerMemory<V>, span: Span): Promise<number> {
    let loss = 0;
    for (let part = 0; part < this.#trainer.parts; part++) {
      loss += await this.#trainer.gradient(step, part, memory.parameters, part === 0 ? memory.gradient : memory.part);
      if (part > 0) memory.addPart(span);
    }
    return loss;
  }
}

/** A summed trainer as one that keeps its parameters: the team's gradient, then a step of the optimizer. */
export class SummedRun<V extends Vector> implements ResidentTrainer {
  readonly kind = 'resident';
  readonly validation?: Validation<[step: number]>;
  readonly #trainer: SummedTrainer<V>;
  readonly #team: Team<V>;
  readonly #memory: OptimizerMemory<V>;
  readonly #arrays: readonly PlacedArray[];
  /** The step that was taken last. */
  #last = 0;

  constructor(trainer: SummedTrainer<V>, team: Team<V> = new Alone(trainer)) {
    this.#trainer = trainer;
    this.#team = team;
    this.#memory = memoryOf(trainer);
    this.#arrays = placed(trainer.arrays);
    trainer.initialize(this.#memory.parameters);
    const { validation } = trainer;
    if (validation) {
      this.validation = { ...validation, measure: (step) => validation.measure(this.#memory.parameters, step) };
    }
  }

  async advance(step: number): Promise<number> {
    const descent = this.#trainer.descent(step);
    const span = descent.span ?? { from: 0, to: this.#arrays.at(-1)!.to };
    const loss = await this.#team.gradient(step, this.#memory, span);
    this.#last = step;
    // A step along an infinite loss must not be taken, even where the gradient is finite.
    return Number.isFinite(loss) && this.#memory.descend(descent) ? loss : Number.NaN;
  }

  async state(): Promise<StateArrays> {
    const sections = ['parameters', ...momentsOf(this.#trainer.descent(this.#last).optimizer)] as const;
    const arrays: Record<string, StateArray> = {};
    for (const section of sections) {
      for (const { name, shape, from, to } of this.#arrays) {
        arrays[`${section}/${name}`] = { shape, data: this.#memory[section].slice(from, to) };
      }
    }
    return arrays;
  }

  async restore(state: StateArrays): Promise<void> {
    for (const section of ['parameters', 'first', 'second'] as const) {
      for (const { name, from, to } of this.#arrays) {
        const view = this.#memory[section].subarray(from, to);
        const kept = state[`${section}/${name}`];
        if (kept) view.set(kept.data);
        else view.fill(0);
      }
    }
  }

  async weights(): Promise<Weights> {
    return this.#trainer.weights(this.#memory.parameters);
  }

  async release(): Promise<void> {}
}

function memoryOf<V extends Vector>({ precision, arrays }: SummedTrainer<V>): OptimizerMemory<V> {
  const memory: OptimizerMemory<Vector> =
    precision === 'float32' ? new WebAssemblyMemory(arrays) : new ScalarMemory(arrays);
  return memory as unknown as OptimizerMemory<V>;
}
