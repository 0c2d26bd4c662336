import type { Tensor as OrtTensor } from 'onnxruntime-node';
import type { StoredArray } from '../../arrays/safetensors.ts';
import { gradients } from '../gradient.ts';
import { type Arrays, compile, type Session } from '../session.ts';
import { input, type Tensor } from '../tensor.ts';
import { optimizerStep, type StepInputs } from './graph-optimizer.ts';
import { type Optimizer, stepNumbers } from './optimizer.ts';
import {
  checkLoss,
  stateArray,
  type Trained,
  type Training,
  type TrainingOptions,
  type TrainingState,
  trainedParameters,
} from './training.ts';

const sections = ['weights', 'first', 'second'] as const;

/** One array of the training's state and the names under which it goes in and comes out of a step. */
interface Slot {
  readonly key: string;
  readonly into: string;
  readonly outOf: string;
  readonly tensor: Tensor;
  readonly initial: Float32Array;
}

/**
 * Training with the optimizer inside the graph: parameters and moments come out of a step and go into the next one without
 * leaving the device. For `webgpu`; on `cpu` it gives what MemoryTraining gives, more slowly.
 */
export class DeviceTraining implements Training {
  readonly #session: Session;
  readonly #download: Download;
  readonly #optimizer: Optimizer;
  readonly #slots: readonly Slot[];
  /** Parameters that are only fed. */
  readonly #fixed: readonly Trained[];
  #resident: Record<string, OrtTensor>;
  #step = 0;

  private constructor(
    session: Session,
    download: Download,
    optimizer: Optimizer,
    slots: readonly Slot[],
    fixed: readonly Trained[],
  ) {
    this.#session = session;
    this.#download = download;
    this.#optimizer = optimizer;
    this.#slots = slots;
    this.#fixed = fixed;
    this.#resident = session.tensors(Object.fromEntries(slots.map(({ into, initial }) => [into, initial])));
  }

  static async start(options: TrainingOptions): Promise<DeviceTraining> {
    const parameters = trainedParameters(options);
    const learned = parameters.filter(({ factor }) => factor !== 0);
    const slots = learned.flatMap(slotsOf);
    const outputs = stepOutputs(options, learned);
    const resident = options.execution?.device === 'webgpu' ? slots.map(({ outOf }) => outOf) : [];
    const session = await compile({ loss: options.loss, ...outputs }, { ...options.execution, resident });
    const fixed = parameters.filter(({ factor }) => factor === 0);
    return new DeviceTraining(session, new Download(options), options.optimizer, slots, fixed);
  }

  get step(): number {
    return this.#step;
  }

  async advance(parts: readonly Arrays[]): Promise<number> {
    if (parts.length !== 1) throw new Error(`training on a device takes a batch in one part, not in ${parts.length}`);
    const fixed = Object.fromEntries(this.#fixed.map(({ name, initial }) => [name, initial]));
    const { rate, inverse1, inverse2 } = stepNumbers(this.#optimizer, this.#step);
    const numbers = Object.entries({ rate, inverse1, inverse2 })
      .map(([name, value]) => [`optimizer/${name}`, Float32Array.of(value)] as const)
      .filter(([name]) => name in this.#session.inputs);
    const feeds = this.#session.tensors({ ...parts[0], ...fixed, ...Object.fromEntries(numbers) });
    const results = await this.#session.execute({ ...feeds, ...this.#resident });
    const loss = Number((await results.loss.getData())[0]);
    checkLoss(loss, this.#step);
    for (const { into, outOf } of this.#slots) {
      this.#resident[into].dispose();
      this.#resident[into] = results[outOf];
    }
    this.#step++;
    return loss;
  }

  async weights(): Promise<Record<string, Float32Array>> {
    const weights: Record<string, Float32Array> = {};
    for (const { name, initial } of this.#fixed) weights[name] = initial.slice();
    for (const { key, into, tensor } of this.#slots) {
      if (key.startsWith('weights/')) weights[into] = await this.#download.read(this.#resident[into], tensor);
    }
    return weights;
  }

  async state(): Promise<TrainingState> {
    const arrays: Record<string, StoredArray> = {};
    for (const { name, tensor, initial } of this.#fixed) {
      arrays[`weights/${name}`] = { shape: tensor.shape, data: initial.slice() };
    }
    for (const { key, into, tensor } of this.#slots) {
      arrays[key] = { shape: tensor.shape, data: await this.#download.read(this.#resident[into], tensor) };
    }
    return { step: this.#step, arrays };
  }

  async restore(state: TrainingState): Promise<void> {
    const feeds = this.#slots.map(({ key, into, tensor }) => [into, stateArray(state, key, tensor).slice()] as const);
    this.#resident = this.#session.tensors(Object.fromEntries(feeds));
    this.#step = state.step;
  }

  async release(): Promise<void> {
    await this.#session.release();
    await this.#download.release();
  }
}

/** A parameter keeps its own name, so that the loss finds it; its moments go under names of their own. */
function slotsOf({ name, tensor, initial }: Trained): Slot[] {
  return sections.map((section) => ({
    key: `${section}/${name}`,
    into: section === 'weights' ? name : `${section}/${name}`,
    outOf: `next/${section}/${name}`,
    tensor,
    initial: section === 'weights' ? initial : new Float32Array(tensor.size),
  }));
}

/** New parameters and moments as functions of the old ones, by the names of their slots. */
function stepOutputs({ loss, optimizer }: TrainingOptions, learned: readonly Trained[]): Record<string, Tensor> {
  const slopes = gradients(
    loss,
    learned.map(({ tensor }) => tensor),
  );
  const numbers: StepInputs = {
    rate: input('optimizer/rate', []),
    inverse1: input('optimizer/inverse1', []),
    inverse2: input('optimizer/inverse2', []),
  };
  const outputs: Record<string, Tensor> = {};
  learned.forEach(({ name, tensor, factor }, i) => {
    const moments = sections.slice(1).map((section) => input(`${section}/${name}`, tensor.shape));
    const [first, second] = moments;
    const next = optimizerStep(optimizer, { weights: tensor, first, second }, slopes[i], numbers, factor);
    for (const section of sections) outputs[`next/${section}/${name}`] = next[section];
  });
  return outputs;
}

/** Brings arrays from the device to ordinary memory, through a model that only copies: there is no other safe way. */
class Download {
  readonly #options: TrainingOptions;
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(options: TrainingOptions) {
    this.#options = options;
  }

  async read(resident: OrtTensor, { shape }: Tensor): Promise<Float32Array> {
    if (resident.location === 'cpu') return (resident.data as Float32Array).slice();
    const key = shape.join();
    const opened =
      this.#sessions.get(key) ?? compile({ copy: input('original', shape) }, { ...this.#options.execution });
    this.#sessions.set(key, opened);
    const { copy } = await (await opened).execute({ original: resident });
    return copy.data as Float32Array;
  }

  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await (await session).release();
  }
}
