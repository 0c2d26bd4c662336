import type { TrialRange, Violation } from '../../../contracts/problem.ts';
import { evaluate, type Measure, metricOf } from '../../../downlink/measuring.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { squaredNorm } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

const powerMeasure: Measure = {
  name: 'power',
  title: 'Transmit power',
  unit: '1',
  prepare({ lanes, V }) {
    const result = lanes.scalar();
    return () => {
      squaredNorm(result, V);
      return result;
    };
  },
};

/** Transmit power sum_k Tr(V_k V_k^H), eq. (3b), in the unit of the noise power. */
export const power = metricOf(powerMeasure);

/** By how much of P rounding may carry the transmit power beyond it. */
const rounding = 1e-9;

/** The first trial whose V holds NaN or an infinity, or spends more than P. */
export function powerViolation(instance: Instance, solution: Solution, range: TrialRange): Violation | undefined {
  const spent = evaluate(powerMeasure, instance, solution, range);
  for (let lane = 0; lane < range.count; lane++) {
    const value = spent.get(lane);
    if (value <= instance.P * (1 + rounding)) continue;
    const what = Number.isFinite(value)
      ? `transmit power ${value} exceeds P = ${instance.P}`
      : 'V holds NaN or an infinity';
    return { trial: range.first + lane, what };
  }
  return undefined;
}
