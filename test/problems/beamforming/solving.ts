import type { Solver } from '../../../src/contracts/problem.ts';
import type { Solution } from '../../../src/downlink/solution.ts';
import { type ComplexMatrix, store } from '../../../src/lanes/index.ts';
import type { Instance } from '../../../src/problems/beamforming/instance.ts';
import { beamforming } from '../../../src/problems/beamforming/problem.ts';
import { streamsFor } from '../../../src/random/streams.ts';
import { type Complex, complex } from './oracle.ts';

/** A drawn instance: axes left out take the defaults. */
export function draw(axes: Record<string, number | string>, count: number, first = 0, seed = 1): Instance {
  const streams = streamsFor({ seed, experiment: 'test', scenario: 'test' });
  return beamforming.draw(beamforming.scenario.parse(axes), { first, count }, streams);
}

/** What a solver reported, trial by trial. */
export interface Report {
  /** V by iteration (null for a final result), as re, im of the M x K d matrix, trial after trial. */
  readonly V: Map<number | null, Float64Array>;
  readonly U: Map<number | null, Float64Array>;
  readonly W: Map<number | null, Float64Array>;
  /** Metric values by name and iteration, as in `wsr 3` and `wsr null`. */
  readonly metrics: Map<string, Float64Array>;
  readonly diagnostics: Map<string, number[]>;
  readonly violations: string[];
}

export async function solverNamed(name: string): Promise<Solver<Instance, Solution>> {
  return beamforming.solvers[name]();
}

/** Runs a solver and keeps everything that it reports, with the given metrics. */
export async function run(
  solver: Solver<Instance, Solution> | string,
  instance: Instance,
  parameters: Record<string, unknown> = {},
  metrics: readonly string[] = [],
): Promise<Report> {
  const chosen = typeof solver === 'string' ? await solverNamed(solver) : solver;
  const report: Report = {
    V: new Map(),
    U: new Map(),
    W: new Map(),
    metrics: new Map(),
    diagnostics: new Map(),
    violations: [],
  };
  const { count } = instance.range;
  const keep = (
    to: Map<number | null, Float64Array>,
    key: number | null,
    matrix: ComplexMatrix,
    first: number,
    n: number,
  ) => {
    const perTrial = 2 * matrix.rows * matrix.cols;
    const all = to.get(key) ?? new Float64Array(count * perTrial).fill(Number.NaN);
    const part = new Float64Array(n * perTrial);
    store(matrix, part, { first: 0, count: n });
    all.set(part, first * perTrial);
    to.set(key, all);
  };
  await chosen.solve(instance, chosen.parameters.parse(parameters), {
    solution(iteration, range, solution) {
      const first = range.first - instance.range.first;
      keep(report.V, iteration, solution.V, first, range.count);
      if (solution.U) keep(report.U, iteration, solution.U, first, range.count);
      if (solution.W) keep(report.W, iteration, solution.W, first, range.count);
      const violation = beamforming.violation(instance, solution, range);
      if (violation) report.violations.push(`trial ${violation.trial}: ${violation.what}`);
      for (const name of metrics) {
        const key = `${name} ${iteration}`;
        const values = report.metrics.get(key) ?? new Float64Array(count);
        const part = new Float64Array(range.count);
        beamforming.metrics[name].measure(instance, solution, range, part);
        values.set(part, first);
        report.metrics.set(key, values);
      }
    },
    diagnostic(name, _kind, range, values) {
      const all = report.diagnostics.get(name) ?? [];
      for (let i = 0; i < range.count; i++) all[range.first - instance.range.first + i] = values[i];
      report.diagnostics.set(name, all);
    },
  });
  return report;
}

/** The beamformers V_1 ... V_K of one trial. */
export function beamsOf({ M, K, d }: Instance, V: Float64Array, trial: number): Complex[] {
  return Array.from({ length: K }, (_, k) =>
    complex(M, d, (row, col) => {
      const at = 2 * ((trial * M + row) * K * d + k * d + col);
      return [V[at], V[at + 1]];
    }),
  );
}

/** Blocks X_1 ... X_K of a stacked matrix (rows x d each) of one trial. */
export function stackedOf({ K, d }: Instance, X: Float64Array, rows: number, trial: number): Complex[] {
  return Array.from({ length: K }, (_, k) =>
    complex(rows, d, (row, col) => {
      const at = 2 * (((trial * K + k) * rows + row) * d + col);
      return [X[at], X[at + 1]];
    }),
  );
}
