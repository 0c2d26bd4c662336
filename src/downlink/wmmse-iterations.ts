import type { Observer } from '../contracts/problem.ts';
import { type Downlink, rangeOf } from './downlink.ts';
import type { Solution } from './solution.ts';
import { solveToConvergence } from './wmmse-convergence.ts';
import type { IterationParameters, WmmseMethod } from './wmmse-method.ts';

/** Runs the iterations that the parameters ask for on every trial of the instance. */
export function iterateWmmse(
  method: WmmseMethod,
  instance: Downlink,
  parameters: IterationParameters,
  observer: Observer<Solution>,
): void {
  const { iterations } = parameters;
  if (iterations === 'converged') solveToConvergence(method, instance, parameters, observer);
  else iterate(method, instance, iterations, observer);
}

function iterate(method: WmmseMethod, instance: Downlink, iterations: number, observer: Observer<Solution>): void {
  for (const group of method.lanes.groups(instance.range.count)) {
    const range = rangeOf(instance, group);
    method.start(group);
    for (let iteration = 1; iteration <= iterations; iteration++) {
      method.receive();
      method.transmit(method.V);
      method.feasible((solution) => observer.solution(iteration, range, solution));
    }
    if (method.operations === undefined) continue;
    const all = new Float64Array(group.count).fill(iterations * method.operations);
    observer.diagnostic('operations', 'mean', range, all);
  }
}
