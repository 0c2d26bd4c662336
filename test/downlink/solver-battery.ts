import { describe, expect, test } from 'vitest';
import type { Solver } from '../../src/contracts/problem.ts';
import type { Downlink } from '../../src/downlink/downlink.ts';
import type { Solution } from '../../src/downlink/solution.ts';

/*
 * What every solver of a downlink must do, whatever its method. A solver declares where it does not, and why.
 */

export type Check = 'user permutation' | 'global phase' | 'independent of neighbours';

type Axes = Record<string, number | string>;

export interface Declared {
  /** Parameters that make it fast enough for tests, and deterministic. */
  readonly parameters?: Record<string, unknown>;
  /** Scenarios that it accepts, where it does not accept the usual ones. */
  readonly scenarios?: readonly Axes[];
  /** Checks that it need not pass: the reason. */
  readonly exceptions?: Partial<Record<Check, string>>;
}

/** What a solver reported: V by iteration, trial after trial, and the rest. */
interface Reported {
  readonly V: Map<number | null, Float64Array>;
  readonly diagnostics: Map<string, number[]>;
  readonly violations: readonly string[];
}

/** A problem whose solvers go through the battery. */
export interface Tested<Instance extends Downlink> {
  draw(axes: Axes, count: number, first?: number): Instance;
  run(solver: Solver<Instance, Solution>, instance: Instance, parameters: Record<string, unknown>): Promise<Reported>;
  /** Scenarios for solvers that declare none. */
  readonly usual: readonly Axes[];
}

/** Runs the battery over one solver. */
export function solverBattery<Instance extends Downlink>(
  { draw, run, usual }: Tested<Instance>,
  name: string,
  load: () => Promise<Solver<Instance, Solution>>,
  declared: Declared,
): void {
  const { parameters = {}, scenarios = usual, exceptions = {} } = declared;
  const solve = async (instance: Instance): Promise<Reported> => run(await load(), instance, parameters);
  const unless = (check: Check, title: string, body: () => Promise<void>) => {
    if (exceptions[check] === undefined) test(title, body);
    else test.skip(`${title} (${exceptions[check]})`, body);
  };

  describe.each(scenarios)(`${name} at %o`, (axes) => {
    const instance = draw(axes, 19);

    test('is registered under its own name', async () => {
      const solver = await load();
      expect(solver.name).toBe(name);
      expect(solver.summary).not.toBe('');
    });

    test('reports finite solutions within the power, for every trial', async () => {
      const report = await solve(instance);
      expect(report.violations).toEqual([]);
      expect(report.V.size).toBeGreaterThan(0);
      for (const V of report.V.values()) expect(V.every(Number.isFinite)).toBe(true);
    });

    test('reports as its contract says: every iteration from 1 on, or one final solution', async () => {
      const { reports } = await load();
      const iterations = [...(await solve(instance)).V.keys()];
      if (reports === 'final') expect(iterations).toHaveLength(1);
      else if (iterations[0] !== null) expect(iterations).toEqual(iterations.map((_, i) => i + 1));
    });

    test('gives the same bytes again, and leaves its inputs alone', async () => {
      const before = { H: instance.H.slice(), alpha: instance.alpha.slice() };
      const [once, again] = [await solve(instance), await solve(instance)];
      expect(again.V).toEqual(once.V);
      expect(again.diagnostics).toEqual(once.diagnostics);
      expect({ H: instance.H, alpha: instance.alpha }).toEqual(before);
    });

    unless('independent of neighbours', 'gives each trial the same bytes in any range', async () => {
      const whole = await solve(instance);
      for (const [first, count] of [
        [0, 1],
        [3, 8],
        [10, 9],
        [7, 3],
      ]) {
        const part = await solve(draw(axes, count, first));
        for (const [iteration, V] of part.V) {
          const perTrial = V.length / count;
          expect(V).toEqual(whole.V.get(iteration)!.slice(first * perTrial, (first + count) * perTrial));
        }
      }
    });

    unless('independent of neighbours', 'a NaN in one channel spoils that trial alone, and is seen', async () => {
      const H = instance.H.slice();
      H[(H.length / 19) * 3 + 2] = Number.NaN;
      const [sound, spoilt] = [await solve(instance), await solve({ ...instance, H })];
      expect(spoilt.violations.length).toBeGreaterThan(0);
      for (const violation of spoilt.violations) expect(violation).toBe('trial 3: V holds NaN or an infinity');
      for (const [iteration, V] of spoilt.V) {
        const perTrial = V.length / 19;
        const others = (values: Float64Array) => values.filter((_, i) => Math.floor(i / perTrial) !== 3);
        expect(others(V)).toEqual(others(sound.V.get(iteration)!));
      }
    });

    unless(
      'user permutation',
      'cells, and users of a cell, in another order get the same beamformers in that order',
      async () => {
        const order = rotated(instance);
        const [plain, permuted] = [await solve(instance), await solve(permute(instance, order))];
        for (const [iteration, V] of plain.V) {
          expectNear(permuted.V.get(iteration)!, permuteBeams(instance, V, order), instance.P);
        }
      },
    );

    unless('global phase', 'a phase common to all channels turns V back by as much', async () => {
      const [plain, turned] = [await solve(instance), await solve({ ...instance, H: turn(instance.H, 0.7) })];
      for (const [iteration, V] of plain.V) expectNear(turned.V.get(iteration)!, turn(V, -0.7), instance.P);
    });
  });
}

