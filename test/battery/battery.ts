import { describe, expect, test } from 'vitest';
import type { Observer, Solver } from '../../src/contracts/problem.ts';
import type { TrialRange } from '../../src/contracts/scenario.ts';

/*
 * What every solver of every problem must do, whatever its method. A problem gives its symmetries; a solver declares where it does
 * not keep one, and why.
 */

export type Axes = Readonly<Record<string, number | string>>;

/** A change of an instance that changes what is found in a known way. */
export interface Symmetry<Instance> {
  readonly says: string;
  apply(instance: Instance): Instance;
  /** What becomes of the estimate found for the instance. */
  expected(instance: Instance, estimate: Float64Array): Float64Array;
}

/** A problem whose solvers go through the battery. */
export interface Tested<Instance extends { readonly range: TrialRange }, Solution> {
  /** Scenarios for solvers that declare none, and how many trials of each. */
  readonly usual: readonly Axes[];
  readonly trials: number;
  draw(axes: Axes, count: number, first?: number): Instance;
  /** Lets a solver solve the instance, with weights where it asks for some. */
  solve(
    solver: Solver<Instance, Solution>,
    instance: Instance,
    parameters: Record<string, unknown>,
    observer: Observer<Solution>,
  ): Promise<void>;
  /** The estimate of every trial, one after the other. */
  estimate(instance: Instance, solution: Solution, range: TrialRange): Float64Array;
  violation(instance: Instance, solution: Solution, range: TrialRange): string | undefined;
  /** All numbers that a solver is given. */
  inputs(instance: Instance): readonly ArrayLike<number>[];
  /** The instance with a NaN among what is given of one trial, and what is then said of that trial's estimate. */
  spoilt(instance: Instance, trial: number): { readonly instance: Instance; readonly violation: string };
  readonly symmetries: Readonly<Record<string, Symmetry<Instance>>>;
  /** How far rounding may move an entry of an estimate, under a symmetry and among other trials. */
  rounding(instance: Instance): number;
  /** Whether a trial has the same bytes in every range, or the same numbers up to rounding. */
  readonly alone: 'same bytes' | 'same up to rounding';
}

export interface Declared {
  /** Parameters that make it fast enough for tests, and deterministic. */
  readonly parameters?: Record<string, unknown>;
  /** Scenarios that it accepts, where it does not accept the usual ones. */
  readonly scenarios?: readonly Axes[];
  /** Symmetries that it need not keep, and `independent of neighbours`: the reason. */
  readonly exceptions?: Readonly<Record<string, string>>;
}

/** What a solver reported: estimates of all trials by iteration, and the rest. */
interface Reported {
  readonly estimates: Map<number | null, Float64Array>;
  readonly diagnostics: Map<string, number[]>;
  readonly violations: string[];
}

