import { rateAt, type Schedule } from './schedule.ts';

/**
 * The rule by which parameters follow their gradients. Adam: Kingma and Ba, arXiv:1412.6980, Algorithm 1; AdamW: Loshchilov
 * and Hutter, arXiv:1711.05101, Algorithm 2; momentum as in Sutskever et al., ICML 2013, with the learning rate outside.
 */
export type Optimizer =
  | {
      readonly kind: 'adam' | 'adamw';
      readonly rate: Schedule;
      /** Default 0.9. */
      readonly beta1?: number;
      /** Default 0.999. */
      readonly beta2?: number;
      /** Default 1e-8. */
      readonly epsilon?: number;
      /** `adam` adds it times the parameter to the gradient, `adamw` shrinks the parameter itself. Default 0. */
      readonly weightDecay?: number;
    }
  | {
      readonly kind: 'sgd';
      readonly rate: Schedule;
      /** Default 0. */
      readonly momentum?: number;
      /** Default 0. */
      readonly weightDecay?: number;
    };

/** The numbers of one step, the same for all parameters but for their factors of the learning rate. */
export interface StepNumbers {
  readonly rate: number;
  /** Decay of the first moment: beta1 or the momentum. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 / (1 - beta1^t) and 1 / (1 - beta2^t) of step t, counted from 1. */
  readonly inverse1: number;
  readonly inverse2: number;
  /** Added, times the parameter, to the gradient. */
  readonly l2: number;
  /** Taken, times rate and parameter, from the parameter. */
  readonly decay: number;
}

/** What `optimizer` does in step `step`, from 0. */
export function stepNumbers(optimizer: Optimizer, step: number): StepNumbers {
  const rate = rateAt(optimizer.rate, step);
  const weightDecay = optimizer.weightDecay ?? 0;
  if (optimizer.kind === 'sgd') {
    const beta1 = optimizer.momentum ?? 0;
    return { rate, beta1, beta2: 0, epsilon: 0, inverse1: 1, inverse2: 1, l2: weightDecay, decay: 0 };
  }
  const { kind, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimizer;
  const [l2, decay] = kind === 'adam' ? [weightDecay, 0] : [0, weightDecay];
  const inverse = (beta: number) => 1 / (1 - beta ** (step + 1));
  return { rate, beta1, beta2, epsilon, inverse1: inverse(beta1), inverse2: inverse(beta2), l2, decay };
}
