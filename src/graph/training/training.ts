import type { StoredArray } from '../../arrays/safetensors.ts';
import { exitCodes, messages, UserError } from '../../messages.ts';
import { namedGraph } from '../onnx/nodes.ts';
import type { Arrays, ExecutionOptions } from '../session.ts';
import type { Tensor } from '../tensor.ts';
import type { Optimizer } from './optimizer.ts';

/** What is trained, from where, and how. */
export interface TrainingOptions {
  /** The scalar to be made small: a function of parameters and inputs. */
  readonly loss: Tensor;
  /** Where the parameters start, by their names: all that the loss depends on. */
  readonly initial: Readonly<Record<string, Float32Array>>;
  readonly optimizer: Optimizer;
  /** Factors of the learning rate, by the names of parameters; default 1, and with 0 a parameter stays as it is. */
  readonly rateFactors?: Readonly<Record<string, number>>;
  readonly execution?: ExecutionOptions;
}

/** All that a training run is after `step` steps: it goes on from there with the same bytes, given the same batches. */
export interface TrainingState {
  /** Steps done. Batches are drawn by the number of the step, so this is the position of the random numbers as well. */
  readonly step: number;
  /** `weights/<name>`, and for learned parameters their moments, `first/<name>` and `second/<name>`. */
  readonly arrays: Readonly<Record<string, StoredArray>>;
}

/** A training run of a graph. */
export interface Training {
  /** Steps done. */
  readonly step: number;
  /**
   * One step of the optimizer. A batch may come in parts, whose losses and gradients are added: small parts keep the
   * intermediate arrays near the processor.
   * @returns the loss before the step
   * @throws UserError naming the step where the loss is not finite; the parameters are then as before
   */
  advance(parts: readonly Arrays[]): Promise<number>;
  /** The parameters as they are now, copied. */
  weights(): Promise<Record<string, Float32Array>>;
  state(): Promise<TrainingState>;
  /** Goes on from a state of the same network and optimizer. */
  restore(state: TrainingState): Promise<void>;
  /** Frees the graph. */
  release(): Promise<void>;
}

/** A parameter with its place in the training. */
export interface Trained {
  readonly name: string;
  readonly tensor: Tensor;
  readonly initial: Float32Array;
  /** Factor of the learning rate; 0 where the parameter is only fed. */
  readonly factor: number;
}

/** Every parameter that the loss depends on. Throws where `initial` does not fit. */
export function trainedParameters({ loss, initial, rateFactors = {} }: TrainingOptions): Trained[] {
  const parameters = namedGraph([loss]).leaves.flatMap((tensor) =>
    tensor.source.kind === 'parameter' ? [{ name: tensor.source.name, tensor }] : [],
  );
  return parameters.map(({ name, tensor }) => {
    if (initial[name]?.length !== tensor.size) {
      throw new Error(`parameter ${name}: ${initial[name]?.length ?? 'no'} initial values for ${tensor}`);
    }
    return { name, tensor, initial: initial[name], factor: rateFactors[name] ?? 1 };
  });
}

/** @throws UserError where the loss of a step is not finite */
export function checkLoss(loss: number, step: number): void {
  if (!Number.isFinite(loss)) throw new UserError(messages.lossNotFinite(step, loss), exitCodes.failed);
}

/** The array of a state. Throws where it is missing or has another size. */
export function stateArray({ arrays }: TrainingState, name: string, { size }: Tensor): Float32Array {
  const data = arrays[name]?.data;
  if (!(data instanceof Float32Array) || data.length !== size) {
    throw new Error(`the training state has no ${size} float32 values of ${name}`);
  }
  return data;
}
