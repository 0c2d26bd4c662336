import type { StoredArray } from '../../arrays/safetensors.ts';
import { gradients } from '../gradient.ts';
import { type Arrays, compile, type Session } from '../session.ts';
import type { Optimizer } from './optimizer.ts';
import { stepNumbers } from './optimizer.ts';
import { OptimizerMemory } from './optimizer-memory.ts';
import {
  checkLoss,
  stateArray,
  type Trained,
  type Training,
  type TrainingOptions,
  type TrainingState,
  trainedParameters,
} from './training.ts';

/** Training on processor cores: the graph gives gradients, the optimizer works in place on the memory that feeds it. */
export class MemoryTraining implements Training {
  readonly #session: Session;
  readonly #parameters: readonly Trained[];
  readonly #optimizer: Optimizer;
  readonly #memory: OptimizerMemory;
  #step = 0;

  private constructor(session: Session, parameters: readonly Trained[], optimizer: Optimizer) {
    this.#session = session;
    this.#parameters = parameters;
    this.#optimizer = optimizer;
    this.#memory = new OptimizerMemory(
      Object.fromEntries(parameters.map(({ name, initial }) => [name, initial.length])),
    );
    for (const { name, initial } of parameters) this.#memory.view('weights', name).set(initial);
  }

  static async start(options: TrainingOptions): Promise<MemoryTraining> {
    const parameters = trainedParameters(options);
    const learned = parameters.filter(({ factor }) => factor !== 0);
    const slopes = gradients(
      options.loss,
      learned.map(({ tensor }) => tensor),
    );
    const outputs = Object.fromEntries(learned.map(({ name }, i) => [gradientName(name), slopes[i]]));
    const session = await compile({ loss: options.loss, ...outputs }, { ...options.execution });
    return new MemoryTraining(session, parameters, options.optimizer);
  }

  get step(): number {
    return this.#step;
  }

  get #learned(): readonly Trained[] {
    return this.#parameters.filter(({ factor }) => factor !== 0);
  }

  async advance(parts: readonly Arrays[]): Promise<number> {
    const weights = Object.fromEntries(this.#parameters.map(({ name }) => [name, this.#memory.view('weights', name)]));
    let loss = 0;
    for (const [i, part] of parts.entries()) {
      const results = await this.#session.run({ ...part, ...weights });
      loss += Number(results.loss[0]);
      for (const { name } of this.#learned) {
        this.#memory.collect(name, results[gradientName(name)] as Float32Array, i === 0 ? 'set' : 'add');
      }
    }
    checkLoss(loss, this.#step);
    const numbers = stepNumbers(this.#optimizer, this.#step);
    for (const { name, factor } of this.#learned) this.#memory.update(name, this.#optimizer.kind, numbers, factor);
    this.#step++;
    return loss;
  }

  async weights(): Promise<Record<string, Float32Array>> {
    return Object.fromEntries(this.#parameters.map(({ name }) => [name, this.#memory.view('weights', name).slice()]));
  }

  async state(): Promise<TrainingState> {
    const arrays: Record<string, StoredArray> = {};
    for (const { name, tensor, section } of this.#kept()) {
      arrays[`${section}/${name}`] = { shape: tensor.shape, data: this.#memory.view(section, name).slice() };
    }
    return { step: this.#step, arrays };
  }

  async restore(state: TrainingState): Promise<void> {
    for (const { name, tensor, section } of this.#kept()) {
      this.#memory.view(section, name).set(stateArray(state, `${section}/${name}`, tensor));
    }
    this.#step = state.step;
  }

  release(): Promise<void> {
    return this.#session.release();
  }

  /** What the state of the training consists of. */
  *#kept() {
    for (const { name, tensor, factor } of this.#parameters) {
      const sections = factor === 0 ? (['weights'] as const) : (['weights', 'first', 'second'] as const);
      for (const section of sections) yield { name, tensor, section };
    }
  }
}

function gradientName(parameter: string): string {
  return `gradient/${parameter}`;
}
