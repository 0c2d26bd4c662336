import { z } from 'zod';
import {
  type ComplexMatrix,
  copy,
  copyWhere,
  type Group,
  type Lanes,
  lessThan,
  type Mask,
  type RealMatrix,
  subtract,
} from '../../../lanes/index.ts';
import type { Observer } from '../../problem.ts';
import { type Instance, rangeOf } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** Parameters of every solver that runs WMMSE iterations. */
export const iterationParameters = {
  iterations: z
    .union([z.int().positive(), z.literal('converged')])
    .default('converged')
    .describe(
      'Number of iterations, each reported; or "converged": until the rate stops growing, only the last reported.',
    ),
  tolerance: z
    .number()
    .positive()
    .default(1e-4)
    .describe('Converged when an iteration adds at most this much to the weighted sum rate, in bits.'),
  maxIterations: z.int().positive().default(1000).describe('Iterations after which a channel counts as capped.'),
};

export interface IterationParameters {
  readonly iterations: number | 'converged';
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A WMMSE algorithm on one group of trials at a time. */
export interface WmmseMethod {
  readonly lanes: Lanes;
  /** Present beamformers, M x K d. */
  readonly V: ComplexMatrix;
  /** Takes in a group's channels and writes the first V. */
  start(group: Group): void;
  /** Optimal receivers and weights for V. */
  receive(): void;
  /** Optimal beamformers for the receivers and weights, written to `next`, which may be V. */
  transmit(next: ComplexMatrix): void;
  /** s = weighted sum rate in nats of the V last received. */
  rate(s: RealMatrix): void;
  /** Calls `use` with V as it is to be reported: in double precision, within the power. */
  feasible(use: (solution: Solution) => void): void;
}

/** Runs the iterations that the parameters ask for on every trial of the instance. */
export function iterateWmmse(
  method: WmmseMethod,
  instance: Instance,
  parameters: IterationParameters,
  observer: Observer<Solution>,
): void {
  const run = parameters.iterations === 'converged' ? untilConverged(method, parameters) : counted(method, parameters);
  for (const group of method.lanes.groups(instance.range.count)) {
    method.start(group);
    run(instance, group, observer);
  }
}

type Run = (instance: Instance, group: Group, observer: Observer<Solution>) => void;

function counted(method: WmmseMethod, { iterations }: IterationParameters): Run {
  return (instance, group, observer) => {
    const range = rangeOf(instance, group);
    for (let iteration = 1; iteration <= Number(iterations); iteration++) {
      method.receive();
      method.transmit(method.V);
      method.feasible((solution) => observer.solution(iteration, range, solution));
    }
  };
}

/**
 * Every lane goes on until an iteration adds at most `tolerance` bits to its rate, and keeps its V from then on. The rate of an
 * iterate is a by-product of receiving it, so the last iterate of a lane costs only half an iteration more.
 */
function untilConverged(method: WmmseMethod, { tolerance, maxIterations }: IterationParameters): Run {
  const { lanes, V } = method;
  const next = lanes.complex(V.rows, V.cols);
  const rate = lanes.scalar();
  const before = lanes.scalar();
  const growing = lanes.mask();
  const enough = lanes.constant(tolerance * Math.LN2);
  const iterations = new Float64Array(lanes.width);
  return (instance, group, observer) => {
    growing.fill(true);
    iterations.fill(0);
    method.receive();
    method.rate(before);
    for (let iteration = 1; iteration <= maxIterations && growing.countTrue(group.count) > 0; iteration++) {
      method.transmit(next);
      copyWhere(growing, V, next);
      countOn(iterations, growing);
      method.receive();
      method.rate(rate);
      subtract(before, rate, before);
      lessThan(growing, enough, before);
      copy(before, rate);
    }
    const range = rangeOf(instance, group);
    method.feasible((solution) => observer.solution(null, range, solution));
    observer.diagnostic('iterations', 'mean', range, iterations.subarray(0, group.count));
    observer.diagnostic('capped', 'proportion', range, capped(growing, group.count));
  };
}

function countOn(iterations: Float64Array, growing: Mask): void {
  for (let lane = 0; lane < iterations.length; lane++) if (growing.get(lane)) iterations[lane]++;
}

function capped(growing: Mask, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, lane) => (growing.get(lane) ? 1 : 0));
}
