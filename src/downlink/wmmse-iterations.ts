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
  const { iterate, operations } = method;
  const { lanes } = iterate;
  const weigh = lanes.specialise(() => method.weigh());
  for (const group of lanes.groups(instance.range.count)) {
    const range = rangeOf(instance, group);
    iterate.begin(group);
    for (let lane = 0; lane < lanes.width; lane++) method.beginLane(lane);
    for (let iteration = 1; iteration <= iterations; iteration++) {
      weigh.run();
      method.step();
      observer.solution(iteration, range, iterate.solution(group));
    }
    if (operations === undefined) continue;
    const all = new Float64Array(group.count).fill(iterations * operations);
    observer.diagnostic('operations', 'mean', range, all);
  }
}
