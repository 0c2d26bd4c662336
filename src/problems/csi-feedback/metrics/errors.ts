import type { TrialRange } from '../../../contracts/problem.ts';
import { type Instance, sampleLength } from '../instance.ts';
import type { Solution } from '../solution.ts';

/** Writes ||x^ - x||^2 / ||x||^2 of each trial of `range`. */
export function relativeErrors(instance: Instance, solution: Solution, range: TrialRange, out: Float64Array): void {
  const length = sampleLength(instance);
  for (let i = 0; i < range.count; i++) {
    const from = (range.first - instance.range.first + i) * length;
    let error = 0;
    let energy = 0;
    for (let j = 0; j < length; j++) {
      const x = instance.X[from + j];
      error += (solution.X[i * length + j] - x) ** 2;
      energy += x * x;
    }
    out[i] = error / energy;
  }
}
