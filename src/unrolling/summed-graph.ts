import type { Descent, LearnedArray, SummedTrainer, Validation, Weights } from '../contracts/training.ts';
import { type Arrays, compile, gradients, type Session } from '../graph/index.ts';
import { type PlacedArray, placed } from '../optimizers/memory.ts';
import { type GraphTraining, parametersIn, weightsOf } from './graph-training.ts';
import { Unshared } from './unshared.ts';

/** A graph trained on processor cores: it gives the gradients of parts. */
export class SummedGraph implements SummedTrainer<Float32Array> {
  readonly kind = 'summed';
  readonly precision = 'float32';
  readonly parts: number;
  readonly arrays: readonly LearnedArray[];
  readonly validation?: Validation<[parameters: Float32Array, step: number]>;
  readonly #training: GraphTraining;
  readonly #session: Session;
  readonly #placed: readonly PlacedArray[];
  readonly #unshared = new Unshared();

  private constructor(training: GraphTraining, session: Session, arrays: readonly LearnedArray[]) {
    this.#training = training;
    this.#session = session;
    this.parts = training.parts;
    this.arrays = arrays;
    this.#placed = placed(arrays);
    const { validation } = training;
    if (validation) {
      this.validation = {
        ...validation,
        measure: (parameters, step) => validation.measure(this.#named(parameters), step),
      };
    }
  }

  static async open(training: GraphTraining): Promise<SummedGraph> {
    const { learned } = parametersIn(training);
    const slopes = gradients(
      training.loss,
      learned.map(({ tensor }) => tensor),
    );
    const outputs = Object.fromEntries(learned.map(({ name }, i) => [gradientName(name), slopes[i]]));
    const session = await compile({ loss: training.loss, ...outputs }, { ...training.execution });
    const arrays = learned.map(({ name, tensor: { shape } }) => ({ name, shape }));
    return new SummedGraph(training, session, arrays);
  }

  initialize(parameters: Float32Array): void {
    for (const { name, from } of this.#placed) parameters.set(this.#training.initial[name], from);
  }

  descent(step: number): Descent {
    return { optimizer: this.#training.optimizer, step };
  }

  async gradient(step: number, part: number, parameters: Float32Array, out: Float32Array): Promise<number> {
    const feeds = await this.#training.feeds(step, part);
    const results = await this.#session.run({ ...feeds, ...this.#named(parameters) });
    for (const { name, from } of this.#placed) out.set(results[gradientName(name)] as Float32Array, from);
    return Number(results.loss[0]);
  }

  weights(parameters: Float32Array): Weights | Promise<Weights> {
    return weightsOf(
      this.#training,
      this.#placed.map(({ name, from, to }) => ({ name, values: parameters.subarray(from, to) })),
    );
  }

  /** All parameters by name, as graphs take them. */
  #named(parameters: Float32Array): Arrays {
    const learned = this.#placed.map(({ name, from, to }) => [
      name,
      this.#unshared.of(name, parameters.subarray(from, to)),
    ]);
    return { ...this.#training.fixed, ...Object.fromEntries(learned) };
  }
}

function gradientName(parameter: string): string {
  return `gradient/${parameter}`;
}
