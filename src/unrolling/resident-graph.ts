import type { Tensor as OrtTensor } from 'onnxruntime-node';
import type { ResidentTrainer, StateArray, StateArrays, Validation, Weights } from '../contracts/training.ts';
import {
  type Arrays,
  compile,
  deviceInUse,
  type ExecutionOptions,
  gradients,
  input,
  type Session,
  type Tensor,
} from '../graph/index.ts';
import { graphStep, stepInputs } from '../optimizers/graph.ts';
import { momentsOf } from '../optimizers/optimizer.ts';
import { type GraphParameter, type GraphTraining, parametersIn, weightsOf } from './graph-training.ts';

/** One array of the training's state and the names under which it goes in and comes out of a step. */
interface Slot {
  /** Its name in the state. */
  readonly key: string;
  readonly parameter: string;
  readonly section: 'parameters' | 'first' | 'second';
  readonly into: string;
  readonly outOf: string;
  readonly tensor: Tensor;
  readonly initial: Float32Array;
}

/** Training with the optimizer inside the graph: parameters and moments go from step to step without leaving the device. */
export class ResidentGraph implements ResidentTrainer {
  readonly kind = 'resident';
  readonly validation?: Validation<[step: number]>;
  readonly #training: GraphTraining;
  readonly #session: Session;
  readonly #slots: readonly Slot[];
  readonly #download: Download;
  #resident: Record<string, OrtTensor>;

  private constructor(training: GraphTraining, session: Session, slots: readonly Slot[]) {
    this.#training = training;
    this.#session = session;
    this.#slots = slots;
    this.#download = new Download(training.execution);
    this.#resident = session.tensors(Object.fromEntries(slots.map(({ into, initial }) => [into, initial])));
    const { validation } = training;
    if (validation) {
      this.validation = { ...validation, measure: async (step) => validation.measure(await this.#parameters(), step) };
    }
  }

  static async open(training: GraphTraining): Promise<ResidentGraph> {
    if (training.parts !== 1) throw new Error(`a device takes a step in one part, not in ${training.parts}`);
    const { learned } = parametersIn(training);
    const slots = learned.flatMap((parameter) => slotsOf(parameter, training));
    const { device = deviceInUse() } = training.execution ?? {};
    const resident = device === 'cpu' ? [] : slots.map(({ outOf }) => outOf);
    const session = await compile(stepOutputs(training, learned, slots), { ...training.execution, resident });
    return new ResidentGraph(training, session, slots);
  }

  async advance(step: number): Promise<number> {
    const { optimizer, initial, fixed } = this.#training;
    const numbers = Object.entries(stepInputs(optimizer, Object.keys(initial), step));
    const feeds = { ...(await this.#training.feeds(step, 0)), ...fixed, ...Object.fromEntries(numbers) };
    const results = await this.#session.execute({ ...this.#session.tensors(feeds), ...this.#resident });
    const [loss, squaredNorm] = [results.loss, results.squaredNorm].map(({ data }) => Number(data[0]));
    if (!Number.isFinite(loss + squaredNorm)) return Number.NaN;
    for (const { into, outOf } of this.#slots) {
      this.#resident[into].dispose();
      this.#resident[into] = results[outOf];
    }
    return loss;
  }

  async state(): Promise<StateArrays> {
    const arrays: Record<string, StateArray> = {};
    for (const { key, into, tensor } of this.#slots) {
      arrays[key] = { shape: tensor.shape, data: await this.#download.read(this.#resident[into], tensor) };
    }
    return arrays;
  }

  async restore(state: StateArrays): Promise<void> {
    const feeds = this.#slots.map(({ key, into }) => [into, Float32Array.from(state[key].data)] as const);
    this.#resident = this.#session.tensors(Object.fromEntries(feeds));
  }

  async weights(): Promise<Weights> {
    const values = await this.#learned();
    return weightsOf(
      this.#training,
      Object.entries(values).map(([name, array]) => ({ name, values: array })),
    );
  }

  async release(): Promise<void> {
    await this.#session.release();
    await this.#download.release();
  }

  async #parameters(): Promise<Arrays> {
    return { ...this.#training.fixed, ...(await this.#learned()) };
  }

  async #learned(): Promise<Record<string, Float32Array>> {
    const values: Record<string, Float32Array> = {};
    for (const { parameter, section, into, tensor } of this.#slots) {
      if (section === 'parameters') values[parameter] = await this.#download.read(this.#resident[into], tensor);
    }
    return values;
  }
}

/** A parameter keeps its own name, so that the loss finds it; its moments go under names of their own. */
function slotsOf({ name, tensor, initial }: GraphParameter, { optimizer }: GraphTraining): Slot[] {
  return (['parameters', ...momentsOf(optimizer)] as const).map((section) => ({
    key: `${section}/${name}`,
    parameter: name,
    section,
    into: section === 'parameters' ? name : `${section}/${name}`,
    outOf: `next/${section}/${name}`,
    tensor: section === 'parameters' ? tensor : input(`${section}/${name}`, tensor.shape),
    initial: section === 'parameters' ? initial : new Float32Array(tensor.size),
  }));
}

/** Loss, norm of the gradient, and new parameters and moments as functions of the old ones, by the names of their slots. */
function stepOutputs(
  { loss, optimizer }: GraphTraining,
  learned: readonly GraphParameter[],
  slots: readonly Slot[],
): Record<string, Tensor> {
  const slopes = gradients(
    loss,
    learned.map(({ tensor }) => tensor),
  );
  const step = graphStep(
    optimizer,
    learned.map(({ name, tensor }, i) => {
      const moments = slots.filter(({ parameter, section }) => parameter === name && section !== 'parameters');
      return {
        name,
        parameter: tensor,
        gradient: slopes[i],
        moments: Object.fromEntries(moments.map((slot) => [slot.section, slot.tensor])),
      };
    }),
  );
  const outputs: Record<string, Tensor> = { loss, squaredNorm: step.squaredNorm };
  for (const { parameter, section, outOf } of slots) {
    const moved = step.moved[learned.findIndex(({ name }) => name === parameter)];
    outputs[outOf] = (section === 'parameters' ? moved.parameter : moved[section])!;
  }
  return outputs;
}

/** Brings arrays from the device to ordinary memory, through a model that only copies: there is no other safe way. */
class Download {
  readonly #execution: ExecutionOptions;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(execution: ExecutionOptions = {}) {
    this.#execution = execution;
  }

  async read(resident: OrtTensor, { shape }: Tensor): Promise<Float32Array> {
    if (resident.location === 'cpu') return (resident.data as Float32Array).slice();
    const key = shape.join();
    const opened = this.#sessions.get(key) ?? compile({ copy: input('original', shape) }, this.#execution);
    this.#sessions.set(key, opened);
    const { copy } = await (await opened).execute({ original: resident });
    return copy.data as Float32Array;
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).release();
  }
}
