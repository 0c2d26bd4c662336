import type { Program } from '../program.ts';
import type { ComplexMatrix, Lanes, RealMatrix } from '../views.ts';
import { Emitter, moved, type Placed } from './emitter.ts';
import { bytesOf, Memory } from './memory.ts';
import type { Root } from './root.ts';
import type { AnyValue, Operation, RealValue, Tape } from './values.ts';

/** What a program is to give. */
export interface Wanted {
  /** Values that can be read after a run. */
  readonly outputs?: readonly AnyValue[];
  /** A scalar: the program then also goes backward, and gives its gradient with respect to every parameter ... */
  readonly loss?: RealValue;
  /** ... and to these inputs. */
  readonly gradients?: readonly AnyValue[];
}

/**
 * Makes a program of what the tape's operations need to give what is wanted. Results that nobody needs any more share memory,
 * so a program that only goes forward stays small. It ends with the memory that the engine has now, as matrices do.
 */
export function compile(tape: Tape, { outputs = [], loss, gradients = [] }: Wanted): TapeProgram {
  const { lanes } = tape;
  const results = loss ? [...outputs, loss] : outputs;
  const operations = needed(tape, results);
  const roots = rootsOf(operations, results);
  const parameters = tape.parameters.map(({ root }) => root);
  const wanted = gradients.map(({ root }) => root);
  const differentiated = loss ? differentiable(operations, [...parameters, ...wanted]) : new Set<Root>();

  const memory = new Memory(lanes);
  const resultRoots = new Set(results.map(({ root }) => root));
  const given = [...roots].filter((root) => root.kind !== 'computed' && root.kind !== 'parameter');
  memory.fix(parameters);
  memory.fix([...new Set([...given, ...wanted, ...resultRoots])].filter((root) => root.kind !== 'parameter'));
  if (loss) {
    memory.fixGradients(parameters);
    memory.fixGradients([...new Set([loss.root, ...wanted])]);
  }

  const emitForward = (): Program => {
    const emitter = new Emitter(lanes, memory, differentiated, []);
    return lanes.record(() => {
      for (const operation of operations) {
        memory.step();
        operation.forward(emitter);
      }
    });
  };
  const emitBackward = (): Program | undefined => {
    if (!loss) return undefined;
    const emitter = new Emitter(lanes, memory, differentiated, [...parameters, loss.root]);
    return lanes.record(() => {
      for (const operation of operations.toReversed()) {
        if (!operation.inputs.some(({ root }) => differentiated.has(root))) continue;
        if (!operation.outputs.some((output) => emitter.hasGradient(output))) continue;
        memory.step();
        operation.backward(emitter);
      }
    });
  };
  lanes.scope(() => {
    emitForward();
    emitBackward();
  });
  memory.place();
  memory.restart();
  for (const root of roots) root.fill?.(moved(root.matrix, memory.of(root)));
  return new TapeProgram(lanes, memory, tape.parameters, emitForward(), emitBackward(), loss);
}

/** Operations that the results depend on, in their order. */
function needed(tape: Tape, results: readonly AnyValue[]): Operation[] {
  const roots = new Set(results.map(({ root }) => root));
  const operations: Operation[] = [];
  for (const operation of tape.operations.toReversed()) {
    if (!operation.outputs.some(({ root }) => roots.has(root))) continue;
    for (const { root } of operation.inputs) roots.add(root);
    operations.push(operation);
  }
  return operations.reverse();
}

function rootsOf(operations: readonly Operation[], results: readonly AnyValue[]): Set<Root> {
  const values = operations.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]);
  return new Set([...values, ...results].map(({ root }) => root));
}

/** Roots that depend on one of those that gradients are wanted for. */
function differentiable(operations: readonly Operation[], wanted: readonly Root[]): Set<Root> {
  const roots = new Set(wanted);
  for (const { inputs, outputs } of operations) {
    if (inputs.some(({ root }) => roots.has(root))) for (const { root } of outputs) roots.add(root);
  }
  return roots;
}

