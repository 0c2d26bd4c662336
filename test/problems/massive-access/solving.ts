import type { Observer, Parameters, Solver } from '../../../src/contracts/problem.ts';
import type { Weights } from '../../../src/contracts/training.ts';
import { drawInstance, type Instance } from '../../../src/problems/massive-access/instance.ts';
import { nmse } from '../../../src/problems/massive-access/metrics/nmse.ts';
import { type MassiveAccessScenario, scenarioSchema } from '../../../src/problems/massive-access/scenario.ts';
import type { Solution } from '../../../src/problems/massive-access/solution.ts';
import { streamsFor } from '../../../src/random/streams.ts';

export function scenario(axes: Partial<MassiveAccessScenario>): MassiveAccessScenario {
  return scenarioSchema.parse(axes);
}

/** Trials `first` ... of a scenario, the same at every call. */
export function instance(axes: Partial<MassiveAccessScenario>, count: number, first = 0): Instance {
  return drawInstance(scenario(axes), { first, count }, streamsFor({ seed: 7, experiment: 'test', scenario: 'test' }));
}

/** What a solver reported: one estimate of all trials for each iteration, in order. */
export interface Reported {
  readonly iteration: number | null;
  readonly X: Float64Array;
  readonly active?: Uint8Array;
}

export async function solve(
  solver: Solver<Instance, Solution>,
  given: Instance,
  parameters: Parameters = {},
  weights?: Weights,
): Promise<Reported[]> {
  const { N, M, range: all } = given;
  const reports = new Map<number | null, { X: Float64Array; active?: Uint8Array }>();
  const observer: Observer<Solution> = {
    solution(iteration, range, { X, active }) {
      const report = reports.get(iteration) ?? {
        X: new Float64Array(all.count * M * 2 * N).fill(Number.NaN),
        ...(active && { active: new Uint8Array(all.count * N) }),
      };
      report.X.set(X, (range.first - all.first) * M * 2 * N);
      if (active) report.active!.set(active, (range.first - all.first) * N);
      reports.set(iteration, report);
    },
    diagnostic() {},
    lost() {},
  };
  await solver.solve(given, solver.parameters.parse(parameters), observer, weights);
  return [...reports].map(([iteration, report]) => ({ iteration, ...report }));
}

/** NMSE in dB over all trials. */
export function nmseOf(given: Instance, X: Float64Array): number {
  const out = new Float64Array(2 * given.range.count);
  nmse.measure(given, { X }, given.range, out);
  let [error, energy] = [0, 0];
  for (let i = 0; i < out.length; i += 2) {
    error += out[i];
    energy += out[i + 1];
  }
  return 10 * Math.log10(error / energy);
}
