import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { messages, UserError } from '../messages.ts';
import { type Device, deviceInUse } from './device.ts';
import { type ModelOptions, onnxModel } from './onnx/model.ts';
import { namedGraph } from './onnx/nodes.ts';
import { type Shape, showShape, sizeOf } from './shape.ts';
import type { Tensor } from './tensor.ts';

export interface ExecutionOptions {
  /** Default: the one that the thread uses, see `useDevice`. */
  readonly device?: Device;
  /**
   * Processor threads: results are the same bytes for the same number. Default 1, as every worker of a run has its own core;
   * `all` takes every core.
   */
  readonly threads?: number | 'all';
  /** Whether ONNX Runtime rewrites the graph before running it. Default `full`; `none` opens large graphs ten times faster. */
  readonly optimizations?: 'full' | 'none';
  /** Outputs that stay in the memory of the device, to be fed again. */
  readonly resident?: readonly string[];
}

export type NumberArray = Float32Array | Float64Array | BigInt64Array;

/** What goes into a run and comes out of it, by the names of inputs and outputs. */
export type Arrays = Readonly<Record<string, NumberArray>>;

interface Port {
  readonly type: string;
  /** An axis that the model leaves open has length -1. */
  readonly shape: Shape;
}

/** A model opened by ONNX Runtime. */
export class Session {
  readonly #session: InferenceSession;
  readonly inputs: Readonly<Record<string, Port>>;
  readonly outputs: Readonly<Record<string, Port>>;

  private constructor(session: InferenceSession) {
    this.#session = session;
    this.inputs = ports(session.inputMetadata);
    this.outputs = ports(session.outputMetadata);
  }

  /**
   * Opens a model from its bytes, or from the path of its file, beside which it may keep its weights.
   * @throws UserError where the machine has no driver for the device
   */
  static async open(model: Uint8Array | string, options: ExecutionOptions = {}): Promise<Session> {
    try {
      const configured = sessionOptions(options);
      // Two signatures, of which neither takes both.
      const session =
        typeof model === 'string'
          ? InferenceSession.create(model, configured)
          : InferenceSession.create(model, configured);
      return new Session(await session);
    } catch (error) {
      if (!/Failed to get a WebGPU adapter/.test(String(error))) throw error;
      throw new UserError(messages.noWebgpuAdapter());
    }
  }

  /**
   * Computes all outputs. Feeds are not copied and not changed; they may be views on any memory but shared one.
   * The call blocks its thread until done.
   * @throws Error naming the input that is missing, unknown, or does not have the input's size and type
   */
  async run(feeds: Arrays): Promise<Record<string, NumberArray>> {
    const results = await this.execute(this.tensors(feeds));
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as NumberArray]));
  }

  /**
   * Feeds as ONNX Runtime's own tensors, shaped as the inputs of their names; `shapes` gives the shapes of those that leave more than one
   * axis open.
   */
  tensors(feeds: Arrays, shapes: Readonly<Record<string, Shape>> = {}): Record<string, OrtTensor> {
    return Object.fromEntries(
      Object.entries(feeds).map(([name, data]) => [name, feed(name, data, this.inputs[name], shapes[name])]),
    );
  }

  /** Runs on ONNX Runtime's own tensors: those of resident outputs can be fed again. */
  async execute(feeds: Readonly<Record<string, OrtTensor>>): Promise<Readonly<Record<string, OrtTensor>>> {
    const missing = Object.keys(this.inputs).find((name) => !(name in feeds));
    if (missing !== undefined) throw new Error(`input ${missing} is not fed`);
    return (await this.#session.run(feeds)) as Readonly<Record<string, OrtTensor>>;
  }

  /** Frees the memory of the model. */
  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** From this number of operators on, ONNX Runtime's optimizations take seconds and gain nothing. */
const largeGraph = 3000;

/** Emits the graph that computes `outputs` and opens it. */
export async function compile(
  outputs: Readonly<Record<string, Tensor>>,
  options: ExecutionOptions & ModelOptions = {},
): Promise<Session> {
  const { operations } = namedGraph(Object.values(outputs));
  const optimizations = operations.length > largeGraph ? 'none' : 'full';
  return Session.open(onnxModel(outputs, options), { optimizations, ...options });
}

function sessionOptions(options: ExecutionOptions): InferenceSession.SessionOptions {
  const { device = deviceInUse(), threads = 1, optimizations = 'full', resident = [] } = options;
  return {
    executionProviders: [{ name: device }],
    intraOpNumThreads: threads === 'all' ? availableParallelism() : threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimizations === 'full' ? 'all' : 'disabled',
    logSeverityLevel: 3,
    // Threads that wait without sleeping double the time of a step as soon as cores are shared.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    ...(resident.length > 0 && {
      preferredOutputLocation: Object.fromEntries(resident.map((name) => [name, 'gpu-buffer' as const])),
    }),
  };
}

function ports(metadata: readonly InferenceSession.ValueMetadata[]): Record<string, Port> {
  return Object.fromEntries(
    metadata.map((port) => {
      if (!port.isTensor) throw new Error(`${port.name} is not a tensor`);
      const shape = port.shape.map((length) => (typeof length === 'number' ? length : -1));
      return [port.name, { type: port.type, shape }];
    }),
  );
}

function feed(name: string, data: NumberArray, port: Port | undefined, given: Shape | undefined): OrtTensor {
  if (!port) throw new Error(`the model has no input ${name}`);
  const shape = given ?? port.shape.map((length) => (length === -1 ? openLength(data.length, port.shape) : length));
  const type = typeOf(data);
  const fits = shape.length === port.shape.length && port.shape.every((n, axis) => n === -1 || n === shape[axis]);
  if (type !== port.type || !fits || sizeOf(shape) !== data.length || !shape.every(Number.isInteger)) {
    throw new Error(`input ${name}: ${data.length} ${type} values do not fill ${port.type} ${showShape(port.shape)}`);
  }
  return new OrtTensor(type, data, shape);
}

/** The length of the one axis that the model leaves open. */
function openLength(size: number, shape: Shape): number {
  return size / sizeOf(shape.filter((length) => length !== -1));
}

function typeOf(data: NumberArray): 'float32' | 'float64' | 'int64' {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Float64Array ? 'float64' : 'int64';
}