/** Rounding may grow over the iterations, but not to a millionth of the amplitude. */
function expectNear(found: Float64Array, expected: Float64Array, P: number): void {
  expect(found.length).toBe(expected.length);
  const largest = found.reduce((max, value, i) => Math.max(max, Math.abs(value - expected[i])), 0);
  expect(largest / Math.sqrt(P)).toBeLessThan(1e-6);
}

/** Every station, and in it every user, in the place of the one before. */
function rotated({ B, K }: Downlink): number[] {
  const U = K / B;
  return Array.from({ length: K }, (_, k) => ((Math.floor(k / U) + 1) % B) * U + ((k + 1) % U));
}

/** The instance with user `order[k]` in place k, and his station in the place of k's. */
function permute<Instance extends Downlink>(instance: Instance, order: readonly number[]): Instance {
  const { B, M, K, N, range, H, alpha } = instance;
  const U = K / B;
  const perChannel = 2 * N * M;
  const permuted = new Float64Array(H.length);
  for (let trial = 0; trial < range.count; trial++) {
    for (let b = 0; b < B; b++) {
      const station = Math.floor(order[b * U] / U);
      order.forEach((user, k) => {
        const from = ((trial * B + station) * K + user) * perChannel;
        permuted.set(H.subarray(from, from + perChannel), ((trial * B + b) * K + k) * perChannel);
      });
    }
  }
  return { ...instance, H: permuted, alpha: alpha.map((_, k) => alpha[order[k]]) };
}

/** V (M x K d, trial by trial) with the columns of user `order[k]` in place k. */
function permuteBeams({ K, d }: Downlink, V: Float64Array, order: readonly number[]): Float64Array {
  const perRow = 2 * K * d;
  return V.map((_, i) => {
    const [row, inRow] = [Math.floor(i / perRow), i % perRow];
    const k = Math.floor(inRow / (2 * d));
    return V[row * perRow + order[k] * 2 * d + (inRow % (2 * d))];
  });
}

/** Complex entries times e^(j phase). */
function turn(values: Float64Array, phase: number): Float64Array {
  const [c, s] = [Math.cos(phase), Math.sin(phase)];
  return values.map((value, i) => (i % 2 === 0 ? c * value - s * values[i + 1] : c * value + s * values[i - 1]));
}
