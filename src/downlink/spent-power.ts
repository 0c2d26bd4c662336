import type { Metric, Problem, TrialRange, Violation } from '../contracts/problem.ts';
import { divide, maximum, multiply, type RealMatrix, squaredNorm, subtract } from '../lanes/index.ts';
import type { Downlink, MeasuredDownlink } from './downlink.ts';
import { evaluate, type Measure, metricOf } from './measuring.ts';
import type { Received, Solution } from './solution.ts';

/** How far rounding may carry a transmit power beyond P, and T from H V, in what a solution is reported in. */
const rounding = { f64: { power: 1e-9, T: 1e-6 }, f32: { power: 1e-4, T: 1e-2 } } as const;

/**
 * The largest of the transmit powers sum_u Tr(V_bu V_bu^H) of the stations b, in the unit of the noise power: as a metric called
 * `title`, and as the constraint that it is at most P, where `whose` names the power to the user. A solver that gives T and the powers is
 * believed once both have proved to be those of its V, on the first trials of every instance: to form V for all would cost as much as
 * half an iteration of WMMSE.
 */
export function spentPower({ title, whose }: { readonly title: string; readonly whose: string }): {
  readonly metric: Metric<MeasuredDownlink, Solution>;
  readonly violation: Problem<MeasuredDownlink, Solution>['violation'];
} {
  const measure: Measure = {
    name: 'power',
    title,
    unit: '1',
    of: 'V',
    prepare({ instance, lanes, V }) {
      const powers = lanes.scalar(instance.B);
      const result = lanes.scalar();
      return () => {
        squaredNorm(powers, V.columnBlocks(V.cols / instance.B));
        largest(result, powers);
        return result;
      };
    },
  };
  const above = ({ P }: Downlink, spent: RealMatrix, { first, count }: TrialRange): Violation | undefined => {
    const { power } = rounding[spent.lanes.precision];
    for (let lane = 0; lane < count; lane++) {
      for (let station = 0; station < spent.count; station++) {
        const value = spent.get(lane, 0, 0, station);
        if (value <= P * (1 + power)) continue;
        const excess = `${whose} ${value} exceeds P = ${P}`;
        return { trial: first + lane, what: Number.isFinite(value) ? excess : 'V holds NaN or an infinity' };
      }
    }
    return undefined;
  };
  return {
    metric: metricOf(measure),
    violation(instance, solution, range) {
      const { received } = solution;
      if (received !== undefined && range.first !== instance.range.first) return above(instance, received.power, range);
      const violation = above(instance, evaluate(measure, instance, solution, range), range);
      if (violation !== undefined || received === undefined) return violation;
      return contradiction(instance, solution, received, range);
    },
  };
}

function largest(result: RealMatrix, powers: RealMatrix): void {
  for (let b = 0; b < powers.count; b++) maximum(result, b === 0 ? powers.at(0) : result, powers.at(b));
}

/** The first trial whose T or powers are not those of its V. */
function contradiction(
  instance: MeasuredDownlink,
  solution: Solution,
  { power }: Received,
  range: TrialRange,
): Violation | undefined {
  const { T: allowed } = rounding[power.lanes.precision];
  const inT = evaluate(apart, instance, solution, range);
  for (let lane = 0; lane < range.count; lane++) {
    if (inT.get(lane) <= allowed ** 2) continue;
    return { trial: range.first + lane, what: 'what the users receive is not H V' };
  }
  const own = evaluate(powersOfV, instance, solution, range);
  for (let lane = 0; lane < range.count; lane++) {
    for (let station = 0; station < instance.B; station++) {
      const [found, given] = [own, power].map((powers) => powers.get(lane, 0, 0, station));
      if (Math.abs(found - given) <= allowed * found) continue;
      return { trial: range.first + lane, what: `the power of V is ${found}, not ${given}` };
    }
  }
  return undefined;
}

/** ||V_b||_F^2 of every station. */
const powersOfV: Measure = {
  name: 'powers',
  title: 'Transmit powers',
  unit: '1',
  of: 'V',
  prepare({ instance, lanes, V }) {
    const powers = lanes.scalar(instance.B);
    return () => {
      squaredNorm(powers, V.columnBlocks(V.cols / instance.B));
      return powers;
    };
  },
};

/** ||T - H V||_F^2 / ||T||_F^2. */
const apart: Measure = {
  name: 'apart',
  title: 'Distance of T and H V',
  unit: '1',
  of: 'V and T',
  prepare({ instance, lanes, H, V, T }) {
    const HV = lanes.complex(T.rows, T.cols);
    const [result, whole] = [lanes.scalar(), lanes.scalar()];
    const streams = V.cols / instance.B;
    return () => {
      multiply(HV.columnBlocks(streams), H, V.columnBlocks(streams));
      subtract(HV, T, HV);
      squaredNorm(result, HV);
      squaredNorm(whole, T);
      divide(result, result, whole);
      return result;
    };
  },
};
