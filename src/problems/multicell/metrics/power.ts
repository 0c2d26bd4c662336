import type { TrialRange, Violation } from '../../../contracts/problem.ts';
import { evaluate, type Measure, metricOf } from '../../../downlink/measuring.ts';
import type { Solution } from '../../../downlink/solution.ts';
import { maximum, squaredNorm } from '../../../lanes/index.ts';
import type { Instance } from '../instance.ts';

const powerMeasure: Measure = {
  name: 'power',
  title: 'Largest transmit power of a station',
  unit: '1',
  prepare({ instance, lanes, V }) {
    const { B } = instance;
    const powers = lanes.scalar(B);
    const stations = V.columnBlocks(V.cols / B);
    const result = lanes.scalar();
    return () => {
      squaredNorm(powers, stations);
      for (let b = 0; b < B; b++) maximum(result, b === 0 ? powers.at(0) : result, powers.at(b));
      return result;
    };
  },
};

/** The largest of the transmit powers sum_u Tr(V_bu V_bu^H) of the stations b, in the unit of the noise power. */
export const power = metricOf(powerMeasure);

/** By how much of P rounding may carry a transmit power beyond it. */
const rounding = 1e-9;

/** The first trial whose V holds NaN or an infinity, or in which a station spends more than P. */
export function powerViolation(instance: Instance, solution: Solution, range: TrialRange): Violation | undefined {
  const spent = evaluate(powerMeasure, instance, solution, range);
  for (let lane = 0; lane < range.count; lane++) {
    const value = spent.get(lane);
    if (value <= instance.P * (1 + rounding)) continue;
    const what = Number.isFinite(value)
      ? `a station's transmit power ${value} exceeds P = ${instance.P}`
      : 'V holds NaN or an infinity';
    return { trial: range.first + lane, what };
  }
  return undefined;
}
