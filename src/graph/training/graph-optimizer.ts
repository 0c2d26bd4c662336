import { scope, type Tensor } from '../tensor.ts';
import { type Optimizer, stepNumbers } from './optimizer.ts';

/** A parameter and its moments. */
export interface Moments {
  readonly weights: Tensor;
  readonly first: Tensor;
  readonly second: Tensor;
}

/** Scalars that change from step to step; see {@link stepNumbers}. */
export interface StepInputs {
  readonly rate: Tensor;
  readonly inverse1: Tensor;
  readonly inverse2: Tensor;
}

/** One step of the optimizer as graph: the same formulas as in `kernels/optimizer.ts`. */
export function optimizerStep(
  optimizer: Optimizer,
  { weights, first, second }: Moments,
  gradient: Tensor,
  numbers: StepInputs,
  factor: number,
): Moments {
  const { beta1, beta2, epsilon, l2, decay } = stepNumbers(optimizer, 0);
  return scope('optimizer', () => {
    const slope = l2 === 0 ? gradient : gradient.add(weights.mul(l2));
    const rate = numbers.rate.mul(factor);
    const shrunk = decay === 0 ? weights : weights.sub(weights.mul(rate.mul(decay)));
    if (optimizer.kind === 'sgd') {
      const mean = first.mul(beta1).add(slope);
      return { weights: shrunk.sub(mean.mul(rate)), first: mean, second };
    }
    const mean = first.mul(beta1).add(slope.mul(1 - beta1));
    const square = second.mul(beta2).add(slope.square().mul(1 - beta2));
    const scale = square.mul(numbers.inverse2).sqrt().add(epsilon);
    return { weights: shrunk.sub(mean.mul(rate.mul(numbers.inverse1)).div(scale)), first: mean, second: square };
  });
}
