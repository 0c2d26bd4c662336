import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { Foreign, ForeignForm, Given, Returned, Step, Wanted } from '../contracts/foreign.ts';
import { SolutionError, type Solver } from '../contracts/problem.ts';
import type { TrialRange } from '../contracts/scenario.ts';
import { Session } from '../graph/index.ts';
import { messages, UserError } from '../messages.ts';
import { filesOfNetwork } from './network-files.ts';
import { arraysOf, type PartArray } from './parts.ts';

/** Trials that a network whose first axis is open is given at once. */
const trialsAtOnce = 64;

/**
 * A network of the user's own as a solver: an ONNX file for each function of the form. It takes what it wants of the arrays and numbers that
 * the function gets, by their names, and returns the function's output: float32 or float64, with the trials as first axis, which may be
 * open, and with real and imaginary parts along a last axis of 2 where entries are complex.
 * @throws UserError where inputs or outputs are others, and, when solving, where their shapes do not fit the scenario
 */
export async function networkSolver<Instance, Solution>(
  name: string,
  path: string,
  form: ForeignForm<Instance, Solution>,
): Promise<Solver<Instance, Solution>> {
  const files = filesOfNetwork(path, Object.keys(form.steps));
  const networks = new Map<string, Network>();
  for (const [step, file] of Object.entries(files)) networks.set(step, await Network.open(file, form.steps[step]));
  const foreign: Foreign = {
    key: path,
    iterates: false,
    async *call(step, given, wanted) {
      yield* networks.get(step)!.call(given, wanted);
    },
  };
  return {
    name,
    summary: 'a network of your own',
    parameters: z.strictObject({}),
    reports: 'final',
    solve: (instance, _, observer) => form.solve(instance, foreign, observer),
  };
}

const sessions = new Map<string, Promise<Session>>();

class Network {
  readonly #path: string;
  readonly #session: Session;

  private constructor(path: string, session: Session) {
    this.#path = path;
    this.#session = session;
  }

  /** One session a thread and file. */
  static async open(path: string, { inputs, output }: Step): Promise<Network> {
    if (!existsSync(path)) throw new UserError(messages.cannotRead(path, 'ENOENT'));
    const session = sessions.get(path) ?? Session.open(path);
    sessions.set(path, session);
    const opened = await session;
    const [given, made] = [Object.keys(opened.inputs), Object.keys(opened.outputs)];
    if (given.length === 0 || given.some((input) => !inputs.includes(input))) {
      throw new UserError(messages.networkPorts(path, 'input', given, `of ${inputs.join(', ')}`));
    }
    if (!made.includes(output)) throw new UserError(messages.networkPorts(path, 'output', made, output));
    return new Network(path, opened);
  }

  async *call(given: Given, [wanted]: readonly Wanted[]): AsyncIterable<Returned> {
    const trials = this.#requireShapes(given, wanted);
    const { first, count } = given.range;
    for (let i = 0; i < count; i += trials) {
      const range = { first: first + i, count: Math.min(trials, count - i) };
      yield { range, iterates: [{ [wanted.name]: await this.#compute(given, wanted, range, trials) }] };
    }
  }

  /** Whether the network fits the sizes of the instance; how many trials it takes at a time. */
  #requireShapes(given: Given, wanted: Wanted): number {
    const { inputs, outputs } = this.#session;
    const [first] = arraysOf(given, { ...given.range, count: 1 }).filter(
      ({ name, perTrial }) => perTrial && name in inputs,
    );
    const trials = first === undefined ? -1 : (inputs[first.name].shape[0] ?? -1);
    for (const [port, { type, shape }] of Object.entries(inputs)) {
      this.#requireFit(port, type, shape, this.#lengthsOf(port, given, trials));
    }
    const output = outputs[wanted.name];
    this.#requireFit(wanted.name, output.type, output.shape, outputShape(wanted, trials));
    return trials === -1 ? trialsAtOnce : trials;
  }

  #requireFit(port: string, type: string, shape: readonly number[], lengths: readonly number[]): void {
    const fits =
      shape.length === lengths.length &&
      shape.every((n, axis) => n === -1 || lengths[axis] === -1 || n === lengths[axis]);
    if (fits && (type === 'float32' || type === 'float64')) return;
    const accepted = `float32 or float64 ${shown(lengths)}`;
    throw new UserError(messages.networkShape(this.#path, port, `${type} ${shown(shape)}`, accepted));
  }

  #lengthsOf(port: string, { arrays, numbers }: Given, trials: number): readonly number[] {
    const array = arrays.find(({ name }) => name === port);
    if (array === undefined) {
      const number = numbers[port];
      return typeof number === 'number' ? [] : [number.length];
    }
    const sizes = [...(array.perTrial ? [trials, ...array.shape.slice(1)] : array.shape)];
    return array.complex ? [...sizes, 2] : sizes;
  }

  /** What the network gives for the trials of a range, with zeros for those that are missing to a batch of the length that it fixes. */
  async #compute(given: Given, wanted: Wanted, range: TrialRange, trials: number): Promise<Float64Array> {
    const { inputs } = this.#session;
    const arrays = arraysOf(given, range);
    const fixed = Object.values(inputs).some(({ shape }) => shape[0] === trials && trials !== -1);
    const batch = fixed ? trials : range.count;
    const fed = Object.entries(inputs).map(([port, { type }]) => {
      const array = arrays.find(({ name }) => name === port);
      const numbers = [given.numbers[port] ?? []].flat();
      const { shape, values } =
        array === undefined ? { shape: shapeOf(given, port), values: numbers } : padded(array, batch);
      return { port, shape, values: type === 'float32' ? Float32Array.from(values) : Float64Array.from(values) };
    });
    const feeds = Object.fromEntries(fed.map(({ port, values }) => [port, values]));
    const shapes = Object.fromEntries(fed.map(({ port, shape }) => [port, shape]));
    const made = (await this.#session.execute(this.#session.tensors(feeds, shapes)))[wanted.name];
    const lengths = outputShape(wanted, batch);
    if (String(made.dims) !== String(lengths)) {
      throw new SolutionError(messages.networkOutput(this.#path, shown(made.dims), shown(lengths)));
    }
    const perTrial = made.data.length / batch;
    return Float64Array.from((made.data as Float32Array).subarray(0, range.count * perTrial));
  }
}

function shapeOf({ numbers }: Given, port: string): number[] {
  const number = numbers[port];
  return typeof number === 'number' ? [] : [number.length];
}

function padded({ shape, values, perTrial, complex }: PartArray, batch: number) {
  const last = complex ? [2] : [];
  if (!perTrial) return { shape: [...shape, ...last], values };
  const all = new Float64Array((values.length / shape[0]) * batch);
  all.set(values);
  return { shape: [batch, ...shape.slice(1), ...last], values: all };
}

function outputShape({ axes, complex }: Wanted, trials: number): number[] {
  return [trials, ...axes.map(([, length]) => length), ...(complex ? [2] : [])];
}

function shown(shape: readonly number[]): string {
  return `[${shape.map((length) => (length === -1 ? 'any' : length)).join(', ')}]`;
}
