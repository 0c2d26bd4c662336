import type { Observer, Parameters, Solver } from '../../../src/contracts/problem.ts';
import type { SummedTrainer, Weights } from '../../../src/contracts/training.ts';
import { type Instance, sampleLength } from '../../../src/problems/csi-feedback/instance.ts';
import { nmse } from '../../../src/problems/csi-feedback/metrics/nmse.ts';
import type { CsiFeedbackScenario } from '../../../src/problems/csi-feedback/scenario.ts';
import type { Solution } from '../../../src/problems/csi-feedback/solution.ts';
import { SummedRun } from '../../../src/study/training/summed.ts';
import { scenario, streams } from './drawing.ts';

/** What a solver reported: one reconstruction of all trials for each iteration, in order. */
export interface Reported {
  readonly iteration: number | null;
  readonly X: Float64Array;
}

export async function solve(
  solver: Solver<Instance, Solution>,
  given: Instance,
  parameters: Parameters = {},
  weights?: Weights,
): Promise<Reported[]> {
  const length = sampleLength(given);
  const reports = new Map<number | null, Float64Array>();
  const observer: Observer<Solution> = {
    solution(iteration, range, { X }) {
      const report = reports.get(iteration) ?? new Float64Array(given.range.count * length).fill(Number.NaN);
      report.set(X, (range.first - given.range.first) * length);
      reports.set(iteration, report);
    },
    diagnostic() {},
    lost() {},
  };
  await solver.solve(given, solver.parameters.parse(parameters), observer, weights);
  return [...reports].map(([iteration, X]) => ({ iteration, X }));
}

/** NMSE in dB, eq. (24). */
export function nmseOf(given: Instance, X: Float64Array | Float32Array): number {
  const out = new Float64Array(given.range.count);
  nmse.measure(given, { X }, given.range, out);
  return 10 * Math.log10(out.reduce((sum, value) => sum + value, 0) / out.length);
}

/** The weights that a solver asks for, trained here and now: `steps` of its plan where that is given. */
export async function trained(
  { training }: Solver<Instance, Solution>,
  axes: Partial<CsiFeedbackScenario>,
  parameters: Parameters,
  steps?: number,
): Promise<Weights | undefined> {
  const plan = training?.plan(scenario(axes), parameters) ?? null;
  if (plan === null) return undefined;
  const trainer = await training!.trainer(plan, streams);
  const run = trainer.kind === 'resident' ? trainer : new SummedRun(trainer as SummedTrainer<Float32Array>);
  for (let step = 0; step < (steps ?? plan.steps); step++) await run.advance(step);
  return run.weights();
}