/** A compiled recording: load inputs and parameters, run, read results and gradients. One group of lanes at a time. */
export class TapeProgram {
  readonly #lanes: Lanes;
  readonly #memory: Memory;
  readonly #parameters: readonly AnyValue[];
  readonly #forward: Program;
  readonly #backward: Program | undefined;
  readonly #loss: RealValue | undefined;
  /** Real numbers in all parameters: complex ones count twice. */
  readonly parameterCount: number;

  constructor(
    lanes: Lanes,
    memory: Memory,
    parameters: readonly AnyValue[],
    forward: Program,
    backward: Program | undefined,
    loss: RealValue | undefined,
  ) {
    this.#lanes = lanes;
    this.#memory = memory;
    this.#parameters = parameters;
    this.#forward = forward;
    this.#backward = backward;
    this.#loss = loss;
    this.parameterCount = parameters.reduce((sum, { root }) => sum + realsOf(root), 0);
    this.weigh(lanes.width, 1);
    this.clearGradients();
  }

  /** Where an input is to be loaded, or a result read. */
  value<M extends ComplexMatrix | RealMatrix>(value: Placed<M>): M {
    return moved(value.matrix, this.#memory.of(value.root));
  }

  /** Gradient of the weighed losses with respect to an input whose gradient is wanted, after {@link backward}. */
  gradient<M extends ComplexMatrix | RealMatrix>(value: Placed<M>): M {
    return moved(value.matrix, this.#memory.gradientOf(value.root));
  }

  /** Computes the results. */
  forward(): void {
    this.#forward.run();
  }

  /**
   * Computes gradients, after {@link forward}: those of parameters are added to what earlier runs gave, those of inputs
   * replace it.
   */
  backward(): void {
    if (!this.#backward) throw new Error('a program without a loss has no way back');
    this.#backward.run();
  }

  /** What the losses of the lanes count for: `weight` for the first `lanes`, nothing for the others. */
  weigh(lanes: number, weight: number): void {
    if (!this.#loss) return;
    const seed = this.gradient(this.#loss);
    for (let lane = 0; lane < this.#lanes.width; lane++) seed.set(lane < lanes ? weight : 0, lane);
  }

  /** Sets the parameters: one flat vector, in the order they were made, entries row by row, complex ones as re, im. */
  setParameters(flat: ArrayLike<number>): void {
    const { reals } = this.#lanes;
    for (const { from, to, copies, first } of this.#places((root) => this.#memory.of(root))) {
      let at = first;
      for (let i = from; i < to; i++) {
        for (let copy = 0; copy < copies; copy++) reals[at++] = flat[i];
      }
    }
  }

  /** Forgets the gradients of the parameters. */
  clearGradients(): void {
    if (!this.#loss) return;
    for (const { from, to, copies, first } of this.#places((root) => this.#memory.gradientOf(root))) {
      this.#lanes.reals.fill(0, first, first + (to - from) * copies);
    }
  }

  /** Writes the gradients of the parameters, summed over runs and lanes, in the order of {@link setParameters}. */
  readGradients(flat: Float32Array | Float64Array): void {
    const { reals } = this.#lanes;
    for (const { from, to, copies, first } of this.#places((root) => this.#memory.gradientOf(root))) {
      let at = first;
      for (let i = from; i < to; i++) {
        let sum = 0;
        for (let copy = 0; copy < copies; copy++) sum += reals[at++];
        flat[i] = sum;
      }
    }
  }

  /**
   * For every parameter: its numbers in a flat vector, `from` to before `to`, and in memory the index of the first and in how many copies
   * each lies there, one beside the other.
   */
  *#places(address: (root: Root) => number) {
    const { realBytes, width } = this.#lanes;
    let from = 0;
    for (const { root } of this.#parameters) {
      const to = from + realsOf(root);
      const copies = root.shared === undefined ? width : 1;
      yield { from, to, copies, first: address(root) / realBytes };
      from = to;
    }
  }
}

/** Real numbers of a parameter. */
function realsOf({ matrix, shared }: Root): number {
  return shared ?? bytesOf({ matrix }) / matrix.lanes.rowBytes;
}
