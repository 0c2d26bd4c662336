import type { Problem } from '../../src/contracts/problem.ts';
import type { Scenario } from '../../src/contracts/scenario.ts';
import type { Downlink } from '../../src/downlink/downlink.ts';
import type { Solution } from '../../src/downlink/solution.ts';
import { store } from '../../src/lanes/index.ts';
import { solvingOf } from '../downlink/solving.ts';
import type { Axes, Tested } from './battery.ts';

/** The usual scenarios of one cell. */
export const singleCell: readonly Axes[] = [
  { M: 8, K: 4, N: 2, d: 2 },
  { M: 6, K: 3, N: 2, d: 1, snr: 18, alpha: '1 2 0.5' },
];

/** How a problem of the downlink goes through the battery. */
export function downlinkTested<Instance extends Downlink, A extends Scenario>(
  problem: Problem<Instance, Solution, A>,
  usual: readonly Axes[],
): Tested<Instance, Solution> {
  return {
    usual,
    trials: 19,
    alone: 'same bytes',
    draw: solvingOf(problem).draw,
    async solve(solver, instance, parameters, observer) {
      await solver.solve(instance, solver.parameters.parse(parameters), observer);
    },
    estimate(_, { V }, { count }) {
      const values = new Float64Array(2 * V.rows * V.cols * count);
      store(V, values, { first: 0, count });
      return values;
    },
    violation(instance, solution, range) {
      const violation = problem.violation(instance, solution, range);
      return violation && `trial ${violation.trial}: ${violation.what}`;
    },
    inputs: ({ H, alpha }) => [H, alpha],
    spoilt(instance, trial) {
      const H = instance.H.slice();
      H[(H.length / instance.range.count) * trial + 2] = Number.NaN;
      return { instance: { ...instance, H }, violation: `trial ${trial}: V holds NaN or an infinity` };
    },
    rounding: ({ P }) => 1e-6 * Math.sqrt(P),
    symmetries: {
      'user permutation': {
        says: 'cells, and users of a cell, in another order get the same beamformers in that order',
        apply: (instance) => permute(instance, rotated(instance)),
        expected: (instance, V) => permuteBeams(instance, V, rotated(instance)),
      },
      'global phase': {
        says: 'a phase common to all channels turns V back by as much',
        apply: (instance) => ({ ...instance, H: turn(instance.H, 0.7) }),
        expected: (_, V) => turn(V, -0.7),
      },
    },
  };
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
