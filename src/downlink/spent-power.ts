import type { Metric, Problem } from '../contracts/problem.ts';
import { maximum, squaredNorm } from '../lanes/index.ts';
import type { Downlink } from './downlink.ts';
import { evaluate, type Measure, metricOf } from './measuring.ts';
import type { Solution } from './solution.ts';

/** By how much of P rounding may carry a transmit power beyond it. */
const rounding = 1e-9;

/**
 * The largest of the transmit powers sum_u Tr(V_bu V_bu^H) of the stations b, in the unit of the noise power: as a metric called
 * `title`, and as the constraint that it is at most P, where `whose` names the power to the user.
 */
export function spentPower({ title, whose }: { readonly title: string; readonly whose: string }): {
  readonly metric: Metric<Downlink, Solution>;
  readonly violation: Problem<Downlink, Solution>['violation'];
} {
  const measure: Measure = { name: 'power', title, unit: '1', prepare: largestPower };
  return {
    metric: metricOf(measure),
    violation(instance, solution, range) {
      const spent = evaluate(measure, instance, solution, range);
      for (let lane = 0; lane < range.count; lane++) {
        const value = spent.get(lane);
        if (value <= instance.P * (1 + rounding)) continue;
        const excess = `${whose} ${value} exceeds P = ${instance.P}`;
        return { trial: range.first + lane, what: Number.isFinite(value) ? excess : 'V holds NaN or an infinity' };
      }
      return undefined;
    },
  };
}

const largestPower: Measure['prepare'] = ({ instance, lanes, V }) => {
  const { B } = instance;
  const powers = lanes.scalar(B);
  const stations = V.columnBlocks(V.cols / B);
  const result = lanes.scalar();
  return () => {
    squaredNorm(powers, stations);
    for (let b = 0; b < B; b++) maximum(result, b === 0 ? powers.at(0) : result, powers.at(b));
    return result;
  };
};