/** Runs the battery over one solver. */
export function battery<Instance extends { readonly range: TrialRange }, Solution>(
  problem: Tested<Instance, Solution>,
  name: string,
  load: () => Promise<Solver<Instance, Solution>>,
  declared: Declared = {},
): void {
  const { parameters = {}, scenarios = problem.usual, exceptions = {} } = declared;
  const { trials } = problem;
  const solve = async (instance: Instance) => reported(problem, await load(), instance, parameters);
  const unless = (check: string, title: string, body: () => Promise<void>) => {
    if (exceptions[check] === undefined) test(title, body);
    else test.skip(`${title} (${exceptions[check]})`, body);
  };

  test(`${name} is registered under its own name, says what it is, and has defaults for all its parameters`, async () => {
    const solver = await load();
    expect(solver.name).toBe(name);
    expect(solver.summary).not.toBe('');
    expect(() => solver.parameters.parse({})).not.toThrow();
    expect(() => solver.parameters.parse({ nonsense: 1 })).toThrow('nonsense');
  });

  describe.each(scenarios)(`${name} at %o`, (axes) => {
    const instance = problem.draw(axes, trials);

    test('reports finite estimates that keep the constraints, for every trial', async () => {
      const { violations, estimates } = await solve(instance);
      expect(violations).toEqual([]);
      expect(estimates.size).toBeGreaterThan(0);
      for (const estimate of estimates.values()) expect(estimate.every(Number.isFinite)).toBe(true);
    });

    test('reports as its contract says: every iteration from 1 on, or one final solution', async () => {
      const { reports } = await load();
      const iterations = [...(await solve(instance)).estimates.keys()];
      if (reports === 'final') expect(iterations).toHaveLength(1);
      else if (iterations[0] !== null) expect(iterations).toEqual(iterations.map((_, i) => i + 1));
    });

    test('gives the same bytes again, and leaves its inputs alone', async () => {
      const before = problem.inputs(instance).map((values) => Array.from(values));
      const [once, again] = [await solve(instance), await solve(instance)];
      expect(again.estimates).toEqual(once.estimates);
      expect(again.diagnostics).toEqual(once.diagnostics);
      expect(problem.inputs(instance).map((values) => Array.from(values))).toEqual(before);
    });

    unless('independent of neighbours', `gives each trial the same in any range: ${problem.alone}`, async () => {
      const whole = await solve(instance);
      for (const { first, count } of rangesWithin(trials)) {
        const part = await solve(problem.draw(axes, count, first));
        for (const [iteration, found] of part.estimates) {
          const all = whole.estimates.get(iteration)!;
          const expected = all.slice((all.length / trials) * first, (all.length / trials) * (first + count));
          if (problem.alone === 'same bytes') expect(found).toEqual(expected);
          else expectNear(found, expected, problem.rounding(instance));
        }
      }
    });

    unless('independent of neighbours', 'a NaN in one trial spoils that trial alone, and is seen', async () => {
      const trial = Math.min(3, trials - 1);
      const spoilt = problem.spoilt(instance, trial);
      const [sound, found] = [await solve(instance), await solve(spoilt.instance)];
      expect(found.violations.length).toBeGreaterThan(0);
      expect(new Set(found.violations)).toEqual(new Set([spoilt.violation]));
      for (const [iteration, estimate] of found.estimates) {
        const perTrial = estimate.length / trials;
        const others = (values: Float64Array) => values.filter((_, i) => Math.floor(i / perTrial) !== trial);
        expectNear(others(estimate), others(sound.estimates.get(iteration)!), 0);
      }
    });

    for (const [symmetry, { says, apply, expected }] of Object.entries(problem.symmetries)) {
      unless(symmetry, says, async () => {
        const [plain, changed] = [await solve(instance), await solve(apply(instance))];
        for (const [iteration, estimate] of plain.estimates) {
          const found = changed.estimates.get(iteration)!;
          expectNear(found, expected(instance, estimate), problem.rounding(instance));
        }
      });
    }
  });
}

/** Ranges that begin and end beside the groups in which engines work. */
function rangesWithin(trials: number): TrialRange[] {
  const ranges = [
    { first: 0, count: 1 },
    { first: 3, count: 8 },
    { first: 10, count: 9 },
    { first: 7, count: 3 },
    { first: 1, count: 1 },
  ];
  return ranges.filter(({ first, count }) => first + count <= trials);
}

function expectNear(found: Float64Array, expected: Float64Array, rounding: number): void {
  expect(found.length).toBe(expected.length);
  const largest = found.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i])), 0);
  expect(largest).toBeLessThanOrEqual(rounding);
}

async function reported<Instance extends { readonly range: TrialRange }, Solution>(
  problem: Tested<Instance, Solution>,
  solver: Solver<Instance, Solution>,
  instance: Instance,
  parameters: Record<string, unknown>,
): Promise<Reported> {
  const { range: all } = instance;
  const report: Reported = { estimates: new Map(), diagnostics: new Map(), violations: [] };
  await problem.solve(solver, instance, parameters, {
    solution(iteration, range, solution) {
      const part = problem.estimate(instance, solution, range);
      const perTrial = part.length / range.count;
      const estimate = report.estimates.get(iteration) ?? new Float64Array(all.count * perTrial).fill(Number.NaN);
      estimate.set(part, (range.first - all.first) * perTrial);
      report.estimates.set(iteration, estimate);
      const violation = problem.violation(instance, solution, range);
      if (violation !== undefined) report.violations.push(violation);
    },
    lost(trial) {
      report.violations.push(`trial ${trial} is lost`);
    },
    diagnostic(name, _kind, range, values) {
      const kept = report.diagnostics.get(name) ?? [];
      for (let i = 0; i < range.count; i++) kept[range.first - all.first + i] = values[i];
      report.diagnostics.set(name, kept);
    },
  });
  return report;
}
