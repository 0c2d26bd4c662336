import { wholePower } from '../random/elementary.ts';
import { rateAt, type Schedule } from './schedule.ts';

/**
 * The rule by which parameters follow their gradients, specified once. It has three forms, which tests hold against each other:
 * in double precision and plain JavaScript (`scalar.ts`), in single precision in WebAssembly memory (`webassembly.ts`) and as a
 * graph (`graph.ts`). In step t = 1, 2 ..., with the gradient g of a parameter p and its learning rate r:
 *
 * - `adam`, Kingma and Ba, arXiv:1412.6980, Algorithm 1: g += weightDecay p, m = beta1 m + (1 - beta1) g,
 *   v = beta2 v + (1 - beta2) g^2, p -= r m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon).
 * - `adamw`, Loshchilov and Hutter, arXiv:1711.05101, Algorithm 2: the same without the first, and p -= r weightDecay p.
 * - `sgd`, momentum as in Sutskever et al., ICML 2013, with the learning rate outside: g += weightDecay p, m = momentum m + g,
 *   p -= r m.
 * - `normalized`: p -= r g / ||g||_2 for every matrix p, ||.||_2 its spectral norm. The last axes of an array are rows and columns,
 *   and behind them for complex matrices 2, real and imaginary parts.
 */
export type Optimizer = AdamOptimizer | SgdOptimizer | NormalizedOptimizer;

/** What all optimizers have. */
interface Rates {
  /** Learning rate. */
  readonly rate: Schedule;
  /** Learning rates of the arrays that have one of their own, by name. */
  readonly rates?: Readonly<Record<string, Schedule>>;
  /**
   * Largest norm of the gradient, taken over all arrays that a step changes: a longer one is shortened to it, before anything else.
   */
  readonly clip?: number;
}

export interface AdamOptimizer extends Rates {
  readonly kind: 'adam' | 'adamw';
  /** Default 0.9. */
  readonly beta1?: number;
  /** Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0. */
  readonly weightDecay?: number;
}

export interface SgdOptimizer extends Rates {
  readonly kind: 'sgd';
  /** Default 0. */
  readonly momentum?: number;
  /** Default 0. */
  readonly weightDecay?: number;
}

export interface NormalizedOptimizer extends Rates {
  readonly kind: 'normalized';
  readonly entries: 'real' | 'complex';
}

/** The numbers of one step, the same for all arrays. */
export interface StepNumbers {
  /** Decay of the first moment: beta1 or the momentum. */
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 1 - beta1^t and 1 - beta2^t of step t, counted from 1. */
  readonly correction1: number;
  readonly correction2: number;
  /** Added, times the parameter, to the gradient. */
  readonly l2: number;
  /** Taken, times rate and parameter, from the parameter. */
  readonly decay: number;
}

/** What `optimizer` does in step `step`, from 0, but for learning rates. */
export function stepNumbers(optimizer: AdamOptimizer | SgdOptimizer, step: number): StepNumbers {
  const weightDecay = optimizer.weightDecay ?? 0;
  if (optimizer.kind === 'sgd') {
    const beta1 = optimizer.momentum ?? 0;
    return { beta1, beta2: 0, epsilon: 0, correction1: 1, correction2: 1, l2: weightDecay, decay: 0 };
  }
  const { kind, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimizer;
  const [l2, decay] = kind === 'adam' ? [weightDecay, 0] : [0, weightDecay];
  const correction = (beta: number) => 1 - wholePower(beta, step + 1);
  return {
    ...{ beta1, beta2, epsilon, l2, decay },
    ...{ correction1: correction(beta1), correction2: correction(beta2) },
  };
}

/** Learning rate of the array `name` in step `step`, from 0. */
export function rateOf({ rate, rates }: Optimizer, name: string, step: number): number {
  return rateAt(rates?.[name] ?? rate, step);
}

/** The moments that an optimizer keeps for every parameter. */
export function momentsOf({ kind }: Optimizer): readonly Moment[] {
  return { adam: moments, adamw: moments, sgd: moments.slice(0, 1), normalized: [] }[kind];
}

const moments = ['first', 'second'] as const;
export type Moment = (typeof moments)[number];
