import type { Problem, Scenario, Solver } from '../../src/contracts/problem.ts';
import type { Weights } from '../../src/contracts/training.ts';
import type { Downlink } from '../../src/downlink/downlink.ts';
import type { Solution } from '../../src/downlink/solution.ts';
import { type ComplexMatrix, store } from '../../src/lanes/index.ts';
import { streamsFor } from '../../src/random/streams.ts';
import { type Complex, complex } from '../problems/beamforming/oracle.ts';

/*
 * Drawing and solving instances of a problem of the downlink, for tests.
 */

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
  readonly lost: number[];
}

interface RunOptions {
  readonly parameters?: Record<string, unknown>;
  readonly metrics?: readonly string[];
  readonly weights?: Weights;
}

/** `draw` and `run` for the instances and solvers of a problem. */
export function solvingOf<Instance extends Known, Known extends Downlink = Instance, Axes = Scenario>(
  problem: Problem<Instance, Solution, Axes, Known>,
) {
  return {
    /** A drawn instance: axes left out take the defaults. */
    draw(axes: Record<string, number | string>, count: number, first = 0, seed = 1): Instance {
      const streams = streamsFor({ seed, experiment: 'test', scenario: 'test' });
      return problem.draw(problem.scenario.parse(axes), { first, count }, streams);
    },
    /** Runs a solver, or that of a name, and keeps everything that it reports, with the given metrics. */
    async run(
      solver: Solver<Known, Solution> | string,
      instance: Instance,
      parameters: Record<string, unknown> = {},
      metrics: readonly string[] = [],
      weights?: Weights,
    ): Promise<Report> {
      const chosen = typeof solver === 'string' ? await problem.solvers[solver]() : solver;
      return runSolver(problem, chosen, instance, { parameters, metrics, ...(weights && { weights }) });
    },
  };
}

async function runSolver<Instance extends Known, Known extends Downlink, Axes>(
  problem: Problem<Instance, Solution, Axes, Known>,
  solver: Solver<Known, Solution>,
  instance: Instance,
  { parameters = {}, metrics = [], weights }: RunOptions,
): Promise<Report> {
  const report: Report = {
    V: new Map(),
    U: new Map(),
    W: new Map(),
    metrics: new Map(),
    diagnostics: new Map(),
    violations: [],
    lost: [],
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
  await solver.solve(
    problem.known?.(instance) ?? instance,
    solver.parameters.parse(parameters),
    {
      solution(iteration, range, solution) {
        const first = range.first - instance.range.first;
        keep(report.V, iteration, solution.V, first, range.count);
        if (solution.U) keep(report.U, iteration, solution.U, first, range.count);
        if (solution.W) keep(report.W, iteration, solution.W, first, range.count);
        const violation = problem.violation(instance, solution, range);
        if (violation) report.violations.push(`trial ${violation.trial}: ${violation.what}`);
        for (const name of metrics) {
          const key = `${name} ${iteration}`;
          const values = report.metrics.get(key) ?? new Float64Array(count);
          const part = new Float64Array(range.count);
          problem.metrics[name].measure(instance, solution, range, part);
          values.set(part, first);
          report.metrics.set(key, values);
        }
      },
      lost(trial) {
        report.lost.push(trial);
      },
      diagnostic(name, _kind, range, values) {
        const all = report.diagnostics.get(name) ?? [];
        for (let i = 0; i < range.count; i++) all[range.first - instance.range.first + i] = values[i];
        report.diagnostics.set(name, all);
      },
    },
    weights,
  );
  return report;
}

/** The beamformers V_1 ... V_K of one trial. */
export function beamsOf({ M, K, d }: Downlink, V: Float64Array, trial: number): Complex[] {
  return Array.from({ length: K }, (_, k) =>
    complex(M, d, (row, col) => {
      const at = 2 * ((trial * M + row) * K * d + k * d + col);
      return [V[at], V[at + 1]];
    }),
  );
}
