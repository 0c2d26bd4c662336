import type { Validation, WeightArray, Weights } from '../contracts/training.ts';
import { type Arrays, type ExecutionOptions, parametersOf, type Tensor } from '../graph/index.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/** A network given as a graph: what is learned, from where, on what, and how. */
export interface GraphTraining {
  /** The scalar to be made small: a function of parameters and inputs. That of a step is the sum over its parts. */
  readonly loss: Tensor;
  /** Where the learned parameters start, by name. */
  readonly initial: Readonly<Record<string, Float32Array>>;
  /** Parameters that stay as they are. */
  readonly fixed?: Readonly<Record<string, Float32Array>>;
  readonly optimizer: Optimizer;
  /** Parts of a step: small ones keep the arrays between layers near the processor, and threads share them. One on a device. */
  readonly parts: number;
  /** The inputs of one part of step `step`, from 0: a function of both numbers. */
  feeds(step: number, part: number): Arrays | Promise<Arrays>;
  /** Measures on the parameters, learned and fixed, by name. */
  readonly validation?: Validation<[parameters: Arrays, step: number]>;
  /** The parameters, learned and fixed, as the solver is given them; where left out, the learned ones by their names. */
  weights?(parameters: Weights): Weights | Promise<Weights>;
  readonly execution?: ExecutionOptions;
}

/** A parameter of the loss. */
export interface GraphParameter {
  readonly name: string;
  readonly tensor: Tensor;
  readonly initial: Float32Array;
}

/** The parameters that the loss depends on: those that are learned and those that are not. */
export function parametersIn({ loss, initial, fixed = {} }: GraphTraining): Readonly<{
  learned: readonly GraphParameter[];
  fixed: readonly GraphParameter[];
}> {
  const parameters = parametersOf(loss);
  for (const name of Object.keys(parameters)) {
    if (!(name in initial) && !(name in fixed)) throw new Error(`parameter ${name} has no initial values`);
  }
  const withValues = (values: Readonly<Record<string, Float32Array>>) =>
    Object.entries(values).map(([name, array]) => {
      const tensor = parameters[name];
      if (tensor === undefined) throw new Error(`the loss does not depend on parameter ${name}`);
      if (tensor.size !== array.length) throw new Error(`parameter ${name}: ${array.length} values for ${tensor}`);
      return { name, tensor, initial: array };
    });
  return { learned: withValues(initial), fixed: withValues(fixed) };
}

/** The weights of a training whose learned parameters have the given values. */
export function weightsOf(
  training: GraphTraining,
  learned: readonly { readonly name: string; readonly values: Float32Array }[],
): Weights | Promise<Weights> {
  const tensors = parametersOf(training.loss);
  const array = (name: string, values: Float32Array): readonly [string, WeightArray] => [
    name,
    { shape: tensors[name].shape, values: Float64Array.from(values) },
  ];
  const own = learned.map(({ name, values }) => array(name, values));
  if (!training.weights) return Object.fromEntries(own);
  const fixed = Object.entries(training.fixed ?? {}).map(([name, values]) => array(name, values));
  return training.weights(Object.fromEntries([...own, ...fixed]));
}
